import { WatchedFolderPage } from '@/watched-folders/watched-folder-page';

export default async function Page({ params }: { readonly params: Promise<{ folderId: string }> }) {
  const { folderId } = await params;
  return <WatchedFolderPage key={folderId} id={folderId} />;
}
