import { JobPage } from '@/jobs/job-page';

export default async function Page({ params }: { readonly params: Promise<{ readonly jobId: string }> }) {
  const { jobId } = await params;
  return <JobPage jobId={jobId} />;
}
