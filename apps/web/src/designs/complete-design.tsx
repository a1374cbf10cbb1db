'use client';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { batchesQuery } from '@/batches/queries';
import { formatNumber } from '@/formatting/numbers';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import type { CellCounts } from './cell-counts';
import { completeText, doneText, refreshText } from './complete-texts';
import { completeDesign, coverageQuery, designQuery } from './queries';

export interface CompleteDesignProps {
  readonly designId: string;
  readonly counts: CellCounts;
}

type Wish = 'complete' | 'refresh';

/** What a design that has run still lacks: cells without a good result, and cells of an older pipeline version. */
export function CompleteDesign({ designId, counts }: CompleteDesignProps) {
  const [asked, setAsked] = useState<Wish | null>(null);
  if (counts.lacking === 0) {
    return (
      <Text size="sm" c="dimmed">
        {doneText(counts)}
      </Text>
    );
  }
  return (
    <>
      {counts.stale > 0 && (
        <Button
          variant={counts.incomplete > 0 ? 'default' : 'filled'}
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={() => setAsked('refresh')}
        >
          Refresh stale ({formatNumber(counts.stale)})
        </Button>
      )}
      {counts.incomplete > 0 && (
        <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => setAsked('complete')}>
          Complete the design ({formatNumber(counts.incomplete)})
        </Button>
      )}
      {asked && <Confirm designId={designId} counts={counts} wish={asked} onClose={() => setAsked(null)} />}
    </>
  );
}

interface ConfirmProps extends CompleteDesignProps {
  readonly wish: Wish;
  readonly onClose: () => void;
}

function Confirm({ designId, counts, wish, onClose }: ConfirmProps) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useSubmit(completeDesign, [designQuery, coverageQuery, batchesQuery]);
  const start = () =>
    submit.mutate(
      { input: { designId, refreshStale: wish === 'refresh' } },
      {
        onSuccess: ({ completeDesign: made }) =>
          made.batch && router.push(project.at(`/batches/${made.batch.id}`)),
      },
    );
  return (
    <Modal opened onClose={onClose} title={wish === 'refresh' ? 'Refresh stale' : 'Complete the design'}>
      <Stack gap="md">
        <Text size="sm">{wish === 'refresh' ? refreshText(counts) : completeText(counts)}</Text>
        <ProblemList error={submit.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button onClick={start} loading={submit.isPending} data-autofocus>
            Start the batch
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
