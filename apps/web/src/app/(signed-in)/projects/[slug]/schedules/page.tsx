import { ScheduleList } from '@/schedules/schedule-list';

export default function Page() {
  return <ScheduleList />;
}
