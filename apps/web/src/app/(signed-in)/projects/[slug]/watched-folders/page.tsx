import { WatchedFolderList } from '@/watched-folders/watched-folder-list';

export default function Page() {
  return <WatchedFolderList />;
}
