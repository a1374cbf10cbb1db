'use client';
import { useEffect, useState } from 'react';
import { useApi } from '@/graphql/hooks';
import { isChecked } from '../progress';
import { type ImportRow, rowNumbersQuery, type WholeImport } from '../queries';

export type RowStatus = ImportRow['status'];

interface Shown {
  readonly status: RowStatus | null;
  readonly numbers: readonly number[];
}

/**
 * Which rows the grid shows: those of one status when it was chosen, errors at first. Rows stay while they are mended,
 * until the choice is made anew.
 */
export function useShownRows(draft: WholeImport) {
  const isReady = isChecked(draft);
  const [chosen, setChosen] = useState<RowStatus | null | undefined>(undefined);
  const status = chosen !== undefined ? chosen : draft.counts.error > 0 ? 'error' : null;
  const { data, refetch, isFetching } = useApi(
    rowNumbersQuery,
    { id: draft.id, status },
    { enabled: isReady },
  );
  const [shown, setShown] = useState<Shown | null>(null);
  const fresh = isFetching ? undefined : data?.import.rowNumbers;
  const isOther = shown?.status !== status;
  useEffect(() => {
    if (fresh === undefined || !isOther) return;
    setShown({ status, numbers: fresh });
    setChosen(status);
  }, [fresh, isOther, status]);
  const count = status === null ? draft.rowCount : draft.counts[status];
  return {
    status,
    numbers: shown === null || isOther ? null : shown.numbers,
    /** Rows have changed their status since. */
    isStale: shown !== null && !isOther && shown.numbers.length !== count,
    show: setChosen,
    again: async () => {
      const answer = await refetch();
      if (answer.data) setShown({ status, numbers: answer.data.import.rowNumbers });
    },
  };
}
