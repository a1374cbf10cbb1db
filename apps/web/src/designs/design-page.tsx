'use client';
import { isFinalBatchState } from '@batchyard/domain';
import { Button, Grid, Stack } from '@mantine/core';
import { IconChartDots3 } from '@tabler/icons-react';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { BatchTable } from '@/batches/batch-table';
import { RelativeTime } from '@/formatting/relative-time';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingPage, LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { cellCounts, stateCounts } from './cell-counts';
import { CoverageMap, type MapAxes } from './coverage/coverage-map';
import { DesignFacts } from './design-facts';
import { ExtendDesign } from './extend/extend-design';
import { type CoverageData, coverageQuery, designQuery, type WholeDesign } from './queries';
import { metricOf, readSpec } from './spec';
import { StartDesign } from './start-design';

/** One design: what it tries, which of its cells have a result, and the batches made from it. */
export function DesignPage({ designId }: { readonly designId: string }) {
  const query = useApi(designQuery, { id: designId }, { refetchIntervalMs: 5000 });
  const [axes, setAxes] = useState<MapAxes>({ rows: null, columns: null });
  const coverage = useCoverage(designId, axes, query.data?.design);
  const project = useCurrentProject();
  if (!query.data) {
    return query.error ? <Failure error={query.error} retry={query.refetch} /> : <LoadingPage />;
  }
  const { design } = query.data;
  const cells = coverage.data?.design.coverage;
  return (
    <>
      <Head design={design} coverage={cells} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <Panel title="Coverage">
              {cells ? (
                <CoverageMap
                  designId={designId}
                  coverage={cells}
                  axes={axes}
                  onAxes={setAxes}
                  projectSlug={project.slug}
                  metric={metricOf(design.spec, design.pipeline)}
                />
              ) : coverage.error ? (
                <Failure error={coverage.error} retry={coverage.refetch} />
              ) : (
                <LoadingRows rows={5} />
              )}
            </Panel>
            <Batches batches={design.batches.nodes} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <DesignFacts design={design} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** Cells are asked for often only while a batch of the design moves, and less often where there are many. */
function useCoverage(id: string, axes: MapAxes, design: WholeDesign | undefined) {
  const isMoving = design?.batches.nodes.some(({ state }) => !isFinalBatchState(state)) ?? false;
  const movingMs = (design?.cellCount ?? 0) <= 1000 ? 5000 : 30_000;
  const coverage = useApi(
    coverageQuery,
    { id, ...axes },
    { refetchIntervalMs: isMoving ? movingMs : 60_000, keepPrevious: true },
  );
  const { refetch } = coverage;
  const hasMoved = useRef(false);
  // The last cells end between two looks.
  useEffect(() => {
    if (hasMoved.current && !isMoving) void refetch();
    hasMoved.current = isMoving;
  }, [isMoving, refetch]);
  return coverage;
}

/** The cells of an adaptive design are its budget; its map knows those that were chosen. */
function countsOf({ spec, cellCount }: WholeDesign, { counts }: CoverageData) {
  return cellCounts(stateCounts(counts), readSpec(spec)?.kind === 'adaptive' ? cellCount : 0);
}

interface HeadProps {
  readonly design: WholeDesign;
  readonly coverage: CoverageData | undefined;
}

function Head({ design, coverage }: HeadProps) {
  const project = useCurrentProject();
  return (
    <PageHead
      title={design.name}
      crumbs={[project.crumb, { label: 'Designs', href: project.at('/designs') }]}
      description={
        <>
          {design.pipeline.title} {design.pipeline.version} · made <RelativeTime at={design.createdAt} />
          {design.createdBy && ` by ${design.createdBy.name}`}
        </>
      }
      actions={
        <>
          {design.batches.nodes.length > 0 && (
            <Button
              component={Link}
              href={project.at(`/compare?designs=${design.id}`)}
              variant="light"
              leftSection={<IconChartDots3 size={16} aria-hidden />}
            >
              Compare settings
            </Button>
          )}
          {project.may('run') && <ExtendDesign design={design} />}
          {project.may('run') && coverage && (
            <StartDesign design={design} counts={countsOf(design, coverage)} />
          )}
        </>
      }
    />
  );
}

function Batches({ batches }: { readonly batches: WholeDesign['batches']['nodes'] }) {
  const project = useCurrentProject();
  return (
    <Panel title="Batches of this design">
      {batches.length === 0 ? (
        <Empty title="Not run yet">A batch of this design fills its map.</Empty>
      ) : (
        <BatchTable batches={batches} hrefOf={(batch) => project.at(`/batches/${batch.id}`)} />
      )}
    </Panel>
  );
}
