/** The answer of a comparison in words: which setting is best, how well it does, and how sure that is. */
import type { MetricSpec } from '@batchyard/pipelines';
import type { Interval } from '../statistics/interval.js';
import type { BestParameters, ComparedMetric, ComparedSetting, VaryingParameter } from './comparison.js';
import { shortName, valueText } from './parameters.js';

/** More data than this is said to be out of reach. */
const mostNeeded = 1_000;

/**
 * The best of ranked settings, best first; null where nothing varies or nothing has a value.
 * @returns `answer` is its sentence, or the reason why there is none
 */
export function bestOf(
  settings: readonly ComparedSetting[],
  varying: readonly VaryingParameter[],
  metric: MetricSpec,
): { best: BestParameters | null; answer: string } {
  const [first, ...others] = settings.filter((setting) => setting.rank !== null);
  const summary = first?.metrics[metric.name];
  if (first === undefined || summary === undefined) return { best: null, answer: whyNone(settings, metric) };
  if (varying.length === 0) {
    const answer = `Nothing varies between the compared jobs, so there is no best setting. ${metric.title}: ${meanText(summary, metric)}.`;
    return { best: null, answer };
  }
  const sentence = `${settingName(first, varying)} is best: ${meanText(summary, metric)}.${certainty(others)}`;
  const { settingKey, params, values } = first;
  const { mean, interval, n } = summary;
  const notSeparableKeys = withVerdict(others, 'not_separable').map((setting) => setting.settingKey);
  return {
    best: { settingKey, params, values, mean, interval, n, notSeparableKeys, sentence },
    answer: sentence,
  };
}

function whyNone(settings: readonly ComparedSetting[], metric: MetricSpec): string {
  if (settings.length === 0) return 'There are no jobs to compare.';
  const sum = (pick: (setting: ComparedSetting) => number) =>
    settings.reduce((total, setting) => total + pick(setting), 0);
  const jobs = sum((setting) => setting.jobs);
  const unfinished = sum((setting) => setting.unfinished);
  const results = sum((setting) => setting.withResult);
  const what = `No job has a value of ${metric.title} yet, so there is no best setting`;
  if (unfinished > 0) return `${what}: ${unfinished} of ${jobs} jobs have not finished.`;
  const without = `No job has a value of ${metric.title}, so there is no best setting`;
  if (results === 1) return `${without}: the only job with a result does not report it.`;
  if (results > 1) return `${without}: the ${results} jobs with a result do not report it.`;
  return `${without}: ${jobs === 1 ? 'the only job' : `all ${jobs} jobs`} ended without a result.`;
}

function settingName(setting: ComparedSetting, varying: readonly VaryingParameter[]): string {
  const paths = varying.map(({ path }) => path);
  return paths
    .map((path) => `${shortName(path, paths)}=${valueText(setting.values[path] ?? null)}`)
    .join(', ');
}

/** What can be said of the others against the best one. */
function certainty(others: readonly ComparedSetting[]): string {
  const alike = withVerdict(others, 'not_separable');
  const unknown = withVerdict(others, 'unknown').length;
  const small = others.filter((setting) => setting.versusBest?.remark === 'smaller_than_matters').length;
  const tested = others.length - unknown;
  const sentences = [
    tested > 0 && alike.length === 0 ? allSeparable(tested, others.length) : null,
    alike.length > 0 ? notSeparable(alike, others.length) : null,
    small > 0
      ? `${small} of them ${small === 1 ? 'differs' : 'differ'} from it by less than what matters.`
      : null,
    unknown > 0 ? tooFew(unknown, others.length) : null,
  ];
  return sentences
    .filter((sentence) => sentence !== null)
    .map((sentence) => ` ${sentence}`)
    .join('');
}

function withVerdict(settings: readonly ComparedSetting[], verdict: 'not_separable' | 'unknown') {
  return settings.filter((setting) => setting.versusBest?.verdict === verdict);
}

function allSeparable(tested: number, others: number): string {
  if (others === 1) return 'It can be told apart from the other setting.';
  return tested === others
    ? `It can be told apart from all ${others} other settings.`
    : `It can be told apart from ${tested} of ${others} other settings.`;
}

function notSeparable(alike: readonly ComparedSetting[], others: number): string {
  const which = others === 1 ? 'The other setting' : `${alike.length} of ${others} other settings`;
  const needed = alike.map((setting) => setting.versusBest?.neededN ?? 0);
  return `${which} cannot be told apart from it${howToTell(Math.max(...needed), alike.length)}`;
}

/** @param needed 0 where more data would not help */
function howToTell(needed: number, settings: number): string {
  if (needed === 0) return '.';
  const apart = settings === 1 ? '' : ' all of them';
  if (needed > mostNeeded)
    return `; more than ${mostNeeded} inputs or replicates would be needed to tell${apart}.`;
  return `; about ${needed} inputs or replicates would tell${apart}.`;
}

function tooFew(unknown: number, others: number): string {
  if (others === 1) return 'The other setting rests on too few values to be compared with it.';
  const verb = unknown === 1 ? 'rests' : 'rest';
  return `${unknown} of ${others} other settings ${verb} on too few values to be compared with it.`;
}

/** As in `0.84 mm (0.79 to 0.90, n = 6)`. */
function meanText({ mean, interval, n }: ComparedMetric, metric: MetricSpec): string {
  const round = rounding(mean, interval);
  const unit = metric.unit === '1' ? '' : ` ${metric.unit}`;
  const range = interval === null ? '' : `${round(interval.low)} to ${round(interval.high)}, `;
  return `${round(mean)}${unit} (${range}n = ${n})`;
}

/** Decimals that show two digits of an interval's width, or three of a lone value. */
function rounding(mean: number, interval: Interval | null): (value: number) => string {
  const width = interval === null ? 0 : interval.high - interval.low;
  const scale = width > 0 ? width : Math.abs(mean) / 10;
  if (scale === 0) return (value) => String(value);
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(scale)));
  return decimals > 6 ? (value) => String(Number(value.toPrecision(4))) : (value) => value.toFixed(decimals);
}
