/** The order of settings: by one objective, or by several at once (Pareto). */
import type { MetricDirection } from '@batchyard/pipelines';
import type { Objective } from '../designs/objective.js';
import { UserError } from '../errors.js';
import type { ParetoFront, SettingAggregate } from './comparison.js';

/** What a Pareto front weighs: a metric and its direction. */
export type ParetoObjective = Pick<Objective, 'metric' | 'direction'>;

/** Objectives of a Pareto front at most; with more, nearly every setting is on it. */
const maxObjectives = 4;

/** Best first by the mean of a metric, ties by position; settings without a value last. */
export function rank(
  settings: readonly SettingAggregate[],
  metric: string,
  direction: MetricDirection,
): SettingAggregate[] {
  const sign = signOf(direction);
  const withValue = settings.filter((setting) => setting.metrics[metric] !== undefined);
  const without = settings.filter((setting) => setting.metrics[metric] === undefined);
  const value = (setting: SettingAggregate) => (setting.metrics[metric]?.mean ?? 0) * sign;
  return [...withValue.sort((a, b) => value(a) - value(b) || a.position - b.position), ...without];
}

/**
 * Settings that no other one dominates: at least as good in the means of all objectives and better in one. Equal
 * settings are on the front together; one without a value of some objective never is, and is counted.
 * @throws UserError BAD_OBJECTIVES unless there are 2 to 4 objectives with distinct metrics
 */
export function paretoFront(
  settings: readonly SettingAggregate[],
  objectives: readonly ParetoObjective[],
): ParetoFront {
  refuseBadObjectives(objectives);
  const complete = settings.flatMap((setting) => {
    const values = objectives.flatMap(({ metric, direction }) => {
      const mean = setting.metrics[metric]?.mean;
      return mean === undefined ? [] : mean * signOf(direction);
    });
    return values.length === objectives.length ? [{ key: setting.settingKey, values }] : [];
  });
  const front = new Map<string, readonly number[]>();
  // A setting can only be dominated by one before it in this order, so a look at the front so far decides.
  for (const { key, values } of [...complete].sort((a, b) => lexical(a.values, b.values))) {
    if (![...front.values()].some((other) => dominates(other, values))) front.set(key, values);
  }
  return {
    keys: complete.flatMap(({ key }) => (front.has(key) ? [key] : [])),
    incomplete: settings.length - complete.length,
  };
}

function refuseBadObjectives(objectives: readonly ParetoObjective[]): void {
  const names = new Set(objectives.map(({ metric }) => metric));
  if (objectives.length >= 2 && objectives.length <= maxObjectives && names.size === objectives.length)
    return;
  const given = objectives.map(({ metric }) => metric).join(', ') || 'none';
  throw new UserError(
    'BAD_OBJECTIVES',
    `A Pareto front needs 2 to ${maxObjectives} different metrics; given: ${given}.`,
    { parameter: 'objectives' },
  );
}

function signOf(direction: MetricDirection): 1 | -1 {
  return direction === 'minimize' ? 1 : -1;
}

function lexical(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, i) => value !== b[i]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBetter = false;
  for (let i = 0; i < a.length; i++) {
    const [first, second] = [a[i] ?? 0, b[i] ?? 0];
    if (first > second) return false;
    if (first < second) isBetter = true;
  }
  return isBetter;
}
