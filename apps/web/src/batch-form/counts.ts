/** How many jobs a design stands for, in numbers and words; computed in the browser. */
import {
  type CellCount,
  countDesign,
  type DesignSpec,
  type JsonObject,
  mergeParams,
  namesIn,
  parseExpression,
} from '@batchyard/domain';
import { counted, formatNumber } from '../formatting/numbers';

export interface DesignCounts extends CellCount {
  readonly inputs: number;
  readonly replicates: number;
  /** Whether the condition looks at inputs or replicates, so that parts of settings may be kept. */
  readonly keepsJobs: boolean;
  /** Whether the design is a list that names its jobs. */
  readonly isList: boolean;
}

/**
 * Counts the jobs of a design whose fields are all readable.
 * @param defaults parameters of the pipeline, which conditions may name
 * @param inputLabels names of the input sets, which conditions may name
 */
export function countsOf(
  spec: DesignSpec,
  defaults: JsonObject,
  inputLabels: readonly string[],
): DesignCounts {
  const base = mergeParams(defaults, spec.params);
  return {
    ...countDesign(spec, { base, inputLabels }),
    inputs: spec.inputs.length,
    replicates: spec.replicates,
    keepsJobs: namesCell(spec.where),
    isList: spec.kind === 'list',
  };
}

function namesCell(where: string | undefined): boolean {
  const { expression } = parseExpression(where ?? '');
  return (
    expression !== null && namesIn(expression).some(({ name }) => name === 'input' || name === 'replicate')
  );
}

/** `18 of 27 settings kept × 3 inputs × 2 replicates = 108 jobs`, as short as the design allows. */
export function countSentence({
  cells,
  excludedByWhere,
  settings,
  inputs,
  replicates,
  isCapped,
  keepsJobs,
  isList,
}: DesignCounts): string {
  if (isList) return `A list of ${counted(cells, 'job')}`;
  const perSetting = inputs * replicates;
  const kept = cells / perSetting;
  if (isCapped) return `More than ${counted(settings, 'setting')}`;
  if (excludedByWhere > 0 && keepsJobs) {
    return `${formatNumber(cells)} of ${counted(cells + excludedByWhere, 'job')} kept`;
  }
  const factors = [
    excludedByWhere > 0
      ? `${formatNumber(kept)} of ${counted(settings, 'setting')} kept`
      : counted(settings, 'setting'),
    counted(inputs, 'input'),
    ...(replicates > 1 ? [counted(replicates, 'replicate')] : []),
  ];
  return `${factors.join(' × ')} = ${counted(cells, 'job')}`;
}
