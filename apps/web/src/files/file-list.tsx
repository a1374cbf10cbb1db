'use client';
import { Box, Button, CloseButton, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { useApiPages } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { DropZone } from './drop-zone';
import { FileTable } from './file-table';
import { filesQuery, type ListedFile } from './queries';
import { RenameFileForm } from './rename-file';

/** Inputs of a project: uploading, finding, renaming and downloading them. */
export function FileList() {
  const project = useCurrentProject();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const [renamed, setRenamed] = useState<ListedFile | null>(null);
  const list = useApiPages(
    filesQuery,
    { slug: project.slug, first: 50, search: search || null },
    (answer) => answer.project.files,
    { keepPrevious: true },
  );
  const isEmpty = list.nodes.length === 0;
  return (
    <>
      <PageHead
        title="Files"
        crumbs={[project.crumb]}
        description="Inputs of this project. A result names the exact content it was computed from by its checksum."
        actions={
          <Button component={Link} href={project.at('/scaffolds/new')} variant="default">
            New river scaffold
          </Button>
        }
      />
      <Panel>
        {project.may('upload') && (
          <Box mb="md">
            <DropZone slug={project.slug} />
          </Box>
        )}
        {(!isEmpty || search !== '') && <Search value={typed} onChange={setTyped} />}
        {list.error && isEmpty ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows rows={8} />
        ) : isEmpty ? (
          <NoFiles search={search} mayUpload={project.may('upload')} />
        ) : (
          <FileTable files={list.nodes} onRename={project.may('edit') ? setRenamed : undefined} />
        )}
        <LoadMore list={list} />
      </Panel>
      <Modal opened={renamed !== null} onClose={() => setRenamed(null)} title="Rename file">
        {renamed && <RenameFileForm file={renamed} onDone={() => setRenamed(null)} />}
      </Modal>
    </>
  );
}

function Search({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <TextInput
      aria-label="Search by name"
      placeholder="Part of the name"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={value && <CloseButton size="sm" aria-label="Clear search" onClick={() => onChange('')} />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      maw={360}
      mb="sm"
    />
  );
}

function NoFiles({ search, mayUpload }: { readonly search: string; readonly mayUpload: boolean }) {
  if (search !== '') {
    return <Empty title="No such file">No name contains “{search}”. Capital letters do not matter.</Empty>;
  }
  return (
    <Empty title="No file yet">
      {mayUpload
        ? 'Upload recordings or tables above, then start a batch on them.'
        : 'Files will be listed here when an editor of the project has uploaded some.'}
    </Empty>
  );
}
