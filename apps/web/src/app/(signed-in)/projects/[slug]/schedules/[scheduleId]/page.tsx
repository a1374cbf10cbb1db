import { SchedulePage } from '@/schedules/schedule-page';

export default async function Page({ params }: { readonly params: Promise<{ scheduleId: string }> }) {
  const { scheduleId } = await params;
  return <SchedulePage key={scheduleId} id={scheduleId} />;
}
