'use client';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { pipelinesQuery } from '@/pipelines/queries';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { draftOfFile } from './draft/draft-of-file';
import { draftKey, readDraft } from './draft/stored-draft';
import { MissingSize, type SizeOfFrame } from './missing-size';
import { checkScaffoldQuery } from './queries';
import { ScaffoldEditor } from './scaffold-editor';

const pictureExtensions = ['.png', '.jpg', '.jpeg', '.webp'];

/** Makes a scaffold, or opens one: `?file=<id of a scaffold file>`, `?video=<id of the file to show>`. */
export function ScaffoldPage() {
  const search = useSearchParams();
  const openedId = search.get('file');
  const { data, error, refetch } = useApi(pipelinesQuery, {});
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingPage />;
  const river = data.pipelines.find(({ name }) => name === 'river-discharge');
  const video = river?.inputs.find(({ name }) => name === 'video');
  const shared = {
    videoExtensions: video?.extensions ?? [],
    pictureExtensions,
    firstFrameId: search.get('video'),
  };
  if (openedId === null) return <ScaffoldEditor key="new" {...shared} openedId={null} opened={null} />;
  return <OpenedScaffold key={openedId} {...shared} openedId={openedId} />;
}

/** What was chosen before the page was loaded again. */
function keptSize(slug: string, openedId: string): SizeOfFrame | null {
  const kept = readDraft(localStorage.getItem(draftKey(slug, openedId)));
  if (kept === null || kept.draft.widthPx === null || kept.draft.heightPx === null) return null;
  return { fileId: kept.frameFileId, widthPx: kept.draft.widthPx, heightPx: kept.draft.heightPx };
}

interface OpenedScaffoldProps {
  readonly openedId: string;
  readonly videoExtensions: readonly string[];
  readonly pictureExtensions: readonly string[];
  readonly firstFrameId: string | null;
}

function OpenedScaffold({ openedId, ...shared }: OpenedScaffoldProps) {
  const project = useCurrentProject();
  const [size, setSize] = useState(() => keptSize(project.slug, openedId));
  const frameSize = size && [size.widthPx, size.heightPx];
  const input = { projectSlug: project.slug, fileId: openedId, frameSize };
  const { data, error, refetch } = useApi(checkScaffoldQuery, { input });
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingPage />;
  const { scaffold, problems } = data.checkScaffold;
  if (scaffold === null && problems.length > 0 && problems.every(({ code }) => code === 'NO_FRAME_SIZE')) {
    return <MissingSize {...shared} onSize={setSize} />;
  }
  if (scaffold === null) {
    return (
      <>
        <PageHead
          title="This file cannot be opened as a scaffold"
          crumbs={[project.crumb, { label: 'Files', href: project.at('/files') }]}
        />
        <ProblemList problems={problems} />
      </>
    );
  }
  const frameFileId = shared.firstFrameId ?? size?.fileId ?? null;
  const opened = { draft: draftOfFile(scaffold as never), frameFileId, timeS: 0 };
  return <ScaffoldEditor {...shared} openedId={openedId} opened={opened} />;
}
