/** What a comparison says to people on a terminal: the same words for a sweep in a folder and on a server. */
import type { Comparison, Verdict } from '@batchyard/domain';
import { formatMetric, formatNumber } from '../terminal/format.js';
import { renderTable } from '../terminal/table.js';

/** The part of a comparison that is shown; a server's answer has it as well as one made here. */
export interface ShownComparison extends Pick<Comparison, 'answer'> {
  readonly metric: Pick<Comparison['metric'], 'name' | 'title' | 'unit'>;
  readonly varying: readonly { readonly path: string }[];
  readonly settings: readonly ShownSetting[];
  readonly warnings: readonly { readonly message: string }[];
}

interface ShownSetting {
  readonly rank: number | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly jobs: number;
  readonly metrics: Readonly<Record<string, ShownMetric>>;
  readonly versusBest: { readonly verdict: Verdict } | null;
}

interface ShownMetric {
  readonly n: number;
  readonly mean: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** Settings in the table. */
const shownRanks = 10;

/** Best setting, how sure that is, and the first ranks; the reason alone where there is no best setting. */
export function presentBest(comparison: ShownComparison): string[] {
  const { metric, settings, answer } = comparison;
  const best = settings[0];
  const value = best?.metrics[metric.name];
  if (best?.rank !== 1 || value === undefined) return [answer];
  const result = `${metric.title} ${formatMetric(value.mean, metric)}, ${value.n} of ${best.jobs} cells`;
  return [`Best setting: ${settingText(best.values)} (${result}).\n${answer}`, rankTable(comparison)];
}

export function presentWarnings({ warnings }: Pick<ShownComparison, 'warnings'>): string[] {
  return warnings.length === 0 ? [] : [warnings.map((warning) => `note: ${warning.message}`).join('\n')];
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  better: 'better',
  worse: 'worse',
  not_separable: 'not separable',
  unknown: 'too few values',
};

function rankTable({ settings, metric, varying }: ShownComparison): string {
  const ranked = settings.filter((setting) => setting.rank !== null);
  const rows = ranked.slice(0, shownRanks).map(({ rank, values, metrics, versusBest }) => {
    const { mean = Number.NaN, n = 0, interval = null } = metrics[metric.name] ?? {};
    return [
      String(rank),
      ...varying.map(({ path }) => textOf(values[path])),
      formatNumber(mean),
      interval === null ? '' : `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`,
      String(n),
      versusBest === null ? (rank === 1 ? 'best' : '') : verdictWords[versusBest.verdict],
    ];
  });
  const unit = metric.unit === '1' ? '' : ` (${metric.unit})`;
  const paths = varying.map(({ path }) => path);
  const header = ['rank', ...paths, `${metric.name}${unit}`, '95 % interval', 'n', 'against the best'];
  const more = ranked.length > shownRanks ? `\n… and ${ranked.length - shownRanks} more` : '';
  return `${renderTable(header, rows)}${more}`;
}

/** `weights.lambda_rigid = 500, …`; a design without axes has one setting. */
export function settingText(values: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(values).map(([path, value]) => `${path} = ${textOf(value)}`);
  return entries.length > 0 ? entries.join(', ') : 'the only one';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
