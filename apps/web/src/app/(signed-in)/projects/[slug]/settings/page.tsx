import { ProjectSettings } from '@/projects/settings';

export default function Page() {
  return <ProjectSettings />;
}
