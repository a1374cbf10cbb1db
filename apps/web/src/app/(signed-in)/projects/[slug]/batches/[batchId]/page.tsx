import { BatchPage } from '@/batches/batch-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly batchId: string }> }) {
  const { batchId } = await params;
  return <BatchPage batchId={batchId} />;
}
