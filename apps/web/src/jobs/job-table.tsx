'use client';
import { isJsonObject, type Json } from '@batchyard/domain';
import { Anchor, Checkbox, Table, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowsSort } from '@tabler/icons-react';
import Link from 'next/link';
import { type ReactNode, useRef } from 'react';
import { isSelected, type JobSelection, pageMark, pageToggled, toggled } from '@/bulk-actions/selection';
import { formatMeasured, titleWithUnit } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { formatValue, leafName } from '@/formatting/values';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge } from '@/states/state-badge';
import { JobName } from './job-name';
import type { ListedJob } from './queries';
import type { ShownJobs } from './shown-jobs';
import { useRowKeys } from './use-row-keys';

export interface JobTableProps {
  readonly jobs: readonly ListedJob[];
  /** Dotted paths of swept parameters: one column each. */
  readonly axes?: readonly string[];
  /** The main figure: one column. Without a direction neither way is better. */
  readonly metric?: {
    readonly name: string;
    readonly title: string;
    readonly unit: string;
    readonly direction: 'minimize' | 'maximize' | null;
  };
  readonly showBatch?: boolean;
  /** How the jobs are sorted; without `onSort` that cannot be changed. */
  readonly sort?: ShownJobs['sort'];
  readonly onSort?: (sort: ShownJobs['sort']) => void;
  /** Chosen jobs; without it rows cannot be chosen. */
  readonly selection?: JobSelection;
  readonly onSelection?: (selection: JobSelection) => void;
}

/** Jobs with state, swept values, main metric and duration; j and k move between rows, x chooses one. */
export function JobTable(props: JobTableProps) {
  const { jobs, axes = [], metric, showBatch = false, selection, onSelection } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const toggle = (id: string) => selection && onSelection?.(toggled(selection, id, jobs));
  useRowKeys(body, toggle);
  return (
    <StackedTable
      leastWidth={Math.max(680, 480 + axes.length * 90)}
      stack="inline"
      highlightOnHover
      className="numeric"
      aria-keyshortcuts="j k x"
    >
      <Table.Thead>
        <Table.Tr>
          {selection && (
            <Table.Th w={36}>
              <PageBox
                mark={pageMark(selection, jobs)}
                onToggle={() => onSelection?.(pageToggled(selection, jobs))}
              />
            </Table.Th>
          )}
          <Table.Th w={150}>State</Table.Th>
          {axes.map((path) => (
            <Table.Th key={path} ta="right" title={path}>
              {leafName(path)}
            </Table.Th>
          ))}
          <Table.Th>{axes.length > 0 ? 'Input' : 'Job'}</Table.Th>
          {showBatch && <Table.Th>Batch</Table.Th>}
          {metric && (
            <Table.Th ta="right" aria-sort={props.sort === 'metric' ? 'other' : undefined}>
              <MetricHead
                title={titleWithUnit(metric.title, metric.unit)}
                first={metric.direction === null ? 'largest first' : 'best first'}
                sort={props.sort}
                onSort={props.onSort}
              />
            </Table.Th>
          )}
          <Table.Th ta="right">Duration</Table.Th>
          <Table.Th ta="right">Started</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody ref={body}>
        {jobs.map((job) => (
          <JobRow
            key={job.id}
            job={job}
            axes={axes}
            metric={metric}
            showBatch={showBatch}
            box={
              selection && (
                <Checkbox
                  size="xs"
                  aria-label={`Choose ${job.label}`}
                  checked={isSelected(selection, job.id)}
                  onChange={() => toggle(job.id)}
                />
              )
            }
          />
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function PageBox({
  mark,
  onToggle,
}: {
  readonly mark: 'all' | 'some' | 'none';
  readonly onToggle: () => void;
}) {
  return (
    <Checkbox
      size="xs"
      aria-label="Choose all jobs shown"
      checked={mark === 'all'}
      indeterminate={mark === 'some'}
      onChange={onToggle}
    />
  );
}

interface MetricHeadProps extends Pick<JobTableProps, 'sort' | 'onSort'> {
  readonly title: string;
  readonly first: 'best first' | 'largest first';
}

/** The metric's name; a click sorts by it, and another one goes back to the order of the batch. */
function MetricHead({ title, first, sort, onSort }: MetricHeadProps) {
  if (!onSort) return title;
  const isSorted = sort === 'metric';
  return (
    <UnstyledButton
      fz="inherit"
      fw="inherit"
      ta="right"
      onClick={() => onSort(isSorted ? 'order' : 'metric')}
      title={
        isSorted
          ? `Sorted, ${first}; jobs without a value are left out. Click for the order of the batch.`
          : `Sort by it, ${first}`
      }
    >
      {title}
      <VisuallyHidden>{isSorted ? `, sorted, ${first}` : `, sort ${first}`}</VisuallyHidden>{' '}
      {isSorted ? <IconArrowDown size={13} aria-hidden /> : <IconArrowsSort size={13} aria-hidden />}
    </UnstyledButton>
  );
}

interface JobRowProps {
  readonly job: ListedJob;
  readonly axes: readonly string[];
  readonly metric: JobTableProps['metric'];
  readonly showBatch: boolean;
  readonly box: ReactNode;
}

function JobRow({ job, axes, metric, showBatch, box }: JobRowProps) {
  const project = useCurrentProject();
  return (
    <Table.Tr data-job={job.id}>
      {box && <Table.Td data-box>{box}</Table.Td>}
      <Table.Td>
        <JobStateBadge state={job.state} />
      </Table.Td>
      {axes.map((path) => (
        <Table.Td key={path} ta="right" data-label={leafName(path)}>
          {formatValue(settingOf(job.setting)[path])}
        </Table.Td>
      ))}
      <Table.Td maw={360}>
        <JobName job={job} short={axes.length > 0} />
      </Table.Td>
      {showBatch && (
        <Table.Td maw={280} data-label="Batch">
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
      {metric && (
        <Table.Td ta="right" data-label={titleWithUnit(metric.title, metric.unit)}>
          {metricText(job, metric.name)}
        </Table.Td>
      )}
      <Table.Td ta="right" data-label="Duration">
        {job.durationSeconds === null ? '' : formatDuration(job.durationSeconds)}
      </Table.Td>
      <Table.Td ta="right" c="dimmed" data-label="Started">
        {job.startedAt && <RelativeTime at={job.startedAt} />}
      </Table.Td>
    </Table.Tr>
  );
}

function settingOf(setting: Json): Readonly<Record<string, Json>> {
  return isJsonObject(setting) ? setting : {};
}

function metricText(job: ListedJob, name: string): string {
  const value = job.metrics.find((metric) => metric.name === name)?.value;
  return value === undefined ? '' : formatMeasured(value);
}
