/** What the chart of a batch's spectra says beside its curves: colours, sentences, numbers. */
import type { ChartTable } from '@/charts/chart-figure';
import type { ChartColors } from '@/charts/use-chart-colors';
import { colorAt, cssColor } from '../../charts/color-scale';
import { formatNumber, titleWithUnit } from '../../formatting/numbers';
import type { ShownOverlay } from './queries';

/** In which order samples are taken where not all can be shown. */
export type SampleOrder = 'batch' | 'unlike' | 'alike';

export const orderTitles: Readonly<Record<SampleOrder, string>> = {
  batch: 'In the order of the batch',
  unlike: 'Least like the baseline first',
  alike: 'Most like the baseline first',
};

/** Of Okabe and Ito, which colour-blind readers can tell apart; the first is lighter on dark. */
const fewColors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'];
const firstOnDark = '#5aaee8';

/** Of a sample: told apart where there are few, along a scale in their order where there are many. */
export function sampleColor(index: number, count: number, { isLight }: ChartColors): string {
  if (count <= fewColors.length) return index === 0 && !isLight ? firstOnDark : fewColors[index]!;
  const share = index / (count - 1);
  // The ends of the scale that are lost on the page.
  return cssColor(colorAt(isLight ? 0.88 * share : 0.25 + 0.75 * share));
}

/** `Samples 31 to 60 of 412`, or that all are there; `page` from 0. */
export function shownText({ samples, leftOut, total, isTotalCapped }: ShownOverlay, page: number): string {
  const read = samples.length + leftOut.length;
  const many = `${isTotalCapped ? 'more than ' : ''}${total}`;
  const are = (n: number | string) => `${n} ${n === 1 ? 'sample' : 'samples'}`;
  if (page === 0 && read >= total && !isTotalCapped) {
    if (leftOut.length > 0) return `${samples.length} of ${are(total)} shown`;
    return `${total === 1 ? '' : 'All '}${are(total)} with a result`;
  }
  const from = page * pageSize + 1;
  return `Samples ${from} to ${from + read - 1} of ${many}`;
}

/** Samples that the service gives at a time. */
export const pageSize = 30;

/** One sentence on the chart, for those who do not see it. */
export function findingOf({ samples, baselines, xTitle, yTitle }: ShownOverlay): string {
  const xs = samples.flatMap(({ curve: { x } }) => [x[0] ?? Number.NaN, x.at(-1) ?? Number.NaN]);
  const range = `${Math.min(...xs)} to ${Math.max(...xs)}`;
  const against = baselines.map(({ name }) => name).join(', ');
  const count = `${samples.length} ${samples.length === 1 ? 'sample' : 'samples'}`;
  return `${yTitle} of ${count} and of the baseline ${against} over ${xTitle}, ${range}.`;
}

/** The numbers that say how like its baseline each sample is. */
const tableMetrics = ['rmsd', 'correlation', 'max_difference', 'max_difference_at', 'peak_shift_max'];

/** One row a sample. */
export function tableOf({ samples, baselines }: ShownOverlay): ChartTable {
  const specs = tableMetrics.flatMap((name) => {
    const metric = samples.flatMap(({ job }) => job.metrics).find((one) => one.name === name);
    return metric === undefined ? [] : [metric];
  });
  return {
    headings: ['Sample', 'Baseline', ...specs.map(({ title, unit }) => titleWithUnit(title, unit))],
    rows: samples.map(({ job, baseline }) => ({
      key: job.id,
      cells: [
        job.label,
        baselines[baseline]?.name ?? '',
        ...specs.map(({ name }) => {
          const value = job.metrics.find((one) => one.name === name)?.value;
          return value === undefined ? '' : formatNumber(value, 4);
        }),
      ],
    })),
  };
}
