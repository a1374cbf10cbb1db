'use client';
import { Anchor, SimpleGrid, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { fieldsOf } from '@/parameters/fields';
import { useCurrentProject } from '@/projects/project-frame';
import { pipelinesQuery, type WholePipeline } from './queries';

/** The kinds of processing that this installation offers. */
export function PipelineList() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  return (
    <>
      <PageHead
        title="Pipelines"
        crumbs={[project.crumb]}
        description="Kinds of processing: what each one reads, which parameters it has, and what it measures."
      />
      {!data ? (
        error ? (
          <Failure error={error} retry={refetch} />
        ) : (
          <LoadingRows rows={3} height={120} />
        )
      ) : data.pipelines.length === 0 ? (
        <Panel>
          <Empty title="No pipelines">This installation has no pipelines registered.</Empty>
        </Panel>
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
          {data.pipelines.map((pipeline) => (
            <PipelineCard
              key={pipeline.name}
              pipeline={pipeline}
              href={project.at(`/pipelines/${pipeline.name}`)}
            />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

function PipelineCard({ pipeline, href }: { readonly pipeline: WholePipeline; readonly href: string }) {
  const inputs = pipeline.inputs.map(({ title, optional }) => (optional ? `${title} (optional)` : title));
  return (
    <Panel>
      <Stack gap={6}>
        <Anchor component={Link} href={href} fw={620} fz="lg">
          {pipeline.title}
        </Anchor>
        <Text size="sm">{pipeline.summary}</Text>
        <Text size="xs" c="dimmed">
          {pipeline.command && 'A program of your own · '}
          {`Version ${pipeline.version} · reads ${inputs.join(', ') || 'nothing'} · `}
          {`${counted(fieldsOf(pipeline.paramsSchema).length, 'parameter')} · ${counted(pipeline.metrics.length, 'metric')}`}
        </Text>
      </Stack>
    </Panel>
  );
}
