/** Words that several formats of a comparison's report share. */
import {
  type ComparedSetting,
  type Comparison,
  type ComparisonReport,
  countOf,
  valueText,
} from '@batchyard/domain';

/** `Weights`, or `Weights and 2 more`. */
export function reportTitle({ facts: { sources } }: ComparisonReport): string {
  const [first, ...others] = sources;
  const name = first?.name ?? 'Comparison';
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}

/** `23 of 24 jobs have a value; 1 failed.` */
export function countsText({ counts, comparison }: ComparisonReport): string {
  const more = [
    [counts.failed, 'failed'],
    [counts.stoppedEarly, 'stopped early'],
    [counts.cancelledOrSkipped, 'cancelled or skipped'],
    [counts.unfinished, 'not finished'],
  ] as const;
  const rest = more.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString('en')} ${what}`);
  const tail = rest.length === 0 ? '' : `; ${rest.join(', ')}`;
  return `${comparison.shownJobs.toLocaleString('en')} of ${countOf(counts.jobs, 'job')} have a value${tail}.`;
}

/** Verdict against the best setting in words. */
export function verdictText(setting: ComparedSetting, best: string | null): string {
  if (best === null || setting.rank === null) return '–';
  if (setting.settingKey === best) return 'best';
  const contrast = setting.versusBest;
  if (contrast === null) return '–';
  switch (contrast.verdict) {
    case 'better':
      return 'better';
    case 'worse':
      return 'worse';
    case 'not_separable':
      return 'not separable';
    case 'unknown':
      return 'too few values';
  }
}

export function parameterTexts({ values }: ComparedSetting, { varying }: Comparison): string[] {
  return varying.map(({ path }) => valueText(values[path] ?? null));
}

/** A p value as papers write it. */
export function pText(p: number | null | undefined): string {
  if (p == null) return '–';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

/** `97 %` */
export function shareText(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
