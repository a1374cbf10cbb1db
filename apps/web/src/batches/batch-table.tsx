'use client';
import { Anchor, Checkbox, Stack, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { RelativeTime } from '@/formatting/relative-time';
import { CountsBar } from '@/states/counts-bar';
import { BatchStateBadge } from '@/states/state-badge';
import classes from './batches.module.css';
import { progressText } from './progress';
import type { ListedBatch } from './queries';

export interface BatchTableProps {
  readonly batches: readonly ListedBatch[];
  readonly hrefOf: (batch: ListedBatch) => string;
  /** Ids chosen for comparison; without it rows cannot be chosen. */
  readonly selected?: readonly string[];
  readonly onSelect?: (ids: readonly string[]) => void;
}

/** Batches with state, progress and start; optionally with boxes to choose some for comparison. */
export function BatchTable({ batches, hrefOf, selected, onSelect }: BatchTableProps) {
  const choose = (id: string, on: boolean) =>
    onSelect?.(on ? [...(selected ?? []), id] : (selected ?? []).filter((entry) => entry !== id));
  return (
    <Table highlightOnHover className={`numeric ${classes.batches}`}>
      <Table.Thead>
        <Table.Tr>
          {selected && <Table.Th w={36} aria-label="Compare" />}
          <Table.Th>Batch</Table.Th>
          <Table.Th w={160}>State</Table.Th>
          <Table.Th w={240}>Progress</Table.Th>
          <Table.Th w={130}>Started</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {batches.map((batch) => (
          <Table.Tr key={batch.id}>
            {selected && (
              <Table.Td className={classes.choice}>
                <Checkbox
                  size="xs"
                  aria-label={`Choose ${batch.name} for comparison`}
                  checked={selected.includes(batch.id)}
                  onChange={(event) => choose(batch.id, event.currentTarget.checked)}
                />
              </Table.Td>
            )}
            <Table.Td>
              <BatchName batch={batch} href={hrefOf(batch)} />
            </Table.Td>
            <Table.Td>
              <BatchStateBadge state={batch.state} />
            </Table.Td>
            <Table.Td>
              <Stack gap={4}>
                <CountsBar counts={batch.counts} />
                <Text size="xs" c="dimmed">
                  {progressText(batch.counts, batch.etaText)}
                </Text>
              </Stack>
            </Table.Td>
            <Table.Td c="dimmed">
              <RelativeTime at={batch.createdAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function BatchName({ batch, href }: { readonly batch: ListedBatch; readonly href: string }) {
  return (
    <>
      <Anchor component={Link} href={href} fw={550} fz="sm" style={{ overflowWrap: 'anywhere' }}>
        {batch.name}
      </Anchor>
      <Text size="xs" c="dimmed">
        {batch.pipeline.title}
        {batch.createdBy && ` · ${batch.createdBy.name}`}
      </Text>
    </>
  );
}
