'use client';
import { type BatchVerb, batchVerbMeanings } from '@batchyard/domain';
import { Button, Group, Modal, Text, Tooltip } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  type IconProps,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { jobsQuery } from '@/jobs/queries';
import { batchQuery, type LiveBatch, verbMutations } from './queries';

const looks: Record<BatchVerb, { readonly label: string; readonly icon: ComponentType<IconProps> }> = {
  pause: { label: 'Pause', icon: IconPlayerPause },
  resume: { label: 'Resume', icon: IconPlayerPlay },
  stop: { label: 'Stop', icon: IconPlayerStop },
  cancel: { label: 'Cancel', icon: IconX },
  retry_failed: { label: 'Retry failed', icon: IconRefresh },
};

/** Buttons for the verbs that the batch allows now, each with its meaning. */
export function BatchVerbs({ batch }: { readonly batch: LiveBatch }) {
  const { counts } = batch;
  const retryable =
    counts.failed + counts.timed_out + counts.out_of_memory + counts.cancelled + counts.skipped;
  const verbs = batch.allowedVerbs.filter((verb) => verb !== 'retry_failed' || retryable > 0);
  return (
    <Group gap="xs">
      {verbs.map((verb) =>
        verb === 'cancel' ? (
          <CancelButton key={verb} batch={batch} />
        ) : (
          <VerbButton
            key={verb}
            verb={verb}
            batchId={batch.id}
            count={verb === 'retry_failed' ? retryable : null}
          />
        ),
      )}
    </Group>
  );
}

function useVerb(verb: BatchVerb, batchId: string) {
  const submit = useSubmit(verbMutations[verb], [batchQuery, jobsQuery]);
  return {
    isPending: submit.isPending,
    run: (onSuccess?: () => void) =>
      submit.mutate(
        { input: { batchId } },
        { onSuccess, onError: (error) => notifications.show({ color: 'red', message: error.message }) },
      ),
  };
}

interface VerbButtonProps {
  readonly verb: BatchVerb;
  readonly batchId: string;
  /** Number of jobs the verb applies to, where that is known. */
  readonly count: number | null;
}

function VerbButton({ verb, batchId, count }: VerbButtonProps) {
  const { run, isPending } = useVerb(verb, batchId);
  const { label, icon: Icon } = looks[verb];
  return (
    <Tooltip label={batchVerbMeanings[verb]}>
      <Button
        variant="default"
        size="sm"
        leftSection={<Icon size={16} />}
        loading={isPending}
        onClick={() => run()}
        aria-description={batchVerbMeanings[verb]}
      >
        {count === null ? label : `${label} (${count})`}
      </Button>
    </Tooltip>
  );
}

function CancelButton({ batch }: { readonly batch: LiveBatch }) {
  const [opened, { open, close }] = useDisclosure(false);
  const { run, isPending } = useVerb('cancel', batch.id);
  const { running, queued, waiting } = batch.counts;
  return (
    <>
      <Tooltip label={batchVerbMeanings.cancel}>
        <Button
          variant="outline"
          color="red"
          size="sm"
          leftSection={<IconX size={16} />}
          onClick={open}
          aria-description={batchVerbMeanings.cancel}
        >
          Cancel
        </Button>
      </Tooltip>
      <Modal opened={opened} onClose={close} title="Cancel this batch?">
        <Text size="sm" mb="md">
          {batchVerbMeanings.cancel} {running} running and {queued + waiting} waiting jobs end without a
          result; finished ones keep theirs. “Stop” lets running jobs finish.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Keep running
          </Button>
          <Button color="red" loading={isPending} onClick={() => run(close)}>
            Cancel the batch
          </Button>
        </Group>
      </Modal>
    </>
  );
}
