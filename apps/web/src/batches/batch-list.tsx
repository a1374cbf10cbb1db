'use client';
import { type BatchState, batchStates } from '@batchyard/domain';
import { Button, Group, MultiSelect } from '@mantine/core';
import { IconChartDots3, IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { batchLooks } from '@/states/look';
import { BatchTable } from './batch-table';
import { batchesQuery } from './queries';

const stateOptions = batchStates.map((state) => ({ value: state, label: batchLooks[state].word }));

/** All batches of a project, newest first; some can be chosen and compared. */
export function BatchList() {
  const project = useCurrentProject();
  const [states, setStates] = useState<BatchState[]>([]);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const filter = states.length > 0 ? { states } : null;
  const list = useApiPages(
    batchesQuery,
    { slug: project.slug, first: 25, filter },
    (answer) => answer.project.batches,
    { refetchIntervalMs: 5000, keepPrevious: true },
  );
  const start = project.may('run') && (
    <Button component={Link} href={project.at('/batches/new')} leftSection={<IconPlus size={16} />}>
      New batch
    </Button>
  );
  return (
    <>
      <PageHead
        title="Batches"
        crumbs={[project.crumb]}
        description="Sets of jobs started together: one setting on many inputs, or a sweep over many settings."
        actions={start}
      />
      <Panel>
        <Group mb="sm" gap="sm" justify="space-between">
          <MultiSelect
            aria-label="States"
            placeholder={states.length === 0 ? 'All states' : undefined}
            data={stateOptions}
            value={states}
            onChange={(value) => setStates(value as BatchState[])}
            clearable
            w={{ base: '100%', xs: 320 }}
          />
          <CompareButton selected={selected} href={project.at(`/compare?batches=${selected.join(',')}`)} />
        </Group>
        {list.error && list.nodes.length === 0 ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows height={48} />
        ) : list.nodes.length === 0 ? (
          <NoBatches filtered={states.length > 0} action={start} />
        ) : (
          <BatchTable
            batches={list.nodes}
            hrefOf={(batch) => project.at(`/batches/${batch.id}`)}
            selected={selected}
            onSelect={setSelected}
          />
        )}
        <LoadMore list={list} />
      </Panel>
    </>
  );
}

function CompareButton({ selected, href }: { readonly selected: readonly string[]; readonly href: string }) {
  if (selected.length === 0) return null;
  return (
    <Button component={Link} href={href} variant="light" leftSection={<IconChartDots3 size={16} />}>
      {selected.length === 1 ? 'Compare its settings' : `Compare ${selected.length} batches`}
    </Button>
  );
}

function NoBatches({ filtered, action }: { readonly filtered: boolean; readonly action: React.ReactNode }) {
  if (filtered) return <Empty title="No batch in these states">Clear the filter to see the others.</Empty>;
  return (
    <Empty title="No batch yet" action={action}>
      A batch runs a pipeline on your files: once, or for every combination of the parameter values you want
      to try. You can watch it, pause it and compare its results here.
    </Empty>
  );
}
