'use client';
import { failedJobs } from '@batchyard/domain';
import { Anchor, Button, Grid, Group, Stack, Text, Tooltip } from '@mantine/core';
import { IconChartDots3, IconCopy } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { BulkPanel } from '@/bulk-actions/bulk-panel';
import { RelativeTime } from '@/formatting/relative-time';
import type { ShownJobs } from '@/jobs/shown-jobs';
import { useShownJobs } from '@/jobs/use-shown-jobs';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ReportMenu } from '@/page/report-menu';
import { useCurrentProject } from '@/projects/project-frame';
import { OverlayPanel } from '@/spectra/overlay/overlay-panel';
import { BatchStateBadge } from '@/states/state-badge';
import { SaveTemplateOf } from '@/templates/save-template';
import { BatchJobs } from './batch-jobs';
import { BatchOptionsPanel } from './batch-options';
import { BatchProgress } from './batch-progress';
import { FailureGroups } from './failure-groups';
import { FirstFailure } from './first-failure';
import { NowRunning } from './now-running';
import { Previews } from './previews';
import { donePercent } from './progress';
import type { LiveBatch } from './queries';
import { RelationPanels } from './relations/relation-panels';
import { reportLinks } from './report-links';
import { StageBars } from './stage-bars';
import { StateTiles } from './state-tiles';
import { useLiveBatch } from './use-live-batch';
import { BatchVerbs } from './verbs';

/** One batch, live: how far it is, what runs, what failed first, what came out, and every job. */
export function BatchPage({ batchId }: { readonly batchId: string }) {
  const { data, error, refetch, liveness } = useLiveBatch(batchId);
  const [shown, setShown] = useShownJobs();
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { batch } = data;
  return (
    <>
      <Head batch={batch} moving={liveness !== 'settled'} />
      <Stack gap="md">
        <BatchProgress batch={batch} liveness={liveness} />
        <StateTiles
          counts={batch.counts}
          selected={shown.states}
          onSelect={(states) => setShown({ states })}
        />
        <Failures batch={batch} moving={liveness !== 'settled'} shown={shown} onShown={setShown} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Panel title="Stages" h="100%">
              <StageBars stages={batch.stageSummary} total={batch.counts.total} />
            </Panel>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            {liveness === 'settled' ? (
              <BatchOptionsPanel batch={batch} />
            ) : (
              <NowRunning jobs={batch.running} state={batch.state} />
            )}
          </Grid.Col>
        </Grid>
        <RelationPanels batchId={batch.id} moving={liveness !== 'settled'} />
        {batch.pipeline.name === 'spectral-comparison' && (
          <OverlayPanel batch={batch} moving={liveness !== 'settled'} />
        )}
        <Previews previews={batch.previews} />
        <BatchJobs batch={batch} shown={shown} onShown={setShown} moving={liveness !== 'settled'} />
        {liveness !== 'settled' && <BatchOptionsPanel batch={batch} />}
      </Stack>
    </>
  );
}

interface FailuresProps {
  readonly batch: LiveBatch;
  readonly moving: boolean;
  readonly shown: ShownJobs;
  readonly onShown: (change: Partial<ShownJobs>) => void;
}

/** Failures by what they have in common, and the first one in full. */
function Failures({ batch, moving, shown, onShown }: FailuresProps) {
  const failed = failedJobs(batch.counts);
  // Here, not below: the groups go away as soon as their jobs wait again.
  const [bulkActionId, setBulkActionId] = useState<string | null>(null);
  const first = batch.firstFailure;
  // Of many failures the first one is worth its room only where it says more than its group does.
  const saysMore = failed === 1 || (first?.error?.problems.length ?? 0) > 0;
  return (
    <>
      {bulkActionId !== null && (
        <BulkPanel key={bulkActionId} bulkActionId={bulkActionId} onClose={() => setBulkActionId(null)} />
      )}
      {failed > 1 && (
        <FailureGroups
          batch={batch}
          moving={moving}
          shownKey={shown.failureKey}
          onShow={(failureKey) => onShown({ failureKey })}
          onStarted={setBulkActionId}
        />
      )}
      {first && saysMore && <FirstFailure batch={batch} failure={first} />}
    </>
  );
}

function Head({ batch, moving }: { readonly batch: LiveBatch; readonly moving: boolean }) {
  const project = useCurrentProject();
  const isSweep = batch.design !== null;
  return (
    <PageHead
      title={batch.name}
      tabTitle={moving ? `${donePercent(batch.counts)} % · ${batch.name}` : batch.name}
      crumbs={[project.crumb, { label: 'Batches', href: project.at('/batches') }]}
      description={<Origin batch={batch} />}
      actions={
        <>
          {isSweep && (
            <Button
              component={Link}
              href={project.at(`/compare?batches=${batch.id}`)}
              variant="light"
              leftSection={<IconChartDots3 size={16} />}
            >
              Compare
            </Button>
          )}
          <ReportMenu links={reportLinks(batch)} />
          <SaveTemplateOf
            source={{ batchId: batch.id }}
            about={<>What all jobs of this batch have in common, and its options that are not the default.</>}
          />
          {project.may('run') && (
            <>
              <Tooltip label="Opens the form with this batch's pipeline, inputs, parameters and options filled in.">
                <Button
                  component={Link}
                  href={project.at(`/batches/new?clone=${batch.id}`)}
                  variant="default"
                  leftSection={<IconCopy size={16} />}
                >
                  Run again with changes
                </Button>
              </Tooltip>
              <BatchVerbs batch={batch} />
            </>
          )}
        </>
      }
    />
  );
}

function Origin({ batch }: { readonly batch: LiveBatch }) {
  const project = useCurrentProject();
  return (
    <Group gap="2px 6px">
      <BatchStateBadge state={batch.state} />
      <Text size="sm">
        {batch.pipeline.title} {batch.pipeline.version} · started <RelativeTime at={batch.createdAt} />
        {batch.createdBy && ` by ${batch.createdBy.name}`}
        {batch.design && (
          <>
            {' from design '}
            <Anchor component={Link} href={project.at(`/designs/${batch.design.id}`)} fz="sm">
              {batch.design.name}
            </Anchor>
          </>
        )}
      </Text>
    </Group>
  );
}
