'use client';
import { useMutation } from '@tanstack/react-query';
import { request } from '@/graphql/client';
import { ApiError } from '@/graphql/error';
import type { VariablesOf } from '@/graphql/tada';
import { updateImport } from './queries';
import { useRefresh } from './use-import';

export type ImportChange = Omit<VariablesOf<typeof updateImport>['input'], 'id'>;

/** Changes how a sheet is understood; pending until everything shown is what it then says. */
export function useChange(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async (change: ImportChange) => {
      const { updateImport: answer } = await request(updateImport, { input: { id, ...change } });
      const [first] = answer.problems;
      if (first) throw new ApiError('BAD_REQUEST', first.message, answer.problems);
      await refresh();
    },
  });
}
