/**
 * Which settings of an adaptive design to compute next. A pure function of the design's seed and the settings so far,
 * so a lost answer can be asked for again.
 */
import { seededFrom } from '../sampling/seeded-from.js';
import { shiftedSobol } from '../sampling/sobol.js';
import { gaussianSuggestion } from './gaussian-process.js';
import {
  type AllowedSetting,
  coordinateOfLevel,
  type Dimension,
  levelCount,
  type Point,
  pointOf,
  type SearchSpace,
  valuesOf,
} from './search-space.js';
import type { ScoredPoint, Suggestion } from './suggestion.js';
import { parzenSuggestion } from './tpe.js';

/** A setting all of whose jobs have ended. */
export interface SettingObservation extends AllowedSetting {
  /** Values of the objective; the setting counts with their mean. */
  readonly values: readonly number[];
  /** Jobs without a value; each counts as bad as the worst value there is. */
  readonly failed: number;
}

export type AdaptiveMethod = 'tpe' | 'gp';

export interface ProposalOptions {
  readonly method: AdaptiveMethod;
  readonly direction: 'minimize' | 'maximize';
  /** Settings that are spread evenly before results decide. */
  readonly startup: number;
  /** Settings wanted now. */
  readonly count: number;
  readonly seed: number;
}

export interface Proposals {
  /** At most `count`, all different from each other and from every setting so far. */
  readonly settings: readonly AllowedSetting[];
  /** Why there are fewer than wanted; null: there are not. */
  readonly exhausted: string | null;
}

/**
 * @param observations settings that have ended, in the order in which they were proposed
 * @param pending settings under way; they count as bad, so that no other worker gets their neighbours
 */
export function propose(
  space: SearchSpace,
  observations: readonly SettingObservation[],
  pending: readonly AllowedSetting[],
  options: ProposalOptions,
): Proposals {
  const taken = new Set([...observations, ...pending].map(({ key }) => key));
  const history = [
    ...scoresOf(space, observations, options.direction),
    ...pending.map(({ setting }) => ({ point: pointOf(space, setting), score: null })),
  ];
  const settings: AllowedSetting[] = [];
  while (settings.length < options.count) {
    const random = seededFrom(`${options.seed}/setting ${history.length}`);
    const isFree = (candidate: AllowedSetting | null): candidate is AllowedSetting =>
      candidate !== null && !taken.has(candidate.key);
    const next = proposeOne({ space, history, options, random, isFree });
    if (next === null) return { settings, exhausted: exhaustedText(space) };
    settings.push(next);
    taken.add(next.key);
    history.push({ point: pointOf(space, next.setting), score: null });
  }
  return { settings, exhausted: null };
}

interface Search {
  readonly space: SearchSpace;
  readonly history: readonly ScoredPoint[];
  readonly options: ProposalOptions;
  readonly random: () => number;
  isFree(candidate: AllowedSetting | null): candidate is AllowedSetting;
}

/** Draws in all before a space is taken for exhausted, or looked through setting by setting where that is possible. */
const mostDraws = 2_000;
/** A space with at most so many settings is looked through. */
const mostEnumerated = 20_000;

function proposeOne(search: Search): AllowedSetting | null {
  const { space, history, options } = search;
  const index = history.length;
  if (index < options.startup) {
    const even = allowedAt(space, evenPoint(space.dimensions, index, options.seed));
    return search.isFree(even) ? even : (drawAnywhere(search) ?? lookThrough(search, null));
  }
  const suggest = options.method === 'gp' ? gaussianSuggestion : parzenSuggestion;
  const suggestion = suggest(space.dimensions, history);
  return drawPromising(search, suggestion) ?? drawAnywhere(search) ?? lookThrough(search, suggestion);
}

/** Spread as the settings that a Sobol design with this seed has. */
function evenPoint(dimensions: readonly Dimension[], index: number, seed: number): Point {
  const places = shiftedSobol(index + 1, dimensions.length, `${seed}`)[index] ?? [];
  return dimensions.map((dimension, at) => atShare(dimension, places[at] ?? 0));
}

/** Coordinate of a dimension for a number in [0, 1). */
function atShare(dimension: Dimension, share: number): number {
  return dimension.kind === 'choice' ? Math.floor(share * dimension.options.length) : share;
}

function allowedAt(space: SearchSpace, point: Point): AllowedSetting | null {
  return space.resolve(valuesOf(space, point));
}

/** The most promising of the free settings drawn. */
function drawPromising({ space, random, isFree }: Search, suggestion: Suggestion): AllowedSetting | null {
  let best: AllowedSetting | null = null;
  let promise = Number.NEGATIVE_INFINITY;
  let found = 0;
  for (let draw = 0; draw < 4 * suggestion.candidates && found < suggestion.candidates; draw++) {
    const candidate = allowedAt(space, suggestion.draw(random));
    if (!isFree(candidate)) continue;
    found++;
    const itsPromise = suggestion.promise(pointOf(space, candidate.setting));
    if (best !== null && itsPromise <= promise) continue;
    best = candidate;
    promise = itsPromise;
  }
  return best;
}

function drawAnywhere({ space, random, isFree }: Search): AllowedSetting | null {
  for (let draw = 0; draw < mostDraws; draw++) {
    const candidate = allowedAt(
      space,
      space.dimensions.map((dimension) => atShare(dimension, random())),
    );
    if (isFree(candidate)) return candidate;
  }
  return null;
}

/** The most promising of the first settings that are left in a small space. */
function lookThrough({ space, isFree }: Search, suggestion: Suggestion | null): AllowedSetting | null {
  const left = settingCountOf(space) > mostEnumerated ? [] : everySetting(space).filter(isFree);
  if (suggestion === null) return left[0] ?? null;
  const some = left.slice(0, suggestion.candidates);
  const promises = some.map(({ setting }) => suggestion.promise(pointOf(space, setting)));
  return some[promises.indexOf(Math.max(...promises))] ?? null;
}

/** Settings of a space, conditions and exclusions left aside; infinite where a number has no steps. */
export function settingCountOf({ dimensions }: Pick<SearchSpace, 'dimensions'>): number {
  return dimensions.reduce(
    (product, dimension) => product * (levelCount(dimension) ?? Number.POSITIVE_INFINITY),
    1,
  );
}

function everySetting(space: SearchSpace): (AllowedSetting | null)[] {
  const points = space.dimensions.reduce<Point[]>(
    (before, dimension) =>
      before.flatMap((point) =>
        Array.from({ length: levelCount(dimension) ?? 0 }, (_, level) => [
          ...point,
          coordinateOfLevel(dimension, level),
        ]),
      ),
    [[]],
  );
  return points.map((point) => allowedAt(space, point));
}

function exhaustedText(space: SearchSpace): string {
  return settingCountOf(space) <= mostEnumerated
    ? 'Every allowed setting has been computed or is under way.'
    : `No further allowed setting was found in ${mostDraws.toLocaleString('en')} draws.`;
}

/** Means over the jobs of each setting, turned so that lower is better. */
function scoresOf(
  space: SearchSpace,
  observations: readonly SettingObservation[],
  direction: 'minimize' | 'maximize',
): ScoredPoint[] {
  const sign = direction === 'minimize' ? 1 : -1;
  const worst = observations.reduce(
    (highest, { values }) => values.reduce((max, value) => Math.max(max, sign * value), highest),
    Number.NEGATIVE_INFINITY,
  );
  return observations.map(({ setting, values, failed }) => {
    const sum = values.reduce((total, value) => total + sign * value, failed === 0 ? 0 : failed * worst);
    const score = values.length === 0 ? null : sum / (values.length + failed);
    return { point: pointOf(space, setting), score };
  });
}
