import { PipelineList } from '@/pipelines/pipeline-list';

export default function Page() {
  return <PipelineList />;
}
