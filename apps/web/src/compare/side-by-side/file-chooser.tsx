'use client';
import { Select } from '@mantine/core';
import { useApi } from '@/graphql/hooks';
import { jobFilesQuery } from './queries';
import { shownFile } from './shown-file';

interface FileChooserProps {
  /** A job that has the files to choose from; null: none. */
  readonly jobId: string | null;
  /** null = the first preview. */
  readonly path: string | null;
  readonly onChange: (path: string | null) => void;
}

export function FileChooser({ jobId, path, onChange }: FileChooserProps) {
  const { data } = useApi(
    jobFilesQuery,
    { id: jobId ?? '' },
    { enabled: jobId !== null, keepPrevious: true },
  );
  const files = data?.job.artifacts ?? [];
  return (
    <Select
      label="File"
      miw={200}
      allowDeselect={false}
      value={shownFile(files, path)?.path ?? null}
      data={files.map((file) => ({ value: file.path, label: file.title }))}
      onChange={onChange}
    />
  );
}
