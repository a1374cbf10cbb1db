'use client';
import { Button, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useApi } from '@/graphql/hooks';
import { CopyLine } from '@/page/copy-text';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { PipelineCommand } from './pipeline-command';
import { PipelineInputs } from './pipeline-inputs';
import { PipelineMetrics } from './pipeline-metrics';
import { PipelineParameters } from './pipeline-parameters';
import { pipelinesQuery, type WholePipeline } from './queries';

/** Everything about one pipeline, from its own declarations. */
export function PipelinePage({ name }: { readonly name: string }) {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const pipeline = data.pipelines.find((entry) => entry.name === name);
  if (!pipeline) return <NotFoundMessage />;
  return (
    <>
      <PageHead
        title={pipeline.title}
        crumbs={[project.crumb, { label: 'Pipelines', href: project.at('/pipelines') }]}
        description={`${pipeline.summary} Version ${pipeline.version}.`}
        actions={
          project.may('run') && (
            <Button
              component={Link}
              href={project.at(`/batches/new?pipeline=${pipeline.name}`)}
              leftSection={<IconPlus size={16} />}
            >
              New batch
            </Button>
          )
        }
      />
      <Stack gap="md">
        {pipeline.command && <PipelineCommand command={pipeline.command} />}
        <PipelineInputs inputs={pipeline.inputs} />
        <PipelineMetrics pipeline={pipeline} />
        <PipelineParameters pipeline={pipeline} />
        <Panel title="Stages of a job">
          <Text size="sm">{pipeline.stages.join(' → ')}</Text>
        </Panel>
        {pipeline.command === null && (
          <Panel title="On the command line">
            <CopyLine
              label="Run one job"
              description="Works in a checkout without a service; results are written to the folder."
              value={commandLine(pipeline)}
            />
          </Panel>
        )}
      </Stack>
    </>
  );
}

/** On this machine a directory is given as it is. */
const localName = ({ name, kind, extensions }: WholePipeline['inputs'][number]) =>
  kind === 'directory' ? name : `${name}${extensions[0] ?? ''}`;

/** Runs the pipeline offline with its defaults, on files named after their inputs. */
function commandLine({ name, inputs }: WholePipeline): string {
  const given = inputs
    .filter(({ optional }) => !optional)
    .map((input) => `--input ${input.name}=${localName(input)}`);
  return ['npx batchyard run', name, ...given, '--output results'].join(' ');
}
