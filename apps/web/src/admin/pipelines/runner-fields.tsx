'use client';
import { Checkbox, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useApi } from '@/graphql/hooks';
import type { DefinitionDraft } from './definition-draft';
import { offerText } from './offer-text';
import { workerLabelsQuery } from './queries';

interface RunnerFieldsProps {
  readonly draft: DefinitionDraft;
  readonly onDraft: (draft: DefinitionDraft) => void;
}

/** Where the program runs if not in the sandbox of a worker, and which workers offer that. */
export function RunnerFields({ draft, onDraft }: RunnerFieldsProps) {
  const { data } = useApi(workerLabelsQuery, {}, { refetchIntervalMs: 30_000 });
  const offer = (need: 'container' | 'slurm') => (data ? offerText(need, data.workers) : undefined);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={550}>
        Where it runs
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label="Container image"
          description={draft.image === '' ? 'Empty: beside the worker, in its sandbox.' : offer('container')}
          placeholder="docker.io/library/python:3.12-slim"
          value={draft.image}
          onChange={(event) => onDraft({ ...draft, image: event.currentTarget.value })}
        />
        <Checkbox
          mt={{ base: 0, sm: 30 }}
          label="Slurm starts it on a cluster"
          description={draft.bySlurm ? offer('slurm') : undefined}
          checked={draft.bySlurm}
          onChange={(event) => onDraft({ ...draft, bySlurm: event.currentTarget.checked })}
        />
      </SimpleGrid>
      {draft.bySlurm && (
        <Textarea
          label="Options of srun"
          description="One a line; empty: none."
          placeholder={'--partition=gpu\n--gres=gpu:1'}
          autosize
          minRows={2}
          value={draft.slurmOptions}
          onChange={(event) => onDraft({ ...draft, slurmOptions: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
