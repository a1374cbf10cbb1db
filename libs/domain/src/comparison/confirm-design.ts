/** Running winners again: the best of many settings is best partly by luck, which fresh seeds tell from merit. */
import type { DesignSpec } from '../designs/design.js';
import type { InputSet } from '../designs/inputs.js';
import type { Objective } from '../designs/objective.js';
import { flattenParams, type JsonObject, withValueAt } from '../designs/paths.js';
import { splitParameters } from './parameters.js';

/** Settings that one confirmation may run again. */
export const maxConfirmed = 100;
export const defaultConfirmReplicates = 5;

export interface Confirmation {
  /** Of what is confirmed. */
  readonly name: string;
  readonly pipeline: string;
  /** Complete parameters of each setting, at least one. */
  readonly settings: readonly [JsonObject, ...JsonObject[]];
  /** Those that the settings ran on. */
  readonly inputs: readonly InputSet[];
  readonly replicates: number;
  /** One that no result so far was computed with. */
  readonly seed: number;
  readonly objective: Objective;
  readonly furtherObjectives: readonly Objective[];
}

/** Every setting on every input: what all settings have in common as base, the rest as a table of rows. */
export function confirmDesign({ name, settings, furtherObjectives, ...rest }: Confirmation): DesignSpec {
  const leaves = settings.map((params) => flattenParams(params));
  const varying = new Set(splitParameters(settings).varying.map(({ path }) => path));
  const base = [...(leaves[0] ?? [])].filter(([path]) => !varying.has(path));
  const rows = leaves.map((own) => Object.fromEntries([...own].filter(([path]) => varying.has(path))));
  return {
    ...rest,
    name: `Confirm: ${name}`.slice(0, maxNameLength),
    kind: 'grid',
    params: base.reduce<JsonObject>((params, [path, value]) => withValueAt(params, path, value), {}),
    axes: varying.size === 0 ? [] : [{ kind: 'rows', rows }],
    inputs: [...rest.inputs],
    ...(furtherObjectives.length === 0 ? {} : { furtherObjectives: [...furtherObjectives] }),
  };
}

const maxNameLength = 200;
