'use client';
import { useEffect, useRef, useState } from 'react';
import { request } from '@/graphql/client';
import { emptyLog, type LogBuffer, withLines } from './log-buffer';
import { jobLogQuery, type LogLine } from './queries';

/** Pause between two looks for new lines. */
const pollMs = 1500;
const pageSize = 500;

export interface FollowedLog extends LogBuffer<LogLine> {
  readonly isLoading: boolean;
  /** The last look failed; it goes on by itself from where it stopped. */
  readonly error: unknown;
}

/**
 * The log of a job, read to its end and then followed while `moving`. Only lines after the last one are asked for,
 * so that a broken connection costs nothing but time.
 * @param attempt one attempt; null for all
 */
export function useJobLog(jobId: string, attempt: number | null, moving: boolean): FollowedLog {
  const [log, setLog] = useState<FollowedLog>(() => ({
    ...emptyLog<LogLine>(),
    isLoading: true,
    error: null,
  }));
  const key = `${jobId} ${attempt}`;
  const kept = useRef({ key, buffer: emptyLog<LogLine>() });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    // What was read stays when the job ends; another job or attempt begins anew.
    if (kept.current.key !== key) kept.current = { key, buffer: emptyLog() };
    const store = (rest: { isLoading: boolean; error: unknown }) =>
      setLog({ ...kept.current.buffer, ...rest });
    store({ isLoading: kept.current.buffer.cursor === null, error: null });
    const read = async () => {
      try {
        let hasMore = true;
        while (hasMore) {
          const variables = { id: jobId, first: pageSize, after: kept.current.buffer.cursor, attempt };
          const { nodes, pageInfo } = (await request(jobLogQuery, variables, abort.signal)).job.log;
          kept.current.buffer = withLines(kept.current.buffer, nodes, pageInfo.endCursor);
          hasMore = pageInfo.hasNextPage;
        }
        store({ isLoading: false, error: null });
      } catch (error) {
        if (abort.signal.aborted) return;
        store({ isLoading: false, error });
      }
      // The last lines of a job are written when it ends: `moving` turns false and the effect reads once more.
      if (moving && !abort.signal.aborted) timer = setTimeout(() => void read(), pollMs);
    };
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, jobId, attempt, moving]);
  return log;
}
