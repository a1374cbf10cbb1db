import { ImportList } from '@/imports/import-list';

export default function Page() {
  return <ImportList />;
}
