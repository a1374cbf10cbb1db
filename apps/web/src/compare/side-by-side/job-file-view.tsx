'use client';
import { Anchor, Skeleton, Text } from '@mantine/core';
import Link from 'next/link';
import { TextPreview } from '@/artifacts/text-preview';
import { useApi } from '@/graphql/hooks';
import { cellText } from '../by-input/matrix';
import type { InputCell } from '../by-input/queries';
import type { ComparisonData, Setting } from '../queries';
import { settingText } from '../settings';
import { type JobFile, jobFilesQuery } from './queries';
import { kindOfFile, shownFile } from './shown-file';
import classes from './side-by-side.module.css';
import { SyncedImage } from './synced-image';
import type { Viewport } from './viewport';

interface JobFileViewProps {
  readonly slug: string;
  readonly comparison: ComparisonData;
  readonly setting: Setting;
  readonly cell: InputCell | undefined;
  readonly path: string | null;
  readonly viewport: Viewport;
  readonly onViewport: (viewport: Viewport) => void;
}

/** One setting: its values, its number on this input, and the chosen file of its job. */
export function JobFileView({ slug, comparison, setting, cell, path, ...viewing }: JobFileViewProps) {
  return (
    <figure className={classes.column}>
      <figcaption>
        <Text fz="sm" fw={550}>
          {settingText(setting, comparison.varying)}
        </Text>
        <Text fz="xs" c="dimmed" className="numeric">
          {comparison.metric.title}: {cellText(cell, comparison.metric.unit)}
          {cell && (
            <>
              {' · '}
              <Anchor component={Link} href={`/projects/${slug}/jobs/${cell.jobId}`} fz="xs">
                job {cell.jobId}
              </Anchor>
            </>
          )}
        </Text>
      </figcaption>
      {cell ? (
        <FileOfJob jobId={cell.jobId} path={path} {...viewing} />
      ) : (
        <p className={classes.nothing}>This setting was not tried on this input.</p>
      )}
    </figure>
  );
}

interface FileOfJobProps extends Pick<JobFileViewProps, 'path' | 'viewport' | 'onViewport'> {
  readonly jobId: string;
}

function FileOfJob({ jobId, path, viewport, onViewport }: FileOfJobProps) {
  const { data } = useApi(jobFilesQuery, { id: jobId });
  if (!data) return <Skeleton height={220} />;
  const file = shownFile(data.job.artifacts, path);
  if (!file) return <p className={classes.nothing}>This job has no such file.</p>;
  return <FileView file={file} viewport={viewport} onViewport={onViewport} />;
}

interface FileViewProps extends Pick<JobFileViewProps, 'viewport' | 'onViewport'> {
  readonly file: JobFile;
}

function FileView({ file, viewport, onViewport }: FileViewProps) {
  const kind = kindOfFile(file);
  if (kind === 'image') {
    return <SyncedImage url={file.url} title={file.title} viewport={viewport} onViewport={onViewport} />;
  }
  if (kind !== null) return <TextPreview url={file.url} kind={kind} />;
  return (
    <p className={classes.nothing}>
      {file.title} cannot be shown here. <Anchor href={file.url}>Download it</Anchor>
    </p>
  );
}
