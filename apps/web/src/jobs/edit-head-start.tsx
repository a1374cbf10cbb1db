'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { HeadStartInput, readHeadStart } from './head-start';
import { jobQuery, setJobPriority, type WholeJob } from './queries';

/** The head start of a job that waits, and a button to change it. */
export function EditHeadStart({ job }: { readonly job: Pick<WholeJob, 'id' | 'priority'> }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Group gap="xs">
        <Text size="sm" className="numeric">
          Head start: {formatNumber(job.priority)} s
        </Text>
        <Button variant="subtle" size="compact-xs" onClick={open}>
          Change
        </Button>
      </Group>
      <Modal opened={opened} onClose={close} title="Head start of this job">
        <HeadStartForm job={job} onDone={close} />
      </Modal>
    </>
  );
}

interface HeadStartFormProps {
  readonly job: Pick<WholeJob, 'id' | 'priority'>;
  readonly onDone: () => void;
}

function HeadStartForm({ job, onDone }: HeadStartFormProps) {
  const [text, setText] = useState(String(job.priority));
  const submit = useSubmit(setJobPriority, [jobQuery]);
  const priority = readHeadStart(text);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (priority === null) return;
    submit.mutate({ input: { jobId: job.id, priority } }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <HeadStartInput value={text} onChange={setText} />
        <ProblemList error={submit.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            Back
          </Button>
          <Button type="submit" loading={submit.isPending} disabled={priority === null}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
