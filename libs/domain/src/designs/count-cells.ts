/** How many cells a design has, without building them: cheap enough to follow what somebody types. */

import type { Lookup } from '../expressions/evaluate.js';
import { choiceOf, maxCombinations } from './choices.js';
import { conditionsOf } from './conditions.js';
import type { DesignSpec } from './design.js';
import { describeInputs } from './inputs.js';
import type { JsonObject } from './paths.js';
import { type Setting, settingSpace, type Where } from './settings.js';

export type CountableSpec = Pick<DesignSpec, 'axes' | 'inputs' | 'replicates'> &
  Partial<Pick<DesignSpec, 'kind' | 'params' | 'samples' | 'seed' | 'adaptive' | 'where' | 'jobs'>>;

/** What counting may know beside the design. */
export interface CountContext {
  /**
   * Base parameters with all defaults of the pipeline. Without them, conditions on parameters that the design does not
   * set do not hold, and a `where` on them excludes nothing.
   */
  readonly base?: JsonObject;
  /** Labels of the input sets, for a `where` that names the input. */
  readonly inputLabels?: readonly string[];
}

export interface CellCount {
  /** Cells that would run. */
  readonly cells: number;
  readonly excludedByWhere: number;
  /** Different settings; of an adaptive design its budget. Of a list the number of jobs. */
  readonly settings: number;
  /** Whether there are so many combinations that only the first million were looked at. */
  readonly isCapped: boolean;
}

/** Cells that would run: settings × inputs × replicates without those that `where` excludes, or jobs of a list. */
export function countCells(spec: CountableSpec, context: CountContext = {}): number {
  return countDesign(spec, context).cells;
}

/** As `countCells`, with what is left out. */
export function countDesign(spec: CountableSpec, context: CountContext = {}): CellCount {
  const perSetting = spec.inputs.length * spec.replicates;
  const all = (settings: number, cells: number): CellCount => ({
    cells,
    settings,
    excludedByWhere: 0,
    isCapped: false,
  });
  switch (spec.kind) {
    case 'list': {
      const jobs = spec.jobs?.length ?? 0;
      return all(jobs, jobs);
    }
    case 'adaptive':
      return all(spec.samples ?? 0, (spec.samples ?? 0) * perSetting);
    default: {
      const product = spec.where === undefined ? productOf(spec) : null;
      return product === null ? countOneByOne(spec, context) : all(product, product * perSetting);
    }
  }
}

/** Settings of a grid without conditions; null for designs whose settings must be gone through. */
function productOf({ kind = 'grid', axes, seed = 0 }: CountableSpec): number | null {
  if (kind !== 'grid' || conditionsOf(axes).ordered.length > 0) return null;
  return axes.reduce((product, entry, index) => product * choiceOf(entry, `${seed}/group ${index}`).size, 1);
}

function countOneByOne(spec: CountableSpec, { base, inputLabels }: CountContext): CellCount {
  const space = settingSpace(spec, base);
  const labels = spec.inputs.map((set, index) => inputLabels?.[index] ?? describeInputs(set).name ?? '');
  const perSetting = labels.length * spec.replicates;
  let [combinations, settings, cells] = [0, 0, 0];
  for (const setting of space.settings()) {
    if (combinations === maxCombinations) break;
    combinations++;
    if (setting === null) continue;
    settings++;
    cells +=
      space.where === null
        ? perSetting
        : countMet(space.where, setting, space.base, { labels, replicates: spec.replicates });
  }
  const isCapped = combinations === maxCombinations;
  return { cells, settings, excludedByWhere: settings * perSetting - cells, isCapped };
}

function countMet(
  where: Where,
  setting: Setting,
  base: Lookup,
  { labels, replicates }: { readonly labels: readonly string[]; readonly replicates: number },
): number {
  if (!where.isOfCell) return isExcluded(where, setting, base, '', 1) ? 0 : labels.length * replicates;
  let met = 0;
  for (const label of labels) {
    for (let replicate = 1; replicate <= replicates; replicate++) {
      if (!isExcluded(where, setting, base, label, replicate)) met++;
    }
  }
  return met;
}

/** Whether `where` is false of a cell; what it cannot say excludes nothing. */
export function isExcluded(
  where: Where,
  setting: Setting,
  base: Lookup,
  input: string,
  replicate: number,
): boolean {
  return valueOfWhere(where, setting, base, input, replicate) === false;
}

/** What `where` says of a cell. A parameter that the setting leaves out has its base value. */
export function valueOfWhere(
  where: Where,
  setting: Setting,
  base: Lookup,
  input: string,
  replicate: number,
): ReturnType<Lookup> {
  return where.holds((name) => {
    if (name === 'replicate') return replicate;
    if (name === 'input') return input;
    return setting.has(name) ? setting.get(name) : base(name);
  });
}
