import { NewSchedule } from '@/schedules/new-schedule';

export default function Page() {
  return <NewSchedule />;
}
