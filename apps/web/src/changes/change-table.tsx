'use client';
import { Anchor, Button, Table, Text } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import Link from 'next/link';
import { RelativeTime } from '@/formatting/relative-time';
import { StackedTable } from '@/page/stacked-table';
import { countsText, words } from './counts-text';
import type { ListedChange } from './queries';

export interface ChangeTableProps {
  readonly changes: readonly ListedChange[];
  /** Where a change is shown with all that it wrote; absent where that is here. */
  readonly at?: (id: string) => string;
  /** Absent for those who may not edit. */
  readonly onUndo?: (change: ListedChange) => void;
}

/** Changes with who made them, how much they wrote, and whether they were undone. */
export function ChangeTable({ changes, at, onUndo }: ChangeTableProps) {
  return (
    <StackedTable leastWidth={720} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Change</Table.Th>
          <Table.Th w={150}>By</Table.Th>
          <Table.Th w={120}>When</Table.Th>
          <Table.Th w={220}>Wrote</Table.Th>
          <Table.Th w={110} aria-label="Undo" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => (
          <Table.Tr key={change.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" fw={550} td={change.undoneBy ? 'line-through' : undefined}>
                {at === undefined ? (
                  change.summary
                ) : (
                  <Anchor component={Link} href={at(change.id)} inherit>
                    {change.summary}
                  </Anchor>
                )}
              </Text>
              <Text size="xs" c="dimmed">
                {words(change.verb)}
              </Text>
            </Table.Td>
            <Table.Td c="dimmed" data-label="By">
              {change.actor?.name ?? 'The system'}
            </Table.Td>
            <Table.Td c="dimmed" data-label="When">
              <RelativeTime at={change.createdAt} />
            </Table.Td>
            <Table.Td c="dimmed" data-label={countsText(change.counts) === '' ? undefined : 'Wrote'}>
              {countsText(change.counts)}
            </Table.Td>
            <Table.Td>
              {change.undoneBy ? (
                <Text size="xs" c="dimmed" component="div">
                  Undone <RelativeTime at={change.undoneBy.createdAt} />
                </Text>
              ) : (
                change.undoable &&
                onUndo && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconArrowBackUp size={14} aria-hidden />}
                    onClick={() => onUndo(change)}
                  >
                    Undo
                  </Button>
                )
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}
