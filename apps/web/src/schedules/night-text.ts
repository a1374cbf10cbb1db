import { countOf, formatMetric } from '@batchyard/domain';
import type { ScheduleNight } from './night-queries';

/** What ran, in one sentence. */
export function nightText({
  dueTimes,
  succeededJobs,
  reusedJobs,
  failedJobs,
  newInputs,
}: ScheduleNight): string {
  const jobs = [
    [succeededJobs, 'succeeded'],
    [reusedJobs, 'reused'],
    [failedJobs, 'failed'],
  ] as const;
  const parts = jobs.flatMap(([count, what]) => (count === 0 ? [] : [`${countOf(count, 'job')} ${what}`]));
  const ran = parts.length === 0 ? 'no job ran' : parts.join(', ');
  return `${countOf(dueTimes, 'due time')}, ${ran}, ${newInputs === 0 ? 'no input was new' : `${countOf(newInputs, 'new input')}`}.`;
}

/** A value with its unit; `unit` may be empty. */
export function metricText(value: number, unit: string): string {
  return unit === '' ? formatMetric(value) : `${formatMetric(value)} ${unit}`;
}
