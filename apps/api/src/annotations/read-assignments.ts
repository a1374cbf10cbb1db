import type { AssignmentResult, Assignments } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { invalid } from '../graphql/problems.js';
import type { AssignAnnotationsInput } from './assignments.types.js';

/** Assignments that one mutation may carry; more go by HTTP. */
const maxAssignments = 5_000;

/** @throws UserError INVALID_ARGUMENT */
export function readAssignments(input: AssignAnnotationsInput): Assignments {
  const { assignments, mode, overwrite, overwriteTerminal, skipEmptyRanges, jobId, artifactSha256, plan } =
    input;
  if (assignments.length === 0 || assignments.length > maxAssignments) {
    const expected = `1 to ${maxAssignments.toLocaleString('en')} are assigned at once`;
    throw invalid('assignments', `${expected}, not ${assignments.length}. Send more as JSON lines.`);
  }
  if (artifactSha256 != null && jobId == null) {
    throw invalid('jobId', 'Say which job the artifact is of.');
  }
  return {
    entries: assignments,
    mode: mode ?? 'all_or_nothing',
    overwrite: overwrite ?? false,
    overwriteTerminal: overwriteTerminal ?? false,
    skipEmptyRanges: skipEmptyRanges ?? false,
    result: jobId == null ? null : { jobId, artifactSha256: artifactSha256 ?? null },
    isPlan: plan ?? false,
  };
}

/** That one failed and so none was written, for whoever looks at problems alone. */
export function nothingAssigned(
  { mode, plan }: Pick<AssignAnnotationsInput, 'mode' | 'plan'>,
  { failed, outcomes }: Pick<AssignmentResult, 'failed' | 'outcomes'>,
): Problem[] {
  if (failed === 0 || mode === 'valid_only' || plan) return [];
  const message = `Nothing was written: ${failed} of ${outcomes.length} assignments failed.`;
  return [{ code: 'NOTHING_ASSIGNED', severity: 'error', message, place: { parameter: 'assignments' } }];
}
