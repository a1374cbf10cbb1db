import { FileList } from '@/files/file-list';

export default function Page() {
  return <FileList />;
}
