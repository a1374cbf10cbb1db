import { ProjectOverview } from '@/projects/overview';

export default function Page() {
  return <ProjectOverview />;
}
