import { PipelinePage } from '@/pipelines/pipeline-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly name: string }> }) {
  const { name } = await params;
  return <PipelinePage name={name} />;
}
