'use client';
import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconRepeat } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { counted } from '@/formatting/numbers';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import type { ComparisonData } from '../queries';
import { idsOf, withSource } from '../sources/sources';
import type { CompareView } from '../view/url-state';
import { confirmWinners } from './queries';
import { jobsToStart, topSettings, usualReplicates, winnersAtFirst } from './winners';

export interface ConfirmWinnersProps {
  readonly comparison: ComparisonData;
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
  /** Exactly these settings; the best ones when absent. */
  readonly settingKeys?: readonly string[];
}

/** Runs the best settings again with fresh seeds, because the best of many is partly luck, and compares that too. */
export function ConfirmWinners(props: ConfirmWinnersProps) {
  const { comparison } = props;
  const project = useCurrentProject();
  const [opened, { open, close }] = useDisclosure(false);
  const hasBatches = comparison.sources.some(({ kind }) => kind !== 'job');
  if (!hasBatches || !project.may('run')) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconRepeat size={14} aria-hidden />} onClick={open}>
        Confirm winners
      </Button>
      <Modal opened={opened} onClose={close} title="Confirm winners">
        <ConfirmForm {...props} onDone={close} />
      </Modal>
    </>
  );
}

function ConfirmForm(props: ConfirmWinnersProps & { readonly onDone: () => void }) {
  const { comparison, view, change, settingKeys, onDone } = props;
  const [count, setCount] = useState(() => winnersAtFirst(comparison));
  const [replicates, setReplicates] = useState(usualReplicates);
  const submit = useSubmit(confirmWinners);
  const keys = settingKeys ?? topSettings(comparison.settings, count).map(({ key }) => key);
  const jobs = jobsToStart(keys.length, comparison.inputs.length, replicates);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const input = {
      batchIds: [...idsOf(comparison, 'batch')],
      designIds: [...idsOf(comparison, 'design')],
      settingKeys: [...keys],
      replicates,
    };
    submit.mutate(
      { input },
      {
        onSuccess: ({ confirmWinners: { batch } }) => {
          if (batch) change(withSource(view, 'batch', batch.id));
          notifications.show({
            message: `${batch?.name ?? 'The batch'} is running and is compared here too.`,
          });
          onDone();
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Text size="sm">
          The best of many settings is partly luck. This runs them again on the same inputs with fresh seeds,
          as a batch of its own.
        </Text>
        {settingKeys === undefined && (
          <NumberInput
            label="Best settings to run again"
            min={1}
            max={Math.min(100, topSettings(comparison.settings, 100).length)}
            allowDecimal={false}
            value={count}
            onChange={(value) => setCount(Number(value) || 1)}
            data-autofocus
          />
        )}
        <NumberInput
          label="Replicates of each on each input"
          min={1}
          max={100}
          allowDecimal={false}
          value={replicates}
          onChange={(value) => setReplicates(Number(value) || 1)}
        />
        <Text size="sm" c="dimmed" className="numeric">
          {counted(keys.length, 'setting')} × {counted(comparison.inputs.length, 'input')} ×{' '}
          {counted(replicates, 'replicate')}: {counted(jobs, 'job')}.
        </Text>
        <ProblemList problems={problemsOf(submit.error)} />
        <Group justify="flex-end">
          <Button type="submit" loading={submit.isPending}>
            Start {counted(jobs, 'job')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
