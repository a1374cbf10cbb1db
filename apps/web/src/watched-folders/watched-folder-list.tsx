'use client';
import { Anchor, Button, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { counted } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { useCurrentProject } from '@/projects/project-frame';
import { LookBadge } from '@/states/state-badge';
import { placeOf, statusLooks } from './looks';
import { foldersQuery, type ListedFolder } from './queries';

/** Folders whose files are run as they come. */
export function WatchedFolderList() {
  const project = useCurrentProject();
  const { data, error, isPending, refetch } = useApi(
    foldersQuery,
    { slug: project.slug },
    { refetchIntervalMs: 5_000, keepPrevious: true },
  );
  const folders = data?.project.watchedFolders ?? [];
  const start = project.may('run') && (
    <Button component={Link} href={project.at('/watched-folders/new')}>
      Watch a folder
    </Button>
  );
  return (
    <>
      <PageHead
        title="Watched folders"
        crumbs={[project.crumb]}
        description="Folders of a share whose files are run as they come: complete files only, each content once, one batch for what comes together."
        actions={start}
      />
      <Panel>
        {error && data === undefined ? (
          <Failure error={error} retry={refetch} />
        ) : isPending ? (
          <LoadingRows />
        ) : folders.length === 0 ? (
          <Empty title="No folder is watched yet" action={start}>
            Let an instrument or a person put files into a folder: each new file is run with a design or a
            template, by itself.
          </Empty>
        ) : (
          <FolderTable folders={folders} hrefOf={({ id }) => project.at(`/watched-folders/${id}`)} />
        )}
      </Panel>
    </>
  );
}

interface FolderTableProps {
  readonly folders: readonly ListedFolder[];
  readonly hrefOf: (folder: ListedFolder) => string;
}

function FolderTable({ folders, hrefOf }: FolderTableProps) {
  return (
    <StackedTable leastWidth={720} highlightOnHover className="numeric">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Watched folder</Table.Th>
          <Table.Th w={300}>Where</Table.Th>
          <Table.Th w={260}>Status</Table.Th>
          <Table.Th w={190}>Files</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {folders.map((folder) => (
          <Table.Tr key={folder.id}>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>
              <Anchor component={Link} href={hrefOf(folder)} size="sm" fw={550}>
                {folder.name}
              </Anchor>
              <Text size="xs" c="dimmed">
                {folder.design ? `Design ${folder.design.name}` : `Template ${folder.template?.name ?? ''}`}
              </Text>
            </Table.Td>
            <Table.Td data-label="Where" style={{ overflowWrap: 'anywhere' }}>
              <div>
                <Text size="sm" ff="monospace">
                  {placeOf(folder)}
                </Text>
                <Text size="xs" c="dimmed">
                  {folder.patterns.length === 0 ? 'every file' : folder.patterns.join(', ')}
                  {folder.recursive && ', in folders below too'}
                </Text>
              </div>
            </Table.Td>
            <Table.Td data-label="Status">
              <div>
                <LookBadge look={statusLooks[folder.status]} />
                {folder.problem && (
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {folder.problem}
                  </Text>
                )}
              </div>
            </Table.Td>
            <Table.Td data-label="Files">
              <Files counts={folder.counts} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </StackedTable>
  );
}

function Files({ counts }: Pick<ListedFolder, 'counts'>) {
  const open = counts.arriving + counts.waiting;
  return (
    <div>
      <Text size="sm">{counted(counts.started, 'file')} started</Text>
      {open + counts.refused > 0 && (
        <Text size="xs" c="dimmed">
          {[open > 0 && `${open} on the way`, counts.refused > 0 && `${counts.refused} refused`]
            .filter(Boolean)
            .join(', ')}
        </Text>
      )}
    </div>
  );
}
