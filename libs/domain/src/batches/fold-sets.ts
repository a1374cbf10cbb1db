/** The input sets of a design as its cells get them: with labels and metadata, and what cross-validation adds. */
import type { Problem } from '@batchyard/pipelines';
import type { DesignSpec } from '../designs/design.js';
import { foldOfEach } from '../designs/folds.js';
import { describeInputs, metadataOf } from '../designs/inputs.js';
import type { JsonObject } from '../designs/paths.js';
import { type CheckedSet, isError, labelOfInputs } from './cell.js';
import type { PlannablePipeline, PlannedFile } from './plan.js';

/** The input that a fold's jobs get the training files by. */
export const trainInput = 'train';

/** An input set that cells run on. */
export interface CellSet extends CheckedSet {
  readonly label: string;
  /** Behind the label of the input: `fold 1/3`; empty without cross-validation. */
  readonly fold: string;
  readonly metadata: JsonObject;
}

export interface CellSets {
  readonly sets: readonly CellSet[];
  readonly problems: readonly Problem[];
}

/** @param checked one for each input of the design */
export function cellSetsOf(
  spec: DesignSpec,
  pipeline: PlannablePipeline,
  checked: readonly CheckedSet[],
): CellSets {
  const sets = checked.map((set, index): CellSet => {
    const written = spec.inputs[index] ?? {};
    const label = describeInputs(written).name ?? labelOfInputs(set.files, pipeline.inputNames);
    return { ...set, label, fold: '', metadata: metadataOf(written) };
  });
  if (spec.crossValidation === undefined) return { sets, problems: [] };
  const problems = checkFolds(spec, pipeline, sets);
  return problems.length > 0 ? { sets: [], problems } : { sets: foldSets(spec, pipeline, sets), problems };
}

function foldSets(spec: DesignSpec, pipeline: PlannablePipeline, sets: readonly CellSet[]): CellSet[] {
  const { folds = 1, shuffle = false, stratifyBy } = spec.crossValidation ?? {};
  const strata = stratifyBy === undefined ? null : sets.map(({ metadata }) => metadata[stratifyBy]);
  const foldOf = foldOfEach(sets.length, { folds, shuffle }, spec.seed, strata);
  const training = Array.from({ length: folds }, (_, fold) => {
    const others = sets.filter((_set, index) => foldOf[index] !== fold);
    const problems = others.flatMap((set) => set.problems.filter(isError));
    return { files: others.flatMap((set) => mainFiles(set, pipeline)), count: others.length, problems };
  });
  return sets.map((set, index) => {
    const fold = foldOf[index] ?? 0;
    const { files = [], count = 0, problems = [] } = training[fold] ?? {};
    return {
      label: set.label,
      fold: `fold ${fold + 1}/${folds}`,
      files: { ...set.files, [trainInput]: files },
      problems: [...set.problems, ...problems],
      metadata: { ...set.metadata, fold: fold + 1, n_train: count, n_test: sets.length - count },
    };
  });
}

function mainFiles({ files }: CellSet, { inputNames }: PlannablePipeline): readonly PlannedFile[] {
  return files[inputNames[0] ?? ''] ?? [];
}

function checkFolds(spec: DesignSpec, pipeline: PlannablePipeline, sets: readonly CellSet[]): Problem[] {
  const folding = (message: string, rest: Omit<Problem, 'code' | 'severity' | 'message'>): Problem[] => [
    { code: 'CROSS_VALIDATION', severity: 'error', message, ...rest },
  ];
  if (!pipeline.inputNames.includes(trainInput)) {
    return folding(`The pipeline ${pipeline.name} cannot be cross-validated: it has no input train.`, {
      place: { parameter: 'crossValidation' },
      expectation: 'a pipeline that takes the recordings to learn from by an input named train',
      fix: 'Remove crossValidation, or choose another pipeline.',
    });
  }
  const taken = sets.findIndex(({ files }) => files[trainInput] !== undefined);
  if (taken >= 0) {
    return folding(`Input set ${taken + 1} names files for train, which cross-validation fills itself.`, {
      place: { parameter: `inputs.${taken}.train`, input: trainInput },
      expectation: 'no train where there is crossValidation',
      fix: 'Remove train from the inputs, or remove crossValidation.',
    });
  }
  const field = spec.crossValidation?.stratifyBy;
  const bare = field === undefined ? -1 : sets.findIndex(({ metadata }) => metadata[field] === undefined);
  if (bare < 0) return [];
  return folding(`Input set ${bare + 1} has no metadata ${field} to stratify by.`, {
    place: { parameter: `inputs.${bare}.metadata` },
    expectation: `a value of ${field} for each input`,
    fix: `Write metadata: {${field}: …} beside its files.`,
  });
}
