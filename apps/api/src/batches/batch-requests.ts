import { type BatchOptions, batchOptionsSchema, NotFound, UserError } from '@batchyard/domain';
import type { BatchPreview, BatchRequest, Caller } from '@batchyard/persistence';
import { parseSpec } from '../designs/parse-design.js';
import { invalid, problemsOfIssues } from '../graphql/problems.js';
import type { Persistence } from '../persistence.module.js';
import type { BatchPlan, StartBatchInput } from './batches.types.js';

/** Cells of a plan that are shown. */
const shownCells = 50;

/**
 * What the input asks for, in a project that the caller may run batches in.
 * @throws UserError with problems; NotFound for a design outside the project
 */
export async function readBatchRequest(
  persistence: Persistence,
  caller: Caller,
  projectId: string,
  input: StartBatchInput,
): Promise<BatchRequest> {
  const { designId, spec, options, name } = input;
  if ((designId == null) === (spec == null))
    throw invalid('designId', 'Give exactly one of designId and spec.');
  const rest = { projectId, options: parseOptions(options), name: readName(name) };
  if (designId == null) return { ...rest, designId: null, spec: parseSpec(spec) };
  const design = await persistence.designs.find(caller, designId);
  if (design.projectId !== projectId) throw new NotFound('The design');
  return { ...rest, designId, spec: design.spec };
}

function readName(name: string | null | undefined): string | null {
  const trimmed = name?.trim() ?? '';
  if (trimmed.length > 200) throw invalid('name', 'A batch has a name of at most 200 characters.');
  return trimmed === '' ? null : trimmed;
}

function parseOptions(raw: unknown): BatchOptions {
  const parsed = batchOptionsSchema.safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const problems = problemsOfIssues(parsed.error, 'options');
  throw new UserError('INVALID_OPTIONS', 'The options cannot be read.', {}, problems);
}

export function presentPreview({ jobs, reusable, problems }: BatchPreview): BatchPlan {
  return {
    cellCount: jobs.length,
    newJobs: jobs.length - reusable.size,
    reusedJobs: reusable.size,
    firstCells: jobs.slice(0, shownCells).map(({ position, label, setting, cellKey }) => {
      const equal = reusable.get(cellKey);
      return {
        position,
        label,
        setting,
        reason: equal === undefined ? 'new' : `equal job ${equal} succeeded`,
      };
    }),
    problems,
  };
}
