import { NewWatchedFolder } from '@/watched-folders/new-watched-folder';

export default function Page() {
  return <NewWatchedFolder />;
}
