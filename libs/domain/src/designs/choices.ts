/** What each entry of a design can be: one option out of a list, or the value at a place of a range. */
import type { Json } from '@batchyard/pipelines';
import { drawPoints } from '../sampling/points.js';
import { type Axis, type AxisEntry, type AxisGroup, isGroup } from './axes.js';
import { axisLevels, sampleAxis } from './axis-values.js';

/** Values of some parameters that are taken together. */
export type Option = readonly (readonly [parameter: string, value: Json])[];

/** One entry of a design. */
export interface Choice {
  /** How many options there are when every one is tried. */
  readonly size: number;
  optionAt(index: number): Option;
  /** The option at a place in [0, 1). */
  optionNear(place: number): Option;
}

/** @param seed of everything that is drawn, and where the entry stands in the design */
export function choiceOf(entry: AxisEntry, seed: string): Choice {
  return isGroup(entry) ? choiceOfOptions(optionsOf(entry, seed)) : choiceOfAxis(entry);
}

function choiceOfAxis(axis: Axis): Choice {
  // Drawn ranges may have more values than anybody would list.
  let levels: readonly Option[] | null = null;
  const all = () => {
    levels ??= axisLevels(axis).map((value): Option => [[axis.parameter, value]]);
    return levels;
  };
  return {
    get size() {
      return all().length;
    },
    optionAt: (index) => all()[index] ?? [],
    optionNear: (place) => [[axis.parameter, sampleAxis(axis, place)]],
  };
}

function choiceOfOptions(options: readonly Option[]): Choice {
  return {
    size: options.length,
    optionAt: (index) => options[index] ?? [],
    optionNear: (place) => options[Math.floor(place * options.length)] ?? [],
  };
}

/** All settings of a group, in its order. */
function optionsOf(group: AxisGroup, seed: string): readonly Option[] {
  if (group.kind === 'rows') return (group.rows ?? []).map((row) => Object.entries(row));
  const choices = (group.axes ?? []).map((entry, index) => choiceOf(entry, `${seed}.${index}`));
  switch (group.kind) {
    case 'grid':
      return everyCombination(choices);
    case 'zip':
      return inStep(choices);
    default:
      return drawPoints(group.kind, group.samples ?? 0, choices.length, seed).map((point) =>
        choices.flatMap((choice, index) => choice.optionNear(point[index] ?? 0)),
      );
  }
}

/** The last choice fastest. Larger products than anybody can run are cut off. */
function everyCombination(choices: readonly Choice[]): readonly Option[] {
  return choices.reduce<readonly Option[]>(
    (options, choice) =>
      options
        .slice(0, Math.ceil(maxCombinations / Math.max(1, choice.size)))
        .flatMap((option) =>
          Array.from({ length: choice.size }, (_, index) => [...option, ...choice.optionAt(index)]),
        ),
    [[]],
  );
}

/** The first options of all, the second ones, and so on, as far as all have one. */
export function inStep(choices: readonly Choice[]): readonly Option[] {
  const length = Math.min(...choices.map(({ size }) => size));
  return Array.from({ length }, (_, index) => choices.flatMap((choice) => choice.optionAt(index)));
}

/** Combinations that are looked at, conditions and all, before a design is refused as too large. */
export const maxCombinations = 1_000_000;
