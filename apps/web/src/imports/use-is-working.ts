'use client';
import { useEffect, useRef } from 'react';
import { useApi } from '@/graphql/hooks';
import { progressQuery } from './queries';
import { useRefresh } from './use-import';

const lookAgainMs = 1_000;

/** Whether the service works on the rows now, whoever asked for that; all is fetched again when it has done so. */
export function useIsWorking(id: string): boolean {
  const { data } = useApi(progressQuery, { id }, { refetchIntervalMs: lookAgainMs });
  const isWorking = data?.import.progress != null;
  const wasWorking = useRef(false);
  const refresh = useRefresh();
  useEffect(() => {
    if (wasWorking.current && !isWorking) void refresh();
    wasWorking.current = isWorking;
  }, [isWorking, refresh]);
  return isWorking;
}
