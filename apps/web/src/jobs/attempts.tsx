import { Table, Text } from '@mantine/core';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { failureLooks } from '@/states/failure-look';
import { attemptLooks, jobLooks } from '@/states/look';
import { exitText } from './exit-code';
import type { WholeJob } from './queries';

type Attempt = WholeJob['attempts'][number];

/** Every try at the job: outcome with kind of failure and exit code, worker, time and peak memory. */
export function Attempts({ job }: { readonly job: WholeJob }) {
  if (job.attempts.length === 0) return null;
  return (
    <Panel title="Attempts">
      <StackedTable leastWidth={420} className="numeric" verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>#</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th>Started</Table.Th>
            <Table.Th ta="right">Time</Table.Th>
            <Table.Th ta="right">Peak memory</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {job.attempts.map((attempt) => (
            <AttemptRow key={attempt.number} attempt={attempt} />
          ))}
        </Table.Tbody>
      </StackedTable>
    </Panel>
  );
}

function AttemptRow({ attempt }: { readonly attempt: Attempt }) {
  const look = attempt.outcome === null ? jobLooks.running : attemptLooks[attempt.outcome];
  const seconds =
    attempt.endedAt === null ? null : (Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt)) / 1000;
  return (
    <Table.Tr>
      <Table.Td data-label="Attempt">{attempt.number}</Table.Td>
      <Table.Td>
        <Text size="sm" c={look.tone}>
          {look.word}
        </Text>
        {attempt.failureKind && (
          <Text size="xs">
            {failureLooks[attempt.failureKind].word}
            {attempt.exitCode !== null && `, ${exitText(attempt.exitCode)}`}
          </Text>
        )}
        {attempt.workerId && (
          <Text size="xs" c="dimmed">
            {attempt.workerId}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Started">
        <RelativeTime at={attempt.startedAt} />
      </Table.Td>
      <Table.Td ta="right" data-label="Time">
        {seconds === null ? '…' : formatDuration(seconds)}
      </Table.Td>
      <Table.Td ta="right" data-label="Peak memory">
        {attempt.peakMemoryBytes === null ? '' : formatBytes(attempt.peakMemoryBytes)}
      </Table.Td>
    </Table.Tr>
  );
}
