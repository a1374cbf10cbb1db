/** Which settings of a comparison its page shows, in which order, and where it shows what a column holds. */
import {
  type ComparedSetting,
  type Comparison,
  type ComparisonReport,
  canonicalJson,
  parameterName,
  UserError,
} from '@batchyard/domain';
import type { ShownSettings } from './comparison-query.js';

type SortValue = (setting: ComparedSetting) => number | null;

const verdictOrder = ['better', 'not_separable', 'worse', 'unknown'] as const;

/** Columns of the page's table by their names in its address, beside those of parameters and metrics. */
const ownColumns: Readonly<Record<string, SortValue>> = {
  rank: ({ rank }) => rank,
  source: ({ sources }) => sources[0] ?? null,
  difference: ({ difference }) => difference,
  verdict: ({ versusBaseline }) => versusBaseline && verdictOrder.indexOf(versusBaseline.verdict),
  failed: ({ failed, stoppedEarly, cancelledOrSkipped }) => failed + stoppedEarly + cancelledOrSkipped,
  unfinished: ({ unfinished }) => unfinished,
  duration: ({ meanDurationS }) => meanDurationS,
};

/** The settings as the page shows them. @throws UserError BAD_FILTER for an order that there is not */
export function shownSettings(comparison: Comparison, { only, sort }: ShownSettings): ComparedSetting[] {
  const kept = comparison.settings.filter(({ settingKey }) =>
    only.some((start) => settingKey.startsWith(start)),
  );
  const settings = kept.length === 0 ? comparison.settings : kept;
  const value = sortValueOf(comparison, sort.column);
  const sign = sort.isDescending ? -1 : 1;
  return [...settings].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    // Without a value last, whichever way the others go.
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return (left - right) * sign;
  });
}

function sortValueOf({ varying }: Comparison, column: string): SortValue {
  const own = ownColumns[column];
  if (own) return own;
  const [, kind, name = '', part] = /^(parameter|metric):(.+?)(?:~(half|n))?$/.exec(column) ?? [];
  if (kind === 'metric') return ({ metrics }) => metricValue(metrics[name], part);
  const places = varying.find(({ path }) => kind === 'parameter' && path === name)?.values;
  if (places === undefined) {
    const known = [...Object.keys(ownColumns), 'parameter:<path>', 'metric:<name>'].join(', ');
    throw new UserError('BAD_FILTER', `sort is ${column}: expected one of ${known}.`, { parameter: 'sort' });
  }
  const position = new Map(places.map((value, index) => [canonicalJson(value), index]));
  return ({ values }) => position.get(canonicalJson(values[name] ?? null)) ?? null;
}

function metricValue(metric: ComparedSetting['metrics'][string] | undefined, part: string | undefined) {
  if (metric === undefined) return null;
  if (part === 'n') return metric.n;
  if (part === 'half') return metric.interval && (metric.interval.high - metric.interval.low) / 2;
  return metric.mean;
}

const exact: Readonly<Record<string, string>> = {
  jobs_failed: 'failed',
  jobs_stopped_early: 'failed',
  jobs_cancelled_or_skipped: 'failed',
  jobs_unfinished: 'unfinished',
  duration_mean: 'duration',
  difference_vs_baseline: 'difference',
  difference_low_vs_baseline: 'difference',
  difference_high_vs_baseline: 'difference',
  verdict_vs_baseline: 'verdict',
  p_vs_baseline: 'verdict',
  test_vs_baseline: 'verdict',
};

/** Name of the column of the page's table that shows what a column of the settings holds; null: none can be hidden. */
export function columnOnPage(name: string, { comparison, facts }: ComparisonReport): string | null {
  const own = exact[name];
  if (own) return own;
  const parameter = comparison.varying.find(({ path }) => parameterName(path) === name);
  if (parameter) return `parameter:${parameter.path}`;
  const base = name.replace(/_(mean|sd|n|low|high|min|max)$/, '');
  // What the comparison is by is always shown.
  const isHideable = facts.metrics.some((metric) => metric.name === base && base !== comparison.metric.name);
  return isHideable ? `metric:${base}` : null;
}
