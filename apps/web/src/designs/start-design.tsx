'use client';
import { Button, Group, Loader, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { batchesQuery, startBatch } from '@/batches/queries';
import { counted, formatNumber } from '@/formatting/numbers';
import { useApi, useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import type { CellCounts } from './cell-counts';
import { CompleteDesign } from './complete-design';
import { coverageQuery, designPlanQuery, designQuery, type WholeDesign } from './queries';

export interface StartDesignProps {
  readonly design: WholeDesign;
  readonly counts: CellCounts;
}

/** Starts the first batch of a design, or what is lacking after that. */
export function StartDesign({ design, counts }: StartDesignProps) {
  const [opened, { open, close }] = useDisclosure(false);
  if (design.batches.nodes.length > 0) return <CompleteDesign designId={design.id} counts={counts} />;
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={open}>
        Run this design
      </Button>
      <Modal opened={opened} onClose={close} title="Run this design">
        <StartForm design={design} counts={counts} onCancel={close} />
      </Modal>
    </>
  );
}

function StartForm({ design, counts, onCancel }: StartDesignProps & { readonly onCancel: () => void }) {
  const project = useCurrentProject();
  const router = useRouter();
  const submit = useSubmit(startBatch, [designQuery, coverageQuery, batchesQuery]);
  const [name, setName] = useState(design.name);
  const input = { projectSlug: project.slug, designId: design.id };
  const { data, error } = useApi(designPlanQuery, { input });
  const refused = data?.planBatch.problems.some(({ severity }) => severity === 'error') ?? false;
  const start = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { ...input, name } },
      {
        onSuccess: ({ startBatch: made }) =>
          made.batch && router.push(project.at(`/batches/${made.batch.id}`)),
      },
    );
  };
  return (
    <form onSubmit={start}>
      <Stack gap="md">
        <Text size="sm">{lackingText(counts)}</Text>
        {data ? <PlanText plan={data.planBatch} /> : !error && <Loader size="sm" aria-label="Planning" />}
        <TextInput
          label="Name of the batch"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
        />
        <ProblemList noun="parameter" problems={data?.planBatch.problems} error={error} />
        <ProblemList error={submit.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={submit.isPending} disabled={refused}>
            Start the batch
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function lackingText({ lacking, failed, stale, succeeded, underWay }: CellCounts): string {
  const kinds = [
    failed > 0 ? `${formatNumber(failed)} failed` : '',
    stale > 0 ? `${formatNumber(stale)} computed by another version of the pipeline` : '',
  ].filter((part) => part !== '');
  const detail = kinds.length > 0 ? ` (${kinds.join(', ')})` : '';
  const verb = lacking === 1 ? 'has' : 'have';
  return [
    `${counted(lacking, 'cell')} ${verb} no current result${detail}.`,
    succeeded > 0 ? `${counted(succeeded, 'finished cell')} will be reused, not computed again.` : '',
    underWay > 0
      ? `${counted(underWay, 'cell')} under way in another batch would be computed twice; better wait for it.`
      : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function PlanText({ plan }: { readonly plan: { readonly newJobs: number; readonly reusedJobs: number } }) {
  const reused = plan.reusedJobs > 0 ? ` and reuses ${formatNumber(plan.reusedJobs)}` : '';
  return (
    <Text size="sm" fw={600} className="numeric">
      {`The batch computes ${counted(plan.newJobs, 'job')}${reused}.`}
    </Text>
  );
}
