'use client';
import { Anchor, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { counted, formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { kindWords } from './kinds';
import { daysLeft, resultOf } from './progress';
import type { ListedImport } from './queries';

/** Imports with what they did, and drafts with what is still to do. */
export function ImportTable({ imports }: { readonly imports: readonly ListedImport[] }) {
  const [now] = useState(() => Date.now());
  const project = useCurrentProject();
  return (
    <StackedTable leastWidth={760} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Sheet</Table.Th>
          <Table.Th w={130}>What</Table.Th>
          <Table.Th ta="right" w={90}>
            Rows
          </Table.Th>
          <Table.Th>What it did</Table.Th>
          <Table.Th w={130}>Begun</Table.Th>
          <Table.Th w={110}>Change</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {imports.map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>
              <Anchor
                component={Link}
                href={project.at(`/imports/${each.id}`)}
                fz="sm"
                fw={550}
                style={{ overflowWrap: 'anywhere' }}
              >
                {each.fileName}
              </Anchor>
            </Table.Td>
            <Table.Td c="dimmed" data-label="What">
              {kindWords[each.kind].title}
            </Table.Td>
            <Table.Td ta="right" data-label="Rows">
              {each.state === 'reading' ? '' : formatNumber(each.rowCount)}
            </Table.Td>
            <Table.Td>
              <State listed={each} nowMs={now} />
            </Table.Td>
            <Table.Td c="dimmed" data-label="Begun">
              <RelativeTime at={each.createdAt} />
            </Table.Td>
            <Table.Td data-label={each.changeset ? 'Change' : undefined}>
              {each.changeset && (
                <Anchor component={Link} href={project.at('/changes')} fz="sm">
                  {each.changeset.undoneBy ? 'undone' : 'see change'}
                </Anchor>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function State({ listed, nowMs }: { readonly listed: ListedImport; readonly nowMs: number }) {
  switch (listed.state) {
    case 'committed':
      return <Text size="sm">{resultOf(listed.result)?.summary}</Text>;
    case 'reading':
      return <Text size="sm">Being read…</Text>;
    case 'failed':
      return (
        <Text size="sm" c="var(--tone-failed)">
          Could not be read
        </Text>
      );
    case 'ready':
      return (
        <Text size="sm" c="dimmed">
          Draft{listed.counts.error > 0 && `, ${counted(listed.counts.error, 'row')} with errors`};{' '}
          {daysLeft(listed.expiresAt, nowMs)}
        </Text>
      );
  }
}
