'use client';
import { useEffect, useState } from 'react';
import { followLog } from './follow-log';
import { emptyLog, type LogBuffer } from './log-buffer';
import type { LogLine } from './queries';

/** `live`: pushed as it is written; `delayed`: asked for now and then, or not at all while the server is away. */
export type LogLiveness = 'live' | 'delayed';

export interface FollowedLog extends LogBuffer<LogLine> {
  readonly isLoading: boolean;
  readonly liveness: LogLiveness;
  /** The last look failed; while the job moves it goes on by itself from where it stopped. */
  readonly error: unknown;
}

/**
 * The log of a job, read to its end and then followed while `moving`.
 * @param attempt one attempt; null for all
 */
export function useJobLog(jobId: string, attempt: number | null, moving: boolean): FollowedLog {
  const key = `${jobId} ${attempt}`;
  const [state, setState] = useState<{ key: string; log: FollowedLog }>({ key, log: unread });
  const log = state.key === key ? state.log : unread;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read so far is where it goes on, not a cause
  useEffect(
    () =>
      followLog({ jobId, attempt, moving, from: log }, (change) =>
        setState((former) => ({ key, log: { ...(former.key === key ? former.log : unread), ...change } })),
      ),
    [key, moving],
  );
  return log;
}

const unread: FollowedLog = { ...emptyLog<LogLine>(), isLoading: true, liveness: 'delayed', error: null };
