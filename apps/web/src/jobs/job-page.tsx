'use client';
import { isFinalJobState } from '@batchyard/domain';
import { Alert, Anchor, Button, Grid, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useCallback, useEffect } from 'react';
import { Artifacts } from '@/artifacts/artifacts';
import { keyOf, useApi, useLive, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ParameterDiff } from '@/parameters/parameter-diff';
import { useCurrentProject } from '@/projects/project-frame';
import { JobRiver } from '@/river/outcome/job-river';
import { restOf, riverOutcome } from '@/river/outcome/river-artifacts';
import { JobSpectra, spectraOf } from '@/spectra/job-spectra';
import { SaveTemplateOf } from '@/templates/save-template';
import { Attempts } from './attempts';
import { JobCourses } from './courses/job-courses';
import { JobInputs } from './job-inputs';
import { JobLog } from './job-log';
import { JobMetadata } from './job-metadata';
import { JobMetrics } from './job-metrics';
import { JobStages } from './job-stages';
import { JobStatus } from './job-status';
import { cancelJob, jobChanged, jobQuery, retryJob, type WholeJob } from './queries';

/** One job: why it is in its state, what came out, with what it was made, and its log. */
export function JobPage({ jobId }: { readonly jobId: string }) {
  const { data, error, refetch } = useLiveJob(jobId);
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { job } = data;
  const moving = !isFinalJobState(job.state);
  const river = riverOutcome(job);
  const otherArtifacts = restOf(job.artifacts, river);
  return (
    <>
      <Head job={job} />
      <Stack gap="md">
        <JobStatus job={job} />
        {job.warnings.length > 0 && (
          <Alert color="yellow" variant="light" title="Warnings">
            {job.warnings.map((warning) => (
              <Text key={warning} size="sm">
                {warning}
              </Text>
            ))}
          </Alert>
        )}
        {job.metrics.length > 0 && <JobMetrics job={job} />}
        {job.metricCourses.length > 0 && <JobCourses job={job} />}
        <JobSpectra artifacts={spectraOf(job)} />
        {river && <JobRiver outcome={river} />}
        {otherArtifacts.length > 0 && <Artifacts artifacts={otherArtifacts} />}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Panel title="Parameters">
              <ParameterDiff
                params={job.params}
                defaults={job.batch.pipeline.defaultParams}
                schema={job.batch.pipeline.paramsSchema}
              />
            </Panel>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Stack gap="md">
              <JobInputs job={job} />
              <JobStages job={job} />
              <JobMetadata job={job} />
              <Attempts job={job} />
            </Stack>
          </Grid.Col>
        </Grid>
        <JobLog jobId={job.id} moving={moving} attempts={job.attempts.map(({ number }) => number)} />
      </Stack>
    </>
  );
}

const pollMs = 5000;

/** The whole job is fetched again when its state changes; progress alone is patched in. */
function useLiveJob(id: string) {
  const client = useQueryClient();
  const query = useApi(jobQuery, { id });
  const moving = query.data !== undefined && !isFinalJobState(query.data.job.state);
  const store = useCallback(
    ({ jobChanged: now }: { jobChanged: { state: WholeJob['state'] } & Partial<WholeJob> }) => {
      const key = keyOf(jobQuery, { id });
      const before = client.getQueryData<{ job: WholeJob }>(key)?.job;
      client.setQueryData<{ job: WholeJob }>(key, (old) => old && { job: { ...old.job, ...now } });
      // Also where it changed before the first value came: what it left is only in the whole job.
      if (before?.state !== now.state || before.stage !== now.stage) {
        void client.invalidateQueries({ queryKey: key });
      }
    },
    [client, id],
  );
  const connected = useLive(jobChanged, { id }, store, moving);
  const { refetch } = query;
  // A place in the line moves without a change of the job itself.
  const needsAsking = moving && (!connected || query.data?.job.waiting != null);
  useEffect(() => {
    if (!needsAsking) return;
    const timer = setInterval(() => void refetch(), pollMs);
    return () => clearInterval(timer);
  }, [needsAsking, refetch]);
  return query;
}

function Head({ job }: { readonly job: WholeJob }) {
  const project = useCurrentProject();
  return (
    <PageHead
      title={job.label}
      crumbs={[
        project.crumb,
        { label: 'Batches', href: project.at('/batches') },
        { label: job.batch.name, href: project.at(`/batches/${job.batch.id}`) },
      ]}
      description={
        <Group gap={6}>
          <Text size="sm">
            Job {job.position + 1} of{' '}
            <Anchor component={Link} href={project.at(`/batches/${job.batch.id}`)} fz="sm">
              {job.batch.name}
            </Anchor>
            {' · '}
            {job.batch.pipeline.title} {job.batch.pipeline.version} · seed {job.seed}
          </Text>
        </Group>
      }
      actions={
        <>
          <SaveTemplateOf
            source={{ jobId: job.id }}
            about={<>All parameters of this job, with the options of its batch that are not the default.</>}
          />
          {project.may('run') && <JobActions job={job} />}
        </>
      }
    />
  );
}

const report = {
  onError: (error: Error) => void notifications.show({ color: 'red', message: error.message }),
};

function JobActions({ job }: { readonly job: WholeJob }) {
  const cancel = useSubmit(cancelJob, [jobQuery]);
  const retry = useSubmit(retryJob, [jobQuery]);
  const input = { jobId: job.id };
  return (
    <>
      {job.canRetry && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={retry.isPending}
          onClick={() => retry.mutate({ input }, report)}
        >
          Retry
        </Button>
      )}
      {job.canCancel && (
        <Button
          variant="outline"
          color="red"
          leftSection={<IconX size={16} />}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ input }, report)}
        >
          Cancel
        </Button>
      )}
    </>
  );
}
