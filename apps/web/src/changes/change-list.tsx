'use client';
import { Button, Modal } from '@mantine/core';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useApiPages } from '@/graphql/hooks';
import { ImportMenu } from '@/imports/import-menu';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { ChangeTable } from './change-table';
import { OneChange } from './one-change';
import { changesQuery, type ListedChange } from './queries';
import { UndoDialog } from './undo-dialog';

/** The journal of a project: who changed what, newest first, each to be undone as a whole. */
export function ChangeList() {
  const project = useCurrentProject();
  const [undone, setUndone] = useState<ListedChange | null>(null);
  const named = useSearchParams().get('change');
  const list = useApiPages(
    changesQuery,
    { slug: project.slug, first: 50 },
    (answer) => answer.project.changesets,
    { keepPrevious: true, refetchIntervalMs: 15_000 },
  );
  return (
    <>
      <PageHead
        title="Changes"
        crumbs={[project.crumb]}
        description="Who changed what, newest first. Annotations, subjects and the vocabulary can be undone, each change as a whole."
        actions={<ImportMenu kinds={['annotations', 'subjects']} />}
      />
      {named !== null && <OneChange id={named} onUndo={project.may('edit') ? setUndone : undefined} />}
      <Panel title={named === null ? undefined : 'All changes'}>
        {list.error && list.nodes.length === 0 ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows rows={8} />
        ) : list.nodes.length === 0 ? (
          <Empty
            title="No change yet"
            action={
              <Button component={Link} href={project.at('/subjects')}>
                Subjects
              </Button>
            }
          >
            Annotations, imports and bulk edits are listed here, with an undo for each.
          </Empty>
        ) : (
          <ChangeTable
            changes={list.nodes}
            at={(id) => project.at(`/changes?change=${id}`)}
            onUndo={project.may('edit') ? setUndone : undefined}
          />
        )}
        <LoadMore list={list} />
      </Panel>
      <Modal opened={undone !== null} onClose={() => setUndone(null)} title="Undo this change?">
        {undone && <UndoDialog change={undone} onDone={() => setUndone(null)} />}
      </Modal>
    </>
  );
}
