/** An adaptive design as a search: its space, the settings it begins with, and how settings become cells. */
import { parseSetting } from '../batches/cell.js';
import { completeBase } from '../batches/expand-settings.js';
import type { PlannablePipeline } from '../batches/plan.js';
import { type AxisEntry, isGroup } from '../designs/axes.js';
import { choiceOf } from '../designs/choices.js';
import { conditionsOf } from '../designs/conditions.js';
import { countCells, isExcluded } from '../designs/count-cells.js';
import { type DesignSpec, maxCells } from '../designs/design.js';
import { parametersOf } from '../designs/entry-parameters.js';
import { type AdaptiveOptions, adaptiveSchema, type Objective } from '../designs/objective.js';
import { type JsonObject, withValueAt } from '../designs/paths.js';
import { withoutUnmet } from '../designs/setting-stream.js';
import { settingSpace, unknownNames } from '../designs/settings.js';
import { type Proposals, propose, type SettingObservation } from './propose.js';
import type { AllowedSetting, Dimension, SearchSpace } from './search-space.js';

/** The options of an adaptive design, defaults filled in. */
export function adaptiveOptionsOf({ adaptive }: Pick<DesignSpec, 'adaptive'>): AdaptiveOptions {
  return adaptive ?? adaptiveSchema.parse({});
}

/** Settings that an adaptive design computes in all. */
export function budgetOf({ samples = 1 }: Pick<DesignSpec, 'samples'>): number {
  return samples;
}

/** Jobs that each setting becomes: one for each input and replicate. */
export function jobsPerSetting({ inputs, replicates }: Pick<DesignSpec, 'inputs' | 'replicates'>): number {
  return inputs.length * replicates;
}

/** Jobs of an adaptive design whose settings are chosen as results come in; 0 for every other kind. */
export function jobsChosenLater(spec: DesignSpec): number {
  return spec.kind === 'adaptive' ? (budgetOf(spec) - firstSettingCount(spec)) * jobsPerSetting(spec) : 0;
}

/** Settings chosen before there are results: those spread evenly, and at least as many as are to be under way. */
export function firstSettingCount(spec: Pick<DesignSpec, 'samples' | 'adaptive'>): number {
  const { startup, parallel } = adaptiveOptionsOf(spec);
  return Math.min(budgetOf(spec), Math.max(startup, parallel));
}

/**
 * The design that tries exactly these settings, as rows of a table; conditions on single axes were applied when the
 * settings were chosen. Positions of its cells begin at 0.
 */
export function withSettings(spec: DesignSpec, settings: readonly JsonObject[]): DesignSpec {
  const { adaptive: _options, samples: _budget, ...rest } = spec;
  return { ...rest, kind: 'grid', axes: [{ kind: 'rows', rows: settings }] };
}

/**
 * The design that tries the first settings of an adaptive one. Where there is none, or something is wrong with the
 * whole, it is the design itself, so that expanding it tells what.
 */
export function firstSettings(spec: DesignSpec, pipeline: PlannablePipeline): DesignSpec {
  const base = completeBase(spec, pipeline);
  const isWrong = settingSpace(spec, base).problems.length > 0 || unknownNames(spec, base).length > 0;
  if (isWrong || countCells(spec) > maxCells) return spec;
  const space = searchSpaceOf(spec, pipeline);
  const nothing = { observations: [], pending: [], objective: { direction: 'minimize' } } as const;
  const { settings } = proposeSettings(spec, space, nothing, firstSettingCount(spec));
  return settings.length === 0
    ? spec
    : withSettings(
        spec,
        settings.map(({ setting }) => setting),
      );
}

/** What is known of a search. */
export interface SearchState {
  /** In the order in which they were proposed. */
  readonly observations: readonly SettingObservation[];
  readonly pending: readonly AllowedSetting[];
  readonly objective: Pick<Objective, 'direction'>;
}

/** Up to `count` further settings. */
export function proposeSettings(
  spec: Pick<DesignSpec, 'adaptive' | 'seed'>,
  space: SearchSpace,
  { observations, pending, objective }: SearchState,
  count: number,
): Proposals {
  const { method, startup } = adaptiveOptionsOf(spec);
  const { direction } = objective;
  return propose(space, observations, pending, { method, startup, direction, count, seed: spec.seed });
}

/**
 * What settings may be chosen: those that the design's conditions and the pipeline's parameters allow. A condition on
 * input or replicate leaves out single cells, and no setting.
 */
export function searchSpaceOf(spec: DesignSpec, pipeline: PlannablePipeline): SearchSpace {
  const { where, base } = settingSpace(spec, completeBase(spec, pipeline));
  const conditions = conditionsOf(spec.axes).ordered;
  const known = new Set(parametersOf(spec.axes));
  return {
    dimensions: spec.axes.map((entry, index) => dimensionOf(entry, `${spec.seed}/group ${index}`)),
    resolve(values) {
      const setting = withoutUnmet(new Map(Object.entries(values)), conditions, known, base);
      if (where !== null && !where.isOfCell && isExcluded(where, setting, base, '', 1)) return null;
      let raw = spec.params;
      for (const [path, value] of setting) raw = withValueAt(raw, path, value);
      const { key, problems } = parseSetting(pipeline, raw);
      return problems.length > 0 ? null : { setting: Object.fromEntries(setting), key };
    },
  };
}

function dimensionOf(entry: AxisEntry, seed: string): Dimension {
  if (!isGroup(entry) && entry.values === undefined) return { kind: 'number', axis: entry };
  const choice = choiceOf(entry, seed);
  const options = Array.from({ length: choice.size }, (_, index) =>
    Object.fromEntries(choice.optionAt(index)),
  );
  return { kind: 'choice', options };
}
