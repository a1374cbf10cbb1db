'use client';
import { Button, Drawer, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBook2, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ExportButton } from '@/exports/export-button';
import { useApiPages } from '@/graphql/hooks';
import { ImportMenu } from '@/imports/import-menu';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { useCurrentProject } from '@/projects/project-frame';
import { FromFilesForm } from './from-files/from-files-form';
import { KeepTable } from './keep-table';
import { subjectsQuery } from './queries';
import { allSubjects, shownSubjectsSearch, subjectFilterOf } from './shown-subjects';
import { SubjectFilters } from './subject-filters';
import { SubjectTable } from './subject-table';
import { useShownSubjects } from './use-shown-subjects';
import { useVocabulary } from './use-vocabulary';
import { VocabularyEditor } from './vocabulary/vocabulary-editor';

const exportLists = [
  { value: 'subjects', label: 'Subjects' },
  { value: 'annotations', label: 'Annotations of these subjects' },
  { value: 'frames', label: 'Frames of these subjects, for analysis' },
] as const;

/** What the project annotates, with how far that is; what narrows the list stands in the address. */
export function SubjectList() {
  const project = useCurrentProject();
  const [shown, setShown] = useShownSubjects();
  const [making, make] = useDisclosure(false);
  const [wording, words] = useDisclosure(false);
  const stored = useVocabulary(project.slug);
  const list = useApiPages(
    subjectsQuery,
    { slug: project.slug, first: 50, filter: subjectFilterOf(shown) },
    (answer) => answer.project.subjects,
    { keepPrevious: true },
  );
  const isFiltered = shownSubjectsSearch(shown) !== '';
  const isEmpty = list.nodes.length === 0;
  const makeButton = project.may('edit') && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={make.open}>
      Subjects from files
    </Button>
  );
  return (
    <>
      <PageHead
        title="Subjects"
        crumbs={[project.crumb]}
        description="What is annotated: a tree of experiments, videos and embryos, or levels of your own, with ordered frames."
        actions={
          <Actions onWords={words.open}>
            <ExportButton slug={project.slug} lists={exportLists} search={shownSubjectsSearch(shown)} />
            {project.may('edit') && !isEmpty && <KeepTable slug={project.slug} shown={shown} />}
            {makeButton}
          </Actions>
        }
      />
      <Panel>
        {(!isEmpty || isFiltered) && (
          <SubjectFilters shown={shown} onShown={setShown} vocabulary={stored?.vocabulary} />
        )}
        {list.error && isEmpty ? (
          <Failure error={list.error} retry={list.refetch} />
        ) : list.isPending ? (
          <LoadingRows rows={8} />
        ) : isEmpty ? (
          <NoSubjects isFiltered={isFiltered} action={makeButton} />
        ) : (
          <SubjectTable
            subjects={list.nodes}
            vocabulary={stored?.vocabulary}
            onInto={({ id }) => setShown({ ...allSubjects, parentId: id })}
          />
        )}
        <LoadMore list={list} />
      </Panel>
      <Modal opened={making} onClose={make.close} title="Subjects from files" size="lg">
        <FromFilesForm slug={project.slug} onDone={make.close} />
      </Modal>
      <Drawer
        opened={wording}
        onClose={words.close}
        title="Vocabulary"
        position="right"
        size="xl"
        styles={{ title: { fontWeight: 620 } }}
      >
        {stored && (
          <VocabularyEditor
            slug={project.slug}
            stored={stored}
            isReadOnly={!project.may('manage')}
            onDone={words.close}
          />
        )}
      </Drawer>
    </>
  );
}

function Actions({ onWords, children }: { readonly onWords: () => void; readonly children: ReactNode }) {
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconBook2 size={16} aria-hidden />} onClick={onWords}>
        Vocabulary
      </Button>
      <ImportMenu kinds={['annotations', 'subjects']} />
      {children}
    </Group>
  );
}

function NoSubjects({ isFiltered, action }: { readonly isFiltered: boolean; readonly action: ReactNode }) {
  if (isFiltered) {
    return (
      <Empty title="No subject fits this filter">“Show all” above clears it. Try fewer conditions.</Empty>
    );
  }
  return (
    <Empty title="No subject yet" action={action}>
      Upload images of frames under Files, then make subjects from their names: one embryo, video or recording
      with its frames in order. Pipelines and the API make subjects as well.
    </Empty>
  );
}
