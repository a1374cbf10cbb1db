/** An adaptive design as a search: its space, the settings it begins with, and how settings become cells. */
import { expandDesign, type PlannablePipeline } from '../batches/plan.js';
import { type AxisEntry, isGroup } from '../designs/axes.js';
import type { DesignSpec } from '../designs/design.js';
import { parametersOf } from '../designs/entry-parameters.js';
import { type AdaptiveOptions, adaptiveSchema, type Objective } from '../designs/objective.js';
import type { JsonObject } from '../designs/paths.js';
import { type Proposals, propose, type SettingObservation } from './propose.js';
import { type AllowedSetting, type Dimension, type SearchSpace, valuesAt } from './search-space.js';

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
 * The design that tries the first settings of an adaptive one. Where none is allowed, one that is not, so that
 * planning it tells why.
 */
export function firstSettings(spec: DesignSpec, pipeline: PlannablePipeline): DesignSpec {
  const space = searchSpaceOf(spec, pipeline);
  const objective = { direction: 'minimize' } as const;
  const { settings } = proposeSettings(
    spec,
    space,
    { observations: [], pending: [], objective },
    firstSettingCount(spec),
  );
  const middle = Object.assign({}, ...space.dimensions.map((dimension) => valuesAt(dimension, 0)));
  return withSettings(spec, settings.length > 0 ? settings.map(({ setting }) => setting) : [middle]);
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
 * input or replicate is looked at without input, for the first replicate.
 */
export function searchSpaceOf(spec: DesignSpec, pipeline: PlannablePipeline): SearchSpace {
  return {
    dimensions: spec.axes.map(dimensionOf),
    resolve(values) {
      const axes = spec.axes.flatMap((entry) => entryAt(entry, values));
      const single: DesignSpec = { ...withSettings(spec, []), axes, inputs: [{}], replicates: 1 };
      const [job] = expandDesign({ ...single, crossValidation: undefined }, pipeline, [{}]).jobs;
      return job === undefined ? null : { setting: job.setting, key: job.settingKey };
    },
  };
}

function dimensionOf(entry: AxisEntry): Dimension {
  if (isGroup(entry)) return { kind: 'choice', options: entry.rows ?? [] };
  const { parameter, min = 0, max = 0, distribution, values } = entry;
  if (values !== undefined) {
    return { kind: 'choice', options: values.map((value) => ({ [parameter]: value })) };
  }
  const step = distribution === 'integer' ? 1 : (entry.step ?? null);
  return {
    kind: 'number',
    parameter,
    min,
    max,
    scale: distribution === 'log_uniform' ? 'log' : 'linear',
    step,
  };
}

/** The entry with the values of one setting only, under its own condition. */
function entryAt(entry: AxisEntry, values: JsonObject): AxisEntry[] {
  const row = Object.fromEntries(
    parametersOf([entry]).flatMap((path) => (Object.hasOwn(values, path) ? [[path, values[path]]] : [])),
  ) as JsonObject;
  if (Object.keys(row).length === 0) return [];
  return [{ kind: 'rows', rows: [row], ...(entry.when !== undefined && { when: entry.when }) }];
}
