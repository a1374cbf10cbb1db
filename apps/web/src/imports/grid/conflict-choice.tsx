'use client';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { request } from '@/graphql/client';
import { ApiError } from '@/graphql/error';
import { ProblemList } from '@/problems/problem-list';
import { decideConflicts } from '../queries';
import { useRefresh } from '../use-import';

export interface ConflictChoiceProps {
  readonly importId: string;
  /** Numbers of rows; null: all that have a conflict. */
  readonly rows: readonly number[] | null;
}

/** Whose values count where the sheet and the project were both changed since the export. */
export function ConflictChoice({ importId, rows }: ConflictChoiceProps) {
  const refresh = useRefresh();
  const decide = useMutation({
    mutationFn: async (decision: 'theirs' | 'ours') => {
      const input = { id: importId, rows: rows === null ? null : [...rows], decision };
      const { decideImportConflicts: answer } = await request(decideConflicts, { input });
      const [first] = answer.problems;
      if (first) throw new ApiError('BAD_REQUEST', first.message, answer.problems);
      await refresh();
    },
  });
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="light"
        loading={decide.isPending}
        onClick={() => decide.mutate('theirs')}
      >
        Take the sheet
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        loading={decide.isPending}
        onClick={() => decide.mutate('ours')}
      >
        Keep the project
      </Button>
      <ProblemList error={decide.error} />
    </Group>
  );
}
