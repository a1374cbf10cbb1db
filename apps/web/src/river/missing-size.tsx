'use client';
import { useEffect, useState } from 'react';
import { hasExtension } from '@/files/extension';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from '@/projects/project-frame';
import { type ChosenFile, FrameChoice } from './stage/frame-choice';
import { useFrame, useVideoSummary } from './stage/use-frame';

/** The frame that tells a scaffold its size. */
export interface SizeOfFrame {
  /** null: not in this project any more. */
  readonly fileId: string | null;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface MissingSizeProps {
  readonly videoExtensions: readonly string[];
  readonly pictureExtensions: readonly string[];
  readonly onSize: (size: SizeOfFrame) => void;
}

/** Asks for a video of the camera where an .ivy project keeps no picture of it. */
export function MissingSize({ videoExtensions, pictureExtensions, onSize }: MissingSizeProps) {
  const project = useCurrentProject();
  const [file, setFile] = useState<ChosenFile | null>(null);
  const isVideo = file !== null && hasExtension(file.name, videoExtensions);
  const frame = useFrame(file?.id ?? null, isVideo, 0);
  const video = useVideoSummary(isVideo ? file.id : null);
  const size = frame.data;
  useEffect(() => {
    if (file !== null && size) onSize({ fileId: file.id, widthPx: size.widthPx, heightPx: size.heightPx });
  }, [file, size, onSize]);
  return (
    <>
      <PageHead
        title="Which video is this scaffold for?"
        crumbs={[project.crumb, { label: 'Files', href: project.at('/files') }]}
        description="This project keeps no picture of its camera, so the size of the frames that its points were clicked in is not known. Choose a video of that camera, or a picture of the same size: the size is taken from its first frame."
      />
      <Panel>
        <FrameChoice
          slug={project.slug}
          mayUpload={project.may('upload')}
          extensions={[...videoExtensions, ...pictureExtensions]}
          file={file}
          onFile={setFile}
          video={isVideo ? (video.data ?? null) : null}
          timeS={0}
          onTime={() => undefined}
        />
        <ProblemList error={frame.error ?? video.error} />
        {frame.isFetching && <LoadingRows />}
      </Panel>
    </>
  );
}
