import { ImportPage } from '@/imports/import-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly importId: string }> }) {
  const { importId } = await params;
  return <ImportPage key={importId} importId={importId} />;
}
