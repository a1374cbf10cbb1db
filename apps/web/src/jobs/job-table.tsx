import { isJsonObject, type Json } from '@batchyard/domain';
import { Anchor, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { formatMeasured, titleWithUnit } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { formatValue, leafName } from '@/formatting/values';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import type { ListedJob } from './queries';

export interface JobTableProps {
  readonly jobs: readonly ListedJob[];
  /** Dotted paths of swept parameters: one column each. */
  readonly axes?: readonly string[];
  /** The metric of interest: one column. */
  readonly metric?: { readonly name: string; readonly title: string; readonly unit: string };
  readonly showBatch?: boolean;
}

/** Jobs with state, swept values, main metric and duration. */
export function JobTable({ jobs, axes = [], metric, showBatch = false }: JobTableProps) {
  const project = useCurrentProject();
  return (
    <Table.ScrollContainer minWidth={Math.max(680, 480 + axes.length * 90)}>
      <Table highlightOnHover className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>State</Table.Th>
            {axes.map((path) => (
              <Table.Th key={path} ta="right" title={path}>
                {leafName(path)}
              </Table.Th>
            ))}
            <Table.Th>{axes.length > 0 ? 'Input' : 'Job'}</Table.Th>
            {showBatch && <Table.Th>Batch</Table.Th>}
            {metric && <Table.Th ta="right">{titleWithUnit(metric.title, metric.unit)}</Table.Th>}
            <Table.Th ta="right">Duration</Table.Th>
            <Table.Th ta="right">Started</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {jobs.map((job) => (
            <Table.Tr key={job.id}>
              <Table.Td>
                <JobStateBadge state={job.state} />
              </Table.Td>
              {axes.map((path) => (
                <Table.Td key={path} ta="right">
                  {formatValue(settingOf(job.setting)[path])}
                </Table.Td>
              ))}
              <Table.Td maw={360}>
                <JobName job={job} href={project.at(`/jobs/${job.id}`)} short={axes.length > 0} />
              </Table.Td>
              {showBatch && (
                <Table.Td maw={280}>
                  <Anchor
                    component={Link}
                    href={project.at(`/batches/${job.batch.id}`)}
                    fz="sm"
                    c="dimmed"
                    lineClamp={1}
                  >
                    {job.batch.name}
                  </Anchor>
                </Table.Td>
              )}
              {metric && <Table.Td ta="right">{metricText(job, metric.name)}</Table.Td>}
              <Table.Td ta="right">
                {job.durationSeconds === null ? '' : formatDuration(job.durationSeconds)}
              </Table.Td>
              <Table.Td ta="right" c="dimmed">
                {job.startedAt && <RelativeTime at={job.startedAt} />}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function JobName({
  job,
  href,
  short,
}: {
  readonly job: ListedJob;
  readonly href: string;
  readonly short: boolean;
}) {
  const name = short
    ? `${job.inputLabel}${job.replicate > 1 ? `, replicate ${job.replicate}` : ''}`
    : job.label;
  return (
    <>
      <Anchor component={Link} href={href} fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Anchor>
      {job.error && (
        <Text size="xs" c="var(--tone-failed)" lineClamp={2}>
          {job.error.message}
        </Text>
      )}
      {job.state === 'running' && (
        <Text size="xs" c="dimmed">
          {job.stage ?? 'starting'}, {Math.floor(job.progress * 100)} %
        </Text>
      )}
    </>
  );
}

function settingOf(setting: Json): Readonly<Record<string, Json>> {
  return isJsonObject(setting) ? setting : {};
}

function metricText(job: ListedJob, name: string): string {
  const value = job.metrics.find((metric) => metric.name === name)?.value;
  return value === undefined ? '' : formatMeasured(value);
}
