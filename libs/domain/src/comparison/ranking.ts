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
  const withValue: { readonly setting: SettingAggregate; readonly value: number }[] = [];
  const without: SettingAggregate[] = [];
  for (const setting of settings) {
    const summary = setting.metrics[metric];
    if (summary === undefined) without.push(setting);
    else withValue.push({ setting, value: summary.mean * sign });
  }
  withValue.sort((a, b) => a.value - b.value || a.setting.position - b.setting.position);
  return [...withValue.map(({ setting }) => setting), ...without];
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
  const front = keysOfFront(complete);
  return {
    keys: complete.flatMap(({ key }) => (front.has(key) ? [key] : [])),
    incomplete: settings.length - complete.length,
  };
}

interface Candidate {
  readonly key: string;
  /** Of each objective, less is better. */
  readonly values: readonly number[];
}

/**
 * In lexical order a candidate can only be dominated by one before it, and of those before it only the ones matter
 * that are best in the objectives after the first: with two objectives that is a single one.
 */
function keysOfFront(candidates: readonly Candidate[]): Set<string> {
  const front = new Set<string>();
  let steps: (readonly number[])[] = [];
  for (const { key, values } of [...candidates].sort((a, b) => lexical(a.values, b.values))) {
    const above = steps.find((step) => isAtMost(step, values, 0));
    if (above !== undefined && lexical(above, values) !== 0) continue;
    front.add(key);
    if (above === undefined) steps = [...steps.filter((step) => !isAtMost(values, step, 1)), values];
  }
  return front;
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

/** Whether no value of `a` from an index on is above that of `b`. */
function isAtMost(a: readonly number[], b: readonly number[], from: number): boolean {
  for (let i = from; i < a.length; i++) if ((a[i] ?? 0) > (b[i] ?? 0)) return false;
  return true;
}
