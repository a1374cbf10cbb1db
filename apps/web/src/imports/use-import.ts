'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { keyOf, useApi } from '@/graphql/hooks';
import { isChecked } from './progress';
import { importQuery, importRowsQuery, problemsQuery, rowNumbersQuery, type WholeImport } from './queries';

const lookAgainMs = 700;

/** An import, looked at again while it is being read and checked. */
export function useImport(id: string) {
  const [isMoving, setMoving] = useState(true);
  const query = useApi(importQuery, { id }, { refetchIntervalMs: isMoving ? lookAgainMs : false });
  const draft = query.data?.import;
  const isSettled = draft !== undefined && !isOnItsWay(draft);
  useEffect(() => setMoving(!isSettled), [isSettled]);
  const refresh = useRefresh();
  // What was fetched while rows were still being checked is out of date.
  useEffect(() => {
    if (isSettled) void refresh();
  }, [isSettled, refresh]);
  return { ...query, draft };
}

/** Whether it is being read or checked. */
export function isOnItsWay(draft: WholeImport): boolean {
  return draft.state === 'reading' || (draft.state === 'ready' && !isChecked(draft));
}

/** Fetches again all that is shown of imports, except which rows the grid shows. */
export function useRefresh() {
  const client = useQueryClient();
  return useCallback(async () => {
    await Promise.all(
      [importQuery, importRowsQuery, problemsQuery].map((document) =>
        client.invalidateQueries({ queryKey: keyOf(document) }),
      ),
    );
    await client.invalidateQueries({ queryKey: keyOf(rowNumbersQuery), refetchType: 'none' });
  }, [client]);
}
