'use client';
import { Anchor, Button, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { LookBadge } from '@/states/state-badge';
import { occurrenceLooks, storyTexts } from './looks';
import { type ListedSchedule, schedulesQuery } from './queries';
import { targetText } from './target-text';
import { formatInZone } from './zone-time';

/** What runs by the clock: each schedule with its next time and what became of the last one. */
export function ScheduleList() {
  const project = useCurrentProject();
  const { data, error, isPending, refetch } = useApi(
    schedulesQuery,
    { slug: project.slug },
    { refetchIntervalMs: 15_000, keepPrevious: true },
  );
  const schedules = data?.project.schedules ?? [];
  const start = project.may('run') && (
    <Button component={Link} href={project.at('/schedules/new')}>
      New schedule
    </Button>
  );
  return (
    <>
      <PageHead
        title="Schedules"
        crumbs={[project.crumb]}
        description="Batches that start by the clock, every night or on workdays, with a ledger of each time: what ran, what was late, what was left out and why."
        actions={start}
      />
      <Panel>
        {error && data === undefined ? (
          <Failure error={error} retry={refetch} />
        ) : isPending ? (
          <LoadingRows />
        ) : schedules.length === 0 ? (
          <Empty title="No schedule yet" action={start}>
            A schedule runs a design or a template again at set times, on new or changed files only if you
            like.
          </Empty>
        ) : (
          <ScheduleTable schedules={schedules} hrefOf={({ id }) => project.at(`/schedules/${id}`)} />
        )}
      </Panel>
    </>
  );
}

interface ScheduleTableProps {
  readonly schedules: readonly ListedSchedule[];
  readonly hrefOf: (schedule: ListedSchedule) => string;
}

function ScheduleTable({ schedules, hrefOf }: ScheduleTableProps) {
  return (
    <StackedTable leastWidth={720} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Schedule</Table.Th>
          <Table.Th w={190}>Rule</Table.Th>
          <Table.Th w={210}>Next time</Table.Th>
          <Table.Th w={240}>Last time</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {schedules.map((schedule) => (
          <Table.Tr key={schedule.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Anchor component={Link} href={hrefOf(schedule)} size="sm" fw={550}>
                {schedule.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {targetText(schedule)}
              </Text>
            </Table.Td>
            <Table.Td data-label="Rule">
              <div>
                <Text size="sm" ff="monospace">
                  {schedule.cron}
                </Text>
                <Text size="xs" c="dimmed">
                  {schedule.zone}
                </Text>
              </div>
            </Table.Td>
            <Table.Td data-label="Next time">
              {schedule.isPaused ? (
                <Text size="sm" c="dimmed">
                  Paused{schedule.pauseReason ? `: ${schedule.pauseReason}` : ''}
                </Text>
              ) : (
                schedule.nextDueTimes[0] && formatInZone(schedule.nextDueTimes[0], schedule.zone)
              )}
            </Table.Td>
            <Table.Td data-label="Last time">
              <LastTime schedule={schedule} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function LastTime({ schedule: { latestOccurrence: last, zone } }: { readonly schedule: ListedSchedule }) {
  if (!last)
    return (
      <Text size="sm" c="dimmed">
        Not yet
      </Text>
    );
  return (
    <div>
      <LookBadge look={occurrenceLooks[last.state]} />
      <Text size="xs" c="dimmed">
        {formatInZone(last.dueAt, zone)}, {storyTexts[last.story]}
        {last.leftOut > 0 && `, ${last.leftOut} left out`}
      </Text>
    </div>
  );
}
