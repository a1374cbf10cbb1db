import { PipelinesAdmin } from '@/admin/pipelines/pipelines-admin';

export default function Page() {
  return <PipelinesAdmin />;
}
