import { NewImport } from '@/imports/new-import';

export default function Page() {
  return <NewImport />;
}
