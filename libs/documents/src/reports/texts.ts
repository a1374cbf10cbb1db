/** Words and numbers of reports as people read them. */
import {
  type BatchReport,
  durationText,
  type ExtremeJob,
  type MetricReport,
  numberText,
} from '@batchyard/domain';
import type { MetricSpec } from '@batchyard/pipelines';

export { numberText };

export function valueText(value: number, unit: string): string {
  return unit === '1' ? numberText(value) : `${numberText(value)} ${unit}`;
}

/** Title with its unit: `Error (mm)`. */
export function headingOf({ title, unit }: Pick<MetricSpec, 'title' | 'unit'>): string {
  return unit === '1' ? title : `${title} (${unit})`;
}

export function percentText(rate: number): string {
  return `${Number((rate * 100).toFixed(1))} %`;
}

/** `2026-01-31 14:05:09 UTC` */
export function timeText(iso: string): string {
  return `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

export const countText = (count: number) => count.toLocaleString('en');

export function secondsText(seconds: number | null | undefined): string {
  return seconds == null ? '–' : durationText(seconds);
}

/** `none` without one; the number of equal ones where there are any. */
export function extremeText(job: ExtremeJob | null, { spec }: MetricReport): string {
  if (job === null) return 'none';
  const ties = job.ties === 0 ? '' : `, as ${job.ties === 1 ? '1 other job' : `${job.ties} other jobs`}`;
  return `${valueText(job.value, spec.unit)} (${job.label}${ties})`;
}

/** One sentence on how far the batch is: `12 of 27 jobs succeeded, 2 failed, 13 not finished.` */
export function progressText(report: BatchReport): string {
  const { successful, total, failed, unfinished, counts } = report;
  const more = [
    [failed, 'failed'],
    [counts.cancelled, 'cancelled'],
    [counts.skipped, 'skipped'],
    [unfinished, 'not finished'],
  ] as const;
  const rest = more.filter(([n]) => n > 0).map(([n, what]) => `, ${countText(n)} ${what}`);
  return `${countText(successful)} of ${countText(total)} ${total === 1 ? 'job' : 'jobs'} succeeded${rest.join('')}.`;
}
