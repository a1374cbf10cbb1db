'use client';
import { useMutation } from '@tanstack/react-query';
import { request } from '@/graphql/client';
import { ApiError } from '@/graphql/error';
import type { CellChange } from './grid/edits';
import { repairImport } from './queries';
import type { Edits } from './use-edits';
import { useRefresh } from './use-import';

/** Which problems are alike: those of a group, or in one column the ones of equal cells. */
export interface Alike {
  readonly code: string;
  readonly column: number;
  readonly damage: string | null;
  /** Null: whatever the cell says. */
  readonly value: string | null;
  /** What to put there; absent: the suggestion of each. */
  readonly text?: string;
}

/** Takes the suggestion, or one text, in all cells with a problem alike, as one step that can be taken back. */
export function useRepair(id: string, edits: Edits) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (alike: Alike) => {
      const { repairImport: answer } = await request(repairImport, { input: { id, ...alike } });
      const [first] = answer.problems;
      if (first) throw new ApiError('BAD_REQUEST', first.message, answer.problems);
      const changes = (answer.mended ?? []).map(
        ({ row, before, wasRead, after }): CellChange => ({
          row,
          column: alike.column,
          before: { text: before, isRead: wasRead },
          after: { text: after, isRead: false },
        }),
      );
      edits.remember(changes);
      await refresh();
    },
  });
}
