/** The cells of a list: one for each job it names, in its order. */
import type { DesignSpec } from '../designs/design.js';
import type { ListedJob } from '../designs/jobs.js';
import { flattenParams, mergeParams } from '../designs/paths.js';
import {
  type CellLists,
  type CheckedSet,
  cellKeyOf,
  errorsOfCell,
  inputsText,
  labelOfInputs,
  parseSetting,
} from './cell.js';
import type { PlannablePipeline, PlannedJob } from './plan.js';

/**
 * Adds the cells of a list. Yields after each job.
 * @param sets the input set of each job, in the order of the list
 */
export function* expandList(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  sets: readonly CheckedSet[],
  cells: CellLists,
): Generator<undefined, void> {
  for (const [position, listed] of (spec.jobs ?? []).entries()) {
    yield;
    const set = sets[position] ?? { files: {}, problems: [] };
    const parsed = parseSetting(pipeline, mergeParams(spec.params, listed.params));
    const problems = errorsOfCell(set, parsed);
    if (problems.length > 0) {
      cells.invalid.push({ position, label: labelOfListed(listed), problems });
      continue;
    }
    cells.jobs.push({
      ...plannedJob(spec, pipeline, listed, set, position),
      cellKey: cellKeyOf(
        {
          pipeline: pipeline.name,
          version: pipeline.version,
          paramsText: parsed.text,
          inputsText: inputsText(set.files),
          seed: seedOf(spec),
          replicate: 1,
        },
        pipeline.sha256,
      ),
      settingKey: parsed.key,
      params: parsed.params,
    });
  }
}

function plannedJob(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  listed: ListedJob,
  { files }: CheckedSet,
  position: number,
): Omit<PlannedJob, 'cellKey' | 'settingKey' | 'params'> {
  return {
    position,
    label: labelOfListed(listed),
    setting: Object.fromEntries(flattenParams(listed.params)),
    inputs: files,
    inputLabel: labelOfInputs(files, pipeline.inputNames),
    replicate: 1,
    seed: seedOf(spec),
    givenId: listed.id,
    priority: listed.priority,
    metadata: listed.metadata,
  };
}

/** As the only replicate of a grid, so that equal cells of both kinds are equal. */
const seedOf = (spec: DesignSpec) => `${spec.seed}/1`;

const labelOfListed = ({ id, name }: ListedJob) => (name === undefined ? id : `${id}: ${name}`);
