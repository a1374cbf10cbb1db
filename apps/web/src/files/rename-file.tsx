'use client';
import { Button, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage, problemsAt } from '@/problems/problems';
import { filesQuery, type ListedFile, renameFile } from './queries';

/** Gives a file another name; results computed from it stay as they are. */
export function RenameFileForm({ file, onDone }: { readonly file: ListedFile; readonly onDone: () => void }) {
  const submit = useSubmit(renameFile, [filesQuery]);
  const [name, setName] = useState(file.name);
  const problems = problemsOf(submit.error);
  const placed = problemsAt(problems, 'name');
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate({ input: { fileId: file.id, name } }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Results that were computed from this file stay as they are."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldMessage(problems, 'name')}
          required
          data-autofocus
        />
        <ProblemList problems={problems.filter((problem) => !placed.includes(problem))} />
        <Button type="submit" loading={submit.isPending} disabled={name === file.name}>
          Rename
        </Button>
      </Stack>
    </form>
  );
}
