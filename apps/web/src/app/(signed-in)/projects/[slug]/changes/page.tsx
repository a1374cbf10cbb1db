import { ChangeList } from '@/changes/change-list';

export default function Page() {
  return <ChangeList />;
}
