'use client';
import { Button, Table, Text } from '@mantine/core';
import { counted } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { StackedTable } from '@/page/stacked-table';
import type { WholeVersion } from './queries';

export interface VersionTableProps {
  readonly versions: readonly WholeVersion[];
  readonly shown: number;
  readonly onShow: (version: number) => void;
}

/** Versions, newest first: who saved them, when and what for. */
export function VersionTable({ versions, shown, onShow }: VersionTableProps) {
  return (
    <StackedTable leastWidth={600} className="numeric" verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={90}>Version</Table.Th>
          <Table.Th>Note</Table.Th>
          <Table.Th w={150}>Shared files</Table.Th>
          <Table.Th w={190}>Saved</Table.Th>
          <Table.Th w={100} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {versions.map(({ version, note, files, createdAt, createdBy }) => (
          <Table.Tr key={version} aria-current={version === shown ? 'true' : undefined}>
            <Table.Td fw={version === shown ? 650 : 400} data-label="Version">
              {version}
            </Table.Td>
            <Table.Td data-label="Note" style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm" c={note === '' ? 'dimmed' : undefined} style={{ whiteSpace: 'pre-wrap' }}>
                {note === '' ? 'none' : note}
              </Text>
            </Table.Td>
            <Table.Td data-label="Shared files">
              {files.length === 0 ? 'none' : counted(files.length, 'file')}
            </Table.Td>
            <Table.Td data-label="Saved">
              <div>
                <RelativeTime at={createdAt} />
                {createdBy && (
                  <Text size="xs" c="dimmed">
                    by {createdBy.name}
                  </Text>
                )}
              </div>
            </Table.Td>
            <Table.Td>
              {version === shown ? (
                <Text size="xs" c="dimmed">
                  shown below
                </Text>
              ) : (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => onShow(version)}
                  aria-label={`Show version ${version}`}
                >
                  Show
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}
