/** One entry of the queue as a request, and its answer as what became of it. */
import { request } from '@/graphql/client';
import { ApiError, type Problem } from '@/graphql/error';
import { assignAnnotations, resolveOlderResult, setLandmark, undoChangeset } from '../queries';
import type { SendOutcome } from './saver';
import type { AssignmentWork, Overwrite, QueueEntry } from './work';

/** Saves one entry. Never throws: an answer that is no answer means that the server is away. */
export async function sendEntry(slug: string, entry: QueueEntry): Promise<SendOutcome> {
  try {
    return await sent(slug, entry);
  } catch (error) {
    if (!(error instanceof ApiError)) return { type: 'away' };
    if (error.code === 'UNAVAILABLE' || error.code === 'UNAUTHENTICATED') return { type: 'away' };
    return { type: 'refused', reason: error.message };
  }
}

async function sent(slug: string, { subjectId, subjectName, work }: QueueEntry): Promise<SendOutcome> {
  switch (work.type) {
    case 'assign':
      return assigned(slug, subjectName, work.assignments, work.overwrite);
    case 'landmark': {
      const { name, frameNumber } = work;
      const { setLandmark: done } = await request(setLandmark, { input: { subjectId, name, frameNumber } });
      return outcomeOf(done);
    }
    case 'resolve': {
      const input = { annotationIds: [...work.annotationIds], decision: work.decision };
      return outcomeOf((await request(resolveOlderResult, { input })).resolveOlderResult);
    }
    case 'undo': {
      if (work.changesetId === null) return saved(null);
      const { undoChangeset: done } = await request(undoChangeset, { input: { id: work.changesetId } });
      const reasons = done.editedSince.map(({ name, reason }) => `${name}: ${reason}`);
      if (done.changeset === null && reasons.length > 0) return refused(reasons.join(' '));
      return outcomeOf(done);
    }
  }
}

async function assigned(
  projectSlug: string,
  subject: string,
  assignments: readonly AssignmentWork[],
  overwrite: Overwrite,
): Promise<SendOutcome> {
  const { assignAnnotations: done } = await request(assignAnnotations, {
    input: {
      projectSlug,
      assignments: assignments.map((assignment) => ({ subject, ...assignment })),
      mode: 'valid_only',
      overwrite: overwrite !== 'nothing',
      overwriteTerminal: overwrite === 'terminal',
    },
  });
  const messages = done.outcomes.flatMap(({ message }) => (message === null ? [] : [message]));
  const failed = done.outcomes.find(({ status }) => status === 'failed');
  if (failed) return refused(failed.message ?? 'The server did not take it.');
  const outcome = outcomeOf(done);
  return outcome.type === 'saved' ? { ...outcome, notes: messages } : outcome;
}

function outcomeOf(done: {
  readonly changeset: { readonly id: string } | null;
  readonly problems: readonly Problem[];
}): SendOutcome {
  const problem = done.problems.find(({ severity }) => severity === 'error');
  if (problem) return refused([problem.message, problem.fix].filter(Boolean).join(' '));
  return saved(done.changeset?.id ?? null);
}

function saved(changesetId: string | null): SendOutcome {
  return { type: 'saved', changesetId, notes: [] };
}

function refused(reason: string): SendOutcome {
  return { type: 'refused', reason };
}
