'use client';
import { isFinalBatchState } from '@batchyard/domain';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { keyOf, useApi, useLive } from '@/graphql/hooks';
import type { ResultOf } from '@/graphql/tada';
import { batchChanged, batchQuery } from './queries';

/** live = pushed as it changes; delayed = asked every 5 s because the connection is away; settled = ended. */
export type Liveness = 'live' | 'delayed' | 'settled';

const pollMs = 5000;

/** A batch that keeps itself up to date. */
export function useLiveBatch(id: string) {
  const client = useQueryClient();
  const query = useApi(batchQuery, { id });
  const state = query.data?.batch.state;
  const moving = state !== undefined && !isFinalBatchState(state);
  const store = useCallback(
    (value: ResultOf<typeof batchChanged>) =>
      client.setQueryData(keyOf(batchQuery, { id }), { batch: value.batchChanged }),
    [client, id],
  );
  const connected = useLive(batchChanged, { id }, store, moving);
  const liveness: Liveness = !moving ? 'settled' : connected ? 'live' : 'delayed';
  const { refetch } = query;
  useEffect(() => {
    if (liveness !== 'delayed') return;
    const timer = setInterval(() => void refetch(), pollMs);
    return () => clearInterval(timer);
  }, [liveness, refetch]);
  return { ...query, liveness };
}
