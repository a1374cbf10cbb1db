/** The settings of a design one after another, without holding all of them. */
import type { Json } from '@batchyard/pipelines';
import type { Lookup } from '../expressions/evaluate.js';
import { drawPoints, randomPoints } from '../sampling/points.js';
import { type AxisEntry, isGroup } from './axes.js';
import { type Choice, choiceOf, inStep, type Option } from './choices.js';
import type { Condition } from './conditions.js';
import type { DesignSpec } from './design.js';
import { parametersOf } from './entry-parameters.js';
import { adaptiveSchema } from './objective.js';

/** Values by parameter, in the order of the design, without those that are left out. Valid until the next is taken. */
export type Setting = Pick<ReadonlyMap<string, Json>, 'get' | 'has'> & Iterable<readonly [string, Json]>;

/** What of a design its settings follow from. */
export type SettingsSpec = Pick<DesignSpec, 'axes'> &
  Partial<Pick<DesignSpec, 'kind' | 'params' | 'samples' | 'seed' | 'adaptive'>>;

/** Draws for one setting that is new, before a random design is taken to have no more. */
const drawsPerSample = 20;

/**
 * All settings in the order of the design; settings that conditions or draws make equal come once, and null stands for
 * each repetition, so that whoever counts can stop.
 * @param conditions in an order in which they can be decided
 * @param base values of parameters that no entry sets
 */
export function* settingStream(
  spec: SettingsSpec,
  conditions: readonly Condition[],
  base: Lookup,
): Generator<Setting | null> {
  const { axes, kind = 'grid', seed = 0 } = spec;
  const choices = axes.map((entry, index) => choiceOf(entry, `${seed}/group ${index}`));
  const known = new Set(parametersOf(axes));
  if (kind === 'grid') {
    const early = earlyConditions(axes, conditions);
    const late = conditions.filter((condition) => ![...early.values()].includes(condition));
    const all = combinations(choices, early, known, base);
    yield* late.length === 0 ? all : distinct(all, late, known, base);
  } else if (kind === 'zip') {
    const all = inTurn(inStep(choices));
    yield* conditions.length === 0 ? all : distinct(all, conditions, known, base);
  } else yield* first(sampleCount(spec), distinct(drawn(spec, choices), conditions, known, base));
}

/** Settings to draw; of an adaptive design those that it begins with. */
function sampleCount({ kind, samples = 0, adaptive }: SettingsSpec): number {
  if (kind !== 'adaptive') return samples;
  return Math.min(samples, (adaptive ?? adaptiveSchema.parse({})).startup);
}

function* drawn(spec: SettingsSpec, choices: readonly Choice[]): Generator<Setting> {
  const count = sampleCount(spec);
  const seed = `${spec.seed ?? 0}`;
  const at = (point: readonly number[]) =>
    new Map(choices.flatMap((choice, index) => choice.optionNear(point[index] ?? 0)));
  if (spec.kind === 'random') {
    const points = randomPoints(choices.length, seed);
    for (let draw = 0; draw < count * drawsPerSample; draw++) yield at(points.next().value);
    return;
  }
  const kind = spec.kind === 'latin_hypercube' ? 'latin_hypercube' : 'sobol';
  for (const point of drawPoints(kind, count, choices.length, seed)) yield at(point);
}

function* inTurn(options: readonly Option[]): Generator<Setting> {
  for (const option of options) yield new Map(option);
}

/** The first settings, repetitions not counted. */
function* first(count: number, settings: Iterable<Setting | null>): Generator<Setting | null> {
  let found = 0;
  for (const setting of settings) {
    if (found === count) return;
    if (setting !== null) found++;
    yield setting;
  }
}

/** Leaves out what the conditions say, then what was there before. */
function* distinct(
  settings: Iterable<Setting>,
  conditions: readonly Condition[],
  known: ReadonlySet<string>,
  base: Lookup,
): Generator<Setting | null> {
  const seen = new Set<string>();
  for (const setting of settings) {
    const kept = withoutUnmet(setting, conditions, known, base);
    const key = JSON.stringify([...kept]);
    yield seen.has(key) ? null : kept;
    seen.add(key);
  }
}

/** A setting without the parameters whose conditions do not hold. */
export function withoutUnmet(
  setting: Setting,
  conditions: readonly Condition[],
  known: ReadonlySet<string>,
  base: Lookup,
): Setting {
  const kept = new Map(setting);
  const lookup = lookupIn((name) => kept.get(name), known, base);
  for (const condition of conditions) {
    if (condition.holds(lookup) === true) continue;
    for (const parameter of condition.parameters) kept.delete(parameter);
  }
  return kept;
}

/** A parameter of the design that was left out has no value, so what depends on it is left out too. */
function lookupIn(own: Lookup, known: ReadonlySet<string>, base: Lookup): Lookup {
  return (name) => (known.has(name) ? own(name) : base(name));
}

/**
 * Every combination, the last choice fastest. Where an early condition does not hold, its choice is left out and not
 * multiplied out.
 */
function* combinations(
  choices: readonly Choice[],
  early: ReadonlyMap<number, Condition>,
  known: ReadonlySet<string>,
  base: Lookup,
): Generator<Setting> {
  const chosen: Option[] = [];
  const at: number[] = [];
  const left: boolean[] = [];
  const get = (name: string) => valueIn(chosen, name);
  const lookup = lookupIn(get, known, base);
  // One view of all of them: millions of maps would take longer than anything else here.
  const setting: Setting = {
    get,
    has: (name) => get(name) !== undefined,
    [Symbol.iterator]: () => chosen.flat()[Symbol.iterator](),
  };
  const enter = (level: number) => {
    chosen.length = level;
    at[level] = -1;
    const condition = early.get(level);
    left[level] = condition !== undefined && condition.holds(lookup) !== true;
  };
  enter(0);
  for (let level = 0; level >= 0; ) {
    if (level === choices.length) {
      yield setting;
      level--;
      continue;
    }
    const next = (at[level] ?? -1) + 1;
    at[level] = next;
    const choice = choices[level] as Choice;
    if (next >= (left[level] ? 1 : choice.size)) {
      level--;
      continue;
    }
    chosen[level] = left[level] ? [] : choice.optionAt(next);
    level++;
    if (level < choices.length) enter(level);
  }
}

function valueIn(chosen: readonly Option[], name: string): Json | undefined {
  for (const option of chosen) for (const [parameter, value] of option) if (parameter === name) return value;
  return undefined;
}

/** By index of the entry: conditions of axes that can be decided as soon as the entries before them are chosen. */
function earlyConditions(
  entries: readonly AxisEntry[],
  conditions: readonly Condition[],
): ReadonlyMap<number, Condition> {
  const early = new Map<number, Condition>();
  const undecided = new Set(conditions.flatMap(({ parameters }) => parameters));
  const places = new Map(
    entries.flatMap((entry, index) => parametersOf([entry]).map((path) => [path, index])),
  );
  entries.forEach((entry, index) => {
    const condition = conditions.find(({ field }) => field === `axes.${index}.when`);
    if (condition === undefined || isGroup(entry)) return;
    const isDecided = condition.names.every(
      ({ name }) => (places.get(name) ?? -1) < index && !undecided.has(name),
    );
    if (!isDecided) return;
    early.set(index, condition);
    undecided.delete(entry.parameter);
  });
  return early;
}
