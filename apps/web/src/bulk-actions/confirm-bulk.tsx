'use client';
import type { BulkVerb } from '@batchyard/domain';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { HeadStartInput, readHeadStart } from '@/jobs/head-start';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { bulkActionsQuery, type JobFilter, startBulkAction } from './queries';
import type { JobSelection } from './selection';
import { applicableStates, bulkVerbWords, type Counted, countText } from './verbs';

export interface ConfirmBulkProps {
  readonly verb: BulkVerb;
  readonly applies: Counted;
  readonly selection: JobSelection;
  readonly filter: JobFilter;
  readonly onClose: () => void;
  readonly onStarted: (bulkActionId: string) => void;
}

/** Says what will be done to how many jobs, and does it on a second click. */
export function ConfirmBulk({ verb, applies, selection, filter, onClose, onStarted }: ConfirmBulkProps) {
  const { slug } = useCurrentProject();
  const submit = useSubmit(startBulkAction, [bulkActionsQuery]);
  const [headStart, setHeadStart] = useState('600');
  const { label, meaning } = bulkVerbWords[verb];
  const seconds = readHeadStart(headStart);
  const start = (event: FormEvent) => {
    event.preventDefault();
    const states = applicableStates(verb, filter.states ?? []);
    const chosen =
      selection.kind === 'all' ? { filter: { ...filter, states } } : { jobIds: [...selection.ids] };
    const priority = verb === 'set_priority' ? seconds : null;
    submit.mutate(
      { input: { projectSlug: slug, verb, priority, ...chosen } },
      { onSuccess: ({ startBulkAction: made }) => made.bulkAction && onStarted(made.bulkAction.id) },
    );
  };
  const jobs = `${countText(applies)} ${applies.count === 1 && !applies.isCapped ? 'job' : 'jobs'}`;
  return (
    <Modal opened onClose={onClose} title={`${label}: ${jobs}`}>
      <form onSubmit={start}>
        <Stack gap="md">
          <Text size="sm">{meaning}</Text>
          {verb === 'set_priority' && <HeadStartInput value={headStart} onChange={setHeadStart} />}
          {selection.kind === 'all' && (
            <Text size="sm" c="dimmed">
              It applies to all jobs that match the filter when it starts, shown or not.
            </Text>
          )}
          <ProblemList error={submit.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} data-autofocus={verb === 'cancel' || undefined}>
              Back
            </Button>
            <Button
              type="submit"
              color={verb === 'cancel' ? 'red' : undefined}
              loading={submit.isPending}
              disabled={verb === 'set_priority' && seconds === null}
            >
              {label} {jobs}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
