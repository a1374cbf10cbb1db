import { Members } from '@/projects/members';

export default function Page() {
  return <Members />;
}
