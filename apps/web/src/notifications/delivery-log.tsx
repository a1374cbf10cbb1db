import { Button, Group, Table, Text } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHourglass } from '@tabler/icons-react';
import { RelativeTime } from '@/formatting/relative-time';
import { Empty } from '@/page/empty';
import { StackedTable } from '@/page/stacked-table';
import type { Delivery } from './queries';

interface DeliveryLogProps {
  readonly deliveries: readonly Delivery[];
  /** Absent: failed ones cannot be sent again from here. */
  readonly onSendAgain?: (delivery: Delivery) => void;
}

/** What was sent when, and what the receiver answered. */
export function DeliveryLog({ deliveries, onSendAgain }: DeliveryLogProps) {
  if (deliveries.length === 0)
    return <Empty title="Nothing sent yet">A test shows whether it arrives.</Empty>;
  return (
    <StackedTable leastWidth={720} className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={130}>State</Table.Th>
          <Table.Th w="30%">What</Table.Th>
          <Table.Th>Answer</Table.Th>
          <Table.Th w={90} ta="right">
            Took
          </Table.Th>
          <Table.Th w={130}>When</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} onSendAgain={onSendAgain} />
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

/** For example `182 ms`, `10.0 s`. */
function tookText(durationMs: number): string {
  return durationMs < 1000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}

interface RowProps {
  readonly delivery: Delivery;
  readonly onSendAgain: DeliveryLogProps['onSendAgain'];
}

function Row({ delivery, onSendAgain }: RowProps) {
  const { state, subject, eventCount, durationMs, createdAt, finishedAt, isTest } = delivery;
  return (
    <Table.Tr>
      <Table.Td>
        <State delivery={delivery} />
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {isTest ? 'Test' : (subject ?? 'A mail that more may still join')}
        {eventCount > 1 && (
          <Text size="xs" c="dimmed">
            {eventCount.toLocaleString('en')} events
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label="Answer" style={{ overflowWrap: 'anywhere' }}>
        <div>
          <Answer delivery={delivery} />
          {state === 'failed' && onSendAgain && (
            <Button size="compact-xs" variant="default" mt={4} onClick={() => onSendAgain(delivery)}>
              Send again
            </Button>
          )}
        </div>
      </Table.Td>
      <Table.Td data-label="Took" ta="right">
        {durationMs === null ? '' : tookText(durationMs)}
      </Table.Td>
      <Table.Td data-label="When">
        <RelativeTime at={finishedAt ?? createdAt} />
      </Table.Td>
    </Table.Tr>
  );
}

const looks = {
  sent: { word: 'Sent', icon: IconCircleCheck, tone: 'var(--tone-succeeded)' },
  failed: { word: 'Failed', icon: IconCircleX, tone: 'var(--tone-failed)' },
  waiting: { word: 'Waiting', icon: IconHourglass, tone: 'var(--tone-waiting)' },
} as const;

function State({ delivery: { state, attempts, availableAt } }: { readonly delivery: Delivery }) {
  const { word, icon: Icon, tone } = looks[state];
  return (
    <>
      <Group gap={5} wrap="nowrap" c={tone}>
        <Icon size={15} aria-hidden />
        <Text size="sm" fw={550}>
          {word}
        </Text>
      </Group>
      {state === 'waiting' && (
        <Text size="xs" c="dimmed">
          {attempts === 0 ? 'to be sent ' : 'next try '}
          <RelativeTime at={availableAt} />
        </Text>
      )}
      {attempts > 1 && (
        <Text size="xs" c="dimmed">
          {attempts} tries
        </Text>
      )}
    </>
  );
}

function Answer({ delivery: { status, error, responseHead } }: { readonly delivery: Delivery }) {
  if (status === null && error === null) return null;
  return (
    <>
      <Text size="sm">{error ?? `${status}`}</Text>
      {responseHead && responseHead !== error && (
        <Text size="xs" c="dimmed" lineClamp={2} title={responseHead}>
          {responseHead}
        </Text>
      )}
    </>
  );
}
