import { Table, Text } from '@mantine/core';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { formatDuration } from '@/formatting/time';
import { Panel } from '@/page/panel';
import { attemptLooks, jobLooks } from '@/states/look';
import type { WholeJob } from './queries';

type Attempt = WholeJob['attempts'][number];

/** Every try at the job: worker, outcome, time and peak memory. */
export function Attempts({ job }: { readonly job: WholeJob }) {
  if (job.attempts.length === 0) return null;
  return (
    <Panel title="Attempts">
      <Table.ScrollContainer minWidth={420}>
        <Table className="numeric" verticalSpacing={5}>
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
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function AttemptRow({ attempt }: { readonly attempt: Attempt }) {
  const look = attempt.outcome === null ? jobLooks.running : attemptLooks[attempt.outcome];
  const seconds =
    attempt.endedAt === null ? null : (Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt)) / 1000;
  return (
    <Table.Tr>
      <Table.Td>{attempt.number}</Table.Td>
      <Table.Td>
        <Text size="sm" c={look.tone}>
          {look.word}
        </Text>
        {attempt.workerId && (
          <Text size="xs" c="dimmed">
            {attempt.workerId}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={attempt.startedAt} />
      </Table.Td>
      <Table.Td ta="right">{seconds === null ? '…' : formatDuration(seconds)}</Table.Td>
      <Table.Td ta="right">
        {attempt.peakMemoryBytes === null ? '' : formatBytes(attempt.peakMemoryBytes)}
      </Table.Td>
    </Table.Tr>
  );
}
