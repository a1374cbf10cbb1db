import { NotFound, UserError } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { z } from 'zod';

/**
 * Does a change. What the caller can mend comes back as problems; that something does not exist for the caller, or
 * may not be done by them, stays an error.
 */
export async function orProblems<Payload extends object>(
  change: () => Promise<Payload>,
): Promise<(Payload | Record<never, never>) & { problems: readonly Problem[] }> {
  try {
    return { ...(await change()), problems: [] };
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof NotFound) throw error;
    return { problems: error.problems };
  }
}

/** A schema's issues in the form shown to people. @param root name of the argument that was parsed */
export function problemsOfIssues(error: z.ZodError, root: string): Problem[] {
  return error.issues.map((issue) => {
    const path = [root, ...issue.path.map(String)].join('.');
    return {
      code: 'INVALID_FIELD',
      severity: 'error',
      message: `${path}: ${issue.message}`,
      place: { parameter: path },
      ...remedyOf(issue),
    };
  });
}

/** What a rule between fields says of itself. */
function remedyOf(issue: z.core.$ZodIssue): Pick<Problem, 'expectation' | 'fix'> {
  if (issue.code !== 'custom') return {};
  const { expectation, fix } = issue.params ?? {};
  return typeof expectation === 'string' && typeof fix === 'string' ? { expectation, fix } : {};
}

/** A wrong argument of a mutation. */
export function invalid(parameter: string, message: string): UserError {
  return new UserError('INVALID_ARGUMENT', message, { parameter });
}
