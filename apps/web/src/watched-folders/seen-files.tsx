'use client';
import { Anchor, SegmentedControl, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import { formatBytes } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { JobStateBadge, LookBadge } from '@/states/state-badge';
import { fileLooks } from './looks';
import { filesQuery, type ListedFolder, type SeenFile } from './queries';

type Shown = SeenFile['state'] | 'all';

const order: readonly SeenFile['state'][] = ['arriving', 'waiting', 'started', 'same_content', 'refused'];

/** Every file that was seen, newest first, with what became of it. */
export function SeenFiles({ id, counts }: Pick<ListedFolder, 'id' | 'counts'>) {
  const [shown, setShown] = useState<Shown>('all');
  const list = useApiPages(
    filesQuery,
    { id, first: 50, state: shown === 'all' ? null : shown },
    (answer) => answer.watchedFolder.files,
    { refetchIntervalMs: 5_000, keepPrevious: true },
  );
  const total = order.reduce((sum, state) => sum + counts[state], 0);
  const choices = [
    { value: 'all', label: `All ${total}` },
    ...order
      .filter((state) => counts[state] > 0 || state === shown)
      .map((state) => ({ value: state, label: `${fileLooks[state].word} ${counts[state]}` })),
  ];
  return (
    <>
      {total > 0 && (
        <div style={{ overflowX: 'auto' }}>
          <SegmentedControl
            aria-label="Which files"
            size="xs"
            mb="sm"
            data={choices}
            value={shown}
            onChange={(value) => setShown(value as Shown)}
          />
        </div>
      )}
      {list.error && list.nodes.length === 0 ? (
        <Failure error={list.error} retry={list.refetch} />
      ) : list.isPending ? (
        <LoadingRows />
      ) : list.nodes.length === 0 ? (
        <Empty title="No file yet">Files that come into the folder are listed here with their jobs.</Empty>
      ) : (
        <FileTable files={list.nodes} />
      )}
      <LoadMore list={list} />
    </>
  );
}

function FileTable({ files }: { readonly files: readonly SeenFile[] }) {
  return (
    <StackedTable leastWidth={640} className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>File</Table.Th>
          <Table.Th w={150}>State</Table.Th>
          <Table.Th w={150}>Seen</Table.Th>
          <Table.Th w={300}>Job</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {files.map((file) => (
          <Table.Tr key={file.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Text size="sm">{file.path}</Text>
              <Text size="xs" c="dimmed">
                {formatBytes(file.sizeBytes)}
                {file.note && `. ${file.note}`}
              </Text>
            </Table.Td>
            <Table.Td data-label="State">
              <LookBadge look={fileLooks[file.state]} />
            </Table.Td>
            <Table.Td data-label="Seen">
              <RelativeTime at={file.foundAt} />
            </Table.Td>
            <Table.Td data-label={file.batch ? 'Job' : undefined} style={{ overflowWrap: 'anywhere' }}>
              <JobOf file={file} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function JobOf({ file: { batch, job } }: { readonly file: SeenFile }) {
  const project = useCurrentProject();
  if (!batch) return null;
  return (
    <div>
      <Anchor component={Link} href={project.at(job ? `/jobs/${job.id}` : `/batches/${batch.id}`)} size="sm">
        {job ? `Job ${job.id}` : batch.name}
      </Anchor>{' '}
      {job && <JobStateBadge state={job.state} />}
      {job && (
        <Text size="xs" c="dimmed">
          {'in '}
          <Anchor component={Link} href={project.at(`/batches/${batch.id}`)} size="xs">
            {batch.name}
          </Anchor>
        </Text>
      )}
    </div>
  );
}
