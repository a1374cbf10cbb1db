'use client';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '@/graphql/client';
import { keyOf } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { removeSchedule, schedulesQuery } from './queries';

/** Asks once more, then removes the schedule with its ledger. */
export function RemoveSchedule({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(removeSchedule, { input: { scheduleId: id } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keyOf(schedulesQuery) });
      onDone();
    },
  });
  return (
    <Stack gap="sm">
      <Text size="sm">The schedule and its list of times are removed. Batches that it started stay.</Text>
      <ProblemList error={remove.error} />
      <Group justify="flex-end">
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()} data-autofocus>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}
