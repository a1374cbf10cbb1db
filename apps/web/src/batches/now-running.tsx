'use client';
import type { BatchState } from '@batchyard/domain';
import { Anchor, Group, Progress, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import type { LiveBatch } from './queries';

export interface NowRunningProps {
  readonly jobs: LiveBatch['running'];
  readonly state: BatchState;
}

const shown = 8;

/** Jobs being computed at this moment, with worker, stage and time so far. */
export function NowRunning({ jobs, state }: NowRunningProps) {
  const now = useNow(jobs.length > 0);
  return (
    <Panel title={`Now running${jobs.length > 0 ? ` (${jobs.length})` : ''}`} h="100%">
      {jobs.length === 0 ? (
        <Text size="sm" c="dimmed">
          {state === 'paused'
            ? 'Nothing runs while the batch is paused.'
            : 'No job is running; waiting ones start when a worker is free.'}
        </Text>
      ) : (
        <Stack gap="sm">
          {jobs.slice(0, shown).map((job) => (
            <RunningJob key={job.id} job={job} now={now} />
          ))}
          {jobs.length > shown && (
            <Text size="sm" c="dimmed">
              and {jobs.length - shown} more in the table below
            </Text>
          )}
        </Stack>
      )}
    </Panel>
  );
}

function RunningJob({ job, now }: { readonly job: LiveBatch['running'][number]; readonly now: number }) {
  const project = useCurrentProject();
  const seconds = job.startedAt ? Math.max(0, (now - Date.parse(job.startedAt)) / 1000) : null;
  return (
    <div>
      <Group justify="space-between" gap="xs" wrap="nowrap" mb={3}>
        <Anchor component={Link} href={project.at(`/jobs/${job.id}`)} fz="sm" truncate flex={1}>
          {job.label}
        </Anchor>
        <Text size="xs" c="dimmed" className="numeric" style={{ whiteSpace: 'nowrap' }}>
          {job.stage ?? 'starting'} · {Math.floor(job.progress * 100)} %
          {seconds !== null && ` · ${formatDuration(seconds)}`}
        </Text>
      </Group>
      <Progress
        value={job.progress * 100}
        size={4}
        color="var(--tone-running)"
        aria-label={`Progress of ${job.label}`}
      />
      {job.workerId && (
        <Text size="xs" c="dimmed" mt={2}>
          on {job.workerId}
          {job.attempt > 1 && `, attempt ${job.attempt}`}
        </Text>
      )}
    </div>
  );
}

/** The time, once a second while `active`. */
function useNow(active: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}
