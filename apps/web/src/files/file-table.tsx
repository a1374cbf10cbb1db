'use client';
import { ActionIcon, Anchor, Code, Group, Table, Tooltip } from '@mantine/core';
import { IconDownload, IconPencil, IconRipple } from '@tabler/icons-react';
import Link from 'next/link';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { CopyIcon } from '@/page/copy-text';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { isScaffoldName } from '@/river/save/scaffold-text';
import type { ListedFile } from './queries';

export interface FileTableProps {
  readonly files: readonly ListedFile[];
  /** Absent for visitors who may not rename files. */
  readonly onRename?: (file: ListedFile) => void;
}

/** Files with size, checksum, origin, and what can be done with them. */
export function FileTable({ files, onRename }: FileTableProps) {
  return (
    <StackedTable leastWidth={960} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th miw={260}>Name</Table.Th>
          <Table.Th ta="right" w={100}>
            Size
          </Table.Th>
          <Table.Th w={150}>SHA-256</Table.Th>
          <Table.Th w={140}>Uploaded</Table.Th>
          <Table.Th w={180}>By</Table.Th>
          <Table.Th w={112} aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {files.map((file) => (
          <FileRow key={file.id} file={file} onRename={onRename} />
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function FileRow({ file, onRename }: { readonly file: ListedFile } & Pick<FileTableProps, 'onRename'>) {
  const project = useCurrentProject();
  const href = `${file.url}?download=1`;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor href={href} fz="sm" fw={550}>
          {file.name}
        </Anchor>
      </Table.Td>
      <Table.Td data-label="Size" ta="right" style={{ whiteSpace: 'nowrap' }}>
        {formatBytes(file.sizeBytes)}
      </Table.Td>
      <Table.Td data-label="SHA-256">
        <Group gap={4} wrap="nowrap">
          <Code title={file.sha256}>{file.sha256.slice(0, 10)}</Code>
          <CopyIcon value={file.sha256} what="the whole checksum" />
        </Group>
      </Table.Td>
      <Table.Td data-label="Uploaded" c="dimmed">
        <RelativeTime at={file.createdAt} />
      </Table.Td>
      <Table.Td data-label="By" c="dimmed">
        {file.createdBy?.name ?? '–'}
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {isScaffoldName(file.name) && (
            <Tooltip label="Open the scaffold">
              <ActionIcon
                component={Link}
                href={project.at(`/scaffolds/new?file=${file.id}`)}
                variant="subtle"
                color="gray"
                aria-label={`Open the scaffold ${file.name}`}
              >
                <IconRipple size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          {onRename && (
            <Tooltip label="Rename">
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => onRename(file)}
                aria-label={`Rename ${file.name}`}
              >
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <Tooltip label="Download">
            <ActionIcon
              component="a"
              href={href}
              variant="subtle"
              color="gray"
              aria-label={`Download ${file.name}`}
            >
              <IconDownload size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
