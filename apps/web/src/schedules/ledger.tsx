'use client';
import { Anchor, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { StackedTable } from '@/page/stacked-table';
import { BatchStateBadge, LookBadge } from '@/states/state-badge';
import { occurrenceLooks, storyTexts } from './looks';
import { type ListedOccurrence, occurrencesQuery } from './queries';
import { formatInZone } from './zone-time';

export interface LedgerProps {
  readonly scheduleId: string;
  readonly zone: string;
  readonly batchHref: (batchId: string) => string;
}

/** Every time that was due, newest first, with its story. */
export function Ledger({ scheduleId, zone, batchHref }: LedgerProps) {
  const list = useApiPages(
    occurrencesQuery,
    { id: scheduleId, first: 30 },
    (answer) => answer.schedule.occurrences,
    { refetchIntervalMs: 10_000, keepPrevious: true },
  );
  if (list.error && list.nodes.length === 0) return <Failure error={list.error} retry={list.refetch} />;
  if (list.isPending) return <LoadingRows />;
  if (list.nodes.length === 0)
    return <Empty title="No time has come yet">Each due time is listed here with what became of it.</Empty>;
  return (
    <>
      <StackedTable leastWidth={640} className="numeric">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={200}>Due</Table.Th>
            <Table.Th w={120}>Outcome</Table.Th>
            <Table.Th>Story</Table.Th>
            <Table.Th w={260}>Batch</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.nodes.map((occurrence) => (
            <Table.Tr key={occurrence.id}>
              <Table.Td>{formatInZone(occurrence.dueAt, zone)}</Table.Td>
              <Table.Td data-label="Outcome">
                <LookBadge look={occurrenceLooks[occurrence.state]} />
              </Table.Td>
              <Table.Td data-label="Story" style={{ overflowWrap: 'anywhere' }}>
                <Story occurrence={occurrence} />
              </Table.Td>
              <Table.Td data-label={occurrence.batch ? 'Batch' : undefined}>
                {occurrence.batch && (
                  <div>
                    <Anchor component={Link} href={batchHref(occurrence.batch.id)} size="sm">
                      {occurrence.batch.name}
                    </Anchor>
                    <div>
                      <BatchStateBadge state={occurrence.batch.state} />
                    </div>
                  </div>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
      <LoadMore list={list} />
    </>
  );
}

function Story({ occurrence }: { readonly occurrence: ListedOccurrence }) {
  const { story, reason, retries } = occurrence;
  const text = storyTexts[story];
  return (
    <div>
      <Text size="sm">
        {text.slice(0, 1).toUpperCase() + text.slice(1)}
        {retries > 0 && `, failed jobs tried again ${retries === 1 ? 'once' : `${retries} times`}`}
      </Text>
      {reason && (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      )}
      <LeftOut occurrence={occurrence} />
    </div>
  );
}

/** What was not run because it is wrong: how many, and on demand where and why. */
function LeftOut({ occurrence: { leftOut, leftOutNotes } }: { readonly occurrence: ListedOccurrence }) {
  if (leftOut === 0) return null;
  const more = leftOut - leftOutNotes.length;
  return (
    <details>
      <Text component="summary" size="xs" c="var(--tone-lost)" style={{ cursor: 'pointer' }}>
        {leftOut} left out because of errors
      </Text>
      {leftOutNotes.map(({ place, message }) => (
        <Text key={`${place} ${message}`} size="xs" c="dimmed">
          {place}: {message}
        </Text>
      ))}
      {more > 0 && (
        <Text size="xs" c="dimmed">
          and {more} more
        </Text>
      )}
    </details>
  );
}
