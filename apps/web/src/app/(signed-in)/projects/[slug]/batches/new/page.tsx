import { NewBatch } from '@/batch-form/new-batch';

export default function Page() {
  return <NewBatch />;
}
