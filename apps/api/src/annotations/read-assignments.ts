import { maxSaveEvery, UserError } from '@batchyard/domain';
import type { AssignmentResult, Assignments } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { maskError } from '../graphql/format-error.js';
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
    ...readSaving(input),
    entries: assignments,
    mode: mode ?? 'all_or_nothing',
    overwrite: overwrite ?? false,
    overwriteTerminal: overwriteTerminal ?? false,
    skipEmptyRanges: skipEmptyRanges ?? false,
    result: jobId == null ? null : { jobId, artifactSha256: artifactSha256 ?? null },
    isPlan: plan ?? false,
  };
}

/**
 * How a part of the entries is saved by itself.
 * @throws UserError INVALID_ARGUMENT
 */
export function readSaving({
  mode,
  saveEvery,
  continues,
}: Pick<AssignAnnotationsInput, 'mode' | 'saveEvery' | 'continues'>): Pick<
  Assignments,
  'saveEvery' | 'continues'
> {
  if (mode !== 'valid_only' && (saveEvery ?? continues) != null) {
    const parameter = saveEvery == null ? 'continues' : 'saveEvery';
    throw invalid(parameter, `${parameter} goes with the mode valid_only: all or nothing is saved at once.`);
  }
  if (saveEvery != null && !(Number.isInteger(saveEvery) && saveEvery >= 1 && saveEvery <= maxSaveEvery)) {
    const most = maxSaveEvery.toLocaleString('en');
    throw invalid('saveEvery', `saveEvery is ${saveEvery}: expected a whole number of 1 to ${most}.`);
  }
  return { ...(saveEvery == null ? {} : { saveEvery }), continues: continues ?? null };
}

/** What ended an assignment of which a part is saved, for people; null where nothing did. */
export function breakOf({ brokenOffBy }: Pick<AssignmentResult, 'brokenOffBy'>): Problem | null {
  if (brokenOffBy === null) return null;
  const { message } = brokenOffBy instanceof UserError ? brokenOffBy : maskError(brokenOffBy);
  return {
    code: 'BROKEN_OFF',
    severity: 'error',
    message: `Broken off; what was assigned before is saved. ${message}`,
    place: {},
    fix: 'Send the same list again: what is so already is left alone.',
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
