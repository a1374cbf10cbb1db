import { JobList } from '@/jobs/job-list';

export default function Page() {
  return <JobList />;
}
