import { BatchList } from '@/batches/batch-list';

export default function Page() {
  return <BatchList />;
}
