/** Reads a log to its end and follows it: pushed where that works, asked for where it does not. */
import { request, subscribe } from '@/graphql/client';
import { type LogBuffer, withLines } from './log-buffer';
import { jobLogFollowed, jobLogQuery, type LogLine } from './queries';
import type { FollowedLog } from './use-job-log';

/** Pause between two looks while nothing is pushed. */
const pollMs = 2000;
const pageSize = 500;

export interface FollowRequest {
  readonly jobId: string;
  /** Null for all; one attempt alone is asked for, not pushed. */
  readonly attempt: number | null;
  /** Whether more lines may come. */
  readonly moving: boolean;
  /** What was read before. */
  readonly from: LogBuffer<LogLine>;
}

/**
 * Tells `onChange` of what was read, until the returned function is called. Each look and each subscription begins
 * after the last line, so that a broken connection costs time alone.
 */
export function followLog(
  { jobId, attempt, moving, from }: FollowRequest,
  onChange: (change: Partial<FollowedLog>) => void,
): () => void {
  const abort = new AbortController();
  let buffer: LogBuffer<LogLine> = { lines: from.lines, cursor: from.cursor, dropped: from.dropped };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let unsubscribe = () => {};

  const add = (lines: readonly LogLine[], cursor: string | null) => {
    buffer = withLines(buffer, lines, cursor);
  };
  const readToEnd = async () => {
    for (let hasMore = true; hasMore; ) {
      const variables = { id: jobId, first: pageSize, after: buffer.cursor, attempt };
      const { nodes, pageInfo } = (await request(jobLogQuery, variables, abort.signal)).job.log;
      add(nodes, pageInfo.endCursor);
      hasMore = pageInfo.hasNextPage;
    }
  };
  const look = async () => {
    try {
      await readToEnd();
      onChange({ ...buffer, isLoading: false, error: null });
      if (moving && attempt === null) return listen();
    } catch (error) {
      if (abort.signal.aborted) return;
      onChange({ ...buffer, isLoading: false, liveness: 'delayed', error });
    }
    if (moving && !abort.signal.aborted) lookLater();
  };
  const lookLater = () => {
    timer = setTimeout(() => void look(), pollMs);
  };
  const listen = () => {
    if (abort.signal.aborted) return;
    onChange({ liveness: 'live' });
    let isOver = false;
    unsubscribe = subscribe(
      jobLogFollowed,
      { jobId, after: buffer.cursor },
      {
        onValue: ({ jobLog: { lines, cursor, isLast } }) => {
          isOver = isLast;
          add(lines, cursor);
          onChange({ ...buffer });
        },
        onConnected: (connected) => {
          if (connected || isOver || abort.signal.aborted) return;
          unsubscribe();
          unsubscribe = () => {};
          onChange({ liveness: 'delayed' });
          clearTimeout(timer);
          lookLater();
        },
      },
    );
  };
  void look();
  return () => {
    abort.abort();
    clearTimeout(timer);
    unsubscribe();
  };
}
