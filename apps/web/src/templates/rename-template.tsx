'use client';
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { renameTemplate, templateQuery, templatesQuery, type WholeTemplate } from './queries';

export function RenameTemplate({ template }: { readonly template: WholeTemplate }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        Rename
      </Button>
      <Modal opened={opened} onClose={close} title={`Rename ${template.name}`}>
        <RenameForm template={template} onDone={close} />
      </Modal>
    </>
  );
}

function RenameForm({ template, onDone }: { readonly template: WholeTemplate; readonly onDone: () => void }) {
  const [name, setName] = useState(template.name);
  const submit = useSubmit(renameTemplate, [templateQuery, templatesQuery]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate({ input: { templateId: template.id, name } }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Links and schedules that use the template stay as they are."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        <ProblemList problems={problemsOf(submit.error)} />
        <Group justify="flex-end">
          <Button type="submit" loading={submit.isPending} disabled={name.trim() === ''}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
