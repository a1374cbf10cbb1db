/**
 * Joins requests that come while a write is under way into the next one: one transaction for all that is pending.
 * Alone, a request is written at once; nothing ever waits for company.
 */

export interface GroupCommitOptions<Request, Answer> {
  /** Writes all requests or none. @returns one answer for each, in order */
  readonly write: (requests: readonly Request[]) => Promise<readonly Answer[]>;
  /** Whether a failed write says nothing about its requests, so that writing them singly would fail alike. */
  readonly isOutage: (error: unknown) => boolean;
  /** Requests written together at most. */
  readonly atMost: number;
  /** Writes under way at the same time. */
  readonly lanes: number;
}

interface Pending<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** @returns adds a request; its promise is settled when the request is durable, or refused */
export function groupCommit<Request, Answer>(
  options: GroupCommitOptions<Request, Answer>,
): (request: Request) => Promise<Answer> {
  const pending: Pending<Request, Answer>[] = [];
  let writing = 0;
  let isScheduled = false;

  const settle = async (group: readonly Pending<Request, Answer>[]): Promise<void> => {
    try {
      const answers = await options.write(group.map(({ request }) => request));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (group.length === 1 || options.isOutage(error)) for (const { reject } of group) reject(error);
      // One request that cannot be written must not take its neighbours with it.
      else for (const one of group) await settle([one]);
    }
  };
  const schedule = () => {
    if (isScheduled || writing >= options.lanes || pending.length === 0) return;
    isScheduled = true;
    // After everything that arrived in the same turn of the event loop.
    setImmediate(() => {
      isScheduled = false;
      const group = pending.splice(0, options.atMost);
      if (group.length === 0) return;
      writing++;
      void settle(group).then(() => {
        writing--;
        schedule();
      });
      schedule();
    });
  };
  return (request) =>
    new Promise((resolve, reject) => {
      pending.push({ request, resolve, reject });
      schedule();
    });
}
