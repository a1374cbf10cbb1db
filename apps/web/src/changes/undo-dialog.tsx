'use client';
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { countsText } from './counts-text';
import { changeQuery, changesQuery, type ListedChange, type UndoResult, undoChange } from './queries';
import { UndoRefusal } from './undo-refusal';

export interface UndoDialogProps {
  readonly change: ListedChange;
  readonly onDone: () => void;
}

/** Undoes a change as a whole, or says what was edited since and stands in the way. */
export function UndoDialog({ change, onDone }: UndoDialogProps) {
  const [editedSince, setEditedSince] = useState<UndoResult['editedSince']>([]);
  const submit = useSubmit(undoChange, [changesQuery, changeQuery]);
  const isRefused = editedSince.length > 0;
  const undo = () =>
    submit.mutate(
      { input: { id: change.id } },
      {
        onSuccess: ({ undoChangeset: result }) => {
          if (result.changeset === null && result.editedSince.length > 0) {
            setEditedSince(result.editedSince);
            return;
          }
          notifications.show({ message: `Undone: ${change.summary}` });
          onDone();
        },
      },
    );
  const counts = countsText(change.counts);
  return (
    <Stack gap="sm">
      <Text size="sm" fw={550}>
        {change.summary}
      </Text>
      {!isRefused && (
        <Text size="sm">
          {counts === '' ? 'All of it is taken back' : `All of it is taken back: ${counts}`}, or nothing. The
          undo is a change of its own and can be undone as well.
        </Text>
      )}
      {isRefused && <UndoRefusal editedSince={editedSince} onLeave={onDone} />}
      {!isRefused && <ProblemList error={submit.error} />}
      <Group gap="xs" justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {isRefused ? 'Close' : 'Keep it'}
        </Button>
        {!isRefused && (
          <Button loading={submit.isPending} onClick={undo} data-autofocus>
            Undo
          </Button>
        )}
      </Group>
    </Stack>
  );
}
