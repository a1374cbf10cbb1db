'use client';
import { ActionIcon, FileButton, Progress, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconUpload, IconX } from '@tabler/icons-react';
import { type DragEvent, useEffect, useState } from 'react';
import { formatBytes } from '@/formatting/numbers';
import { ProblemList } from '@/problems/problem-list';
import classes from './files.module.css';
import type { UploadedFile } from './upload';
import { type Upload, useUploads } from './use-uploads';

export interface DropZoneProps {
  readonly slug: string;
  /** With the dot, lower case; empty accepts all. */
  readonly extensions?: readonly string[];
  readonly onUploaded?: (file: UploadedFile) => void;
}

/** Takes files by drop or by dialog and shows how far each has been sent. */
export function DropZone({ slug, extensions = [], onUploaded }: DropZoneProps) {
  const { uploads, add, remove, isUnfinished } = useUploads(slug, extensions, onUploaded);
  const [isOver, setIsOver] = useState(false);
  useWarningBeforeLeaving(isUnfinished);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    add(filesOf(event.dataTransfer));
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  const kinds = extensions.length > 0 ? `${extensions.join(', ')} · ` : '';
  return (
    <Stack gap="sm">
      <FileButton multiple accept={extensions.join(',') || undefined} onChange={add}>
        {(props) => (
          <UnstyledButton
            {...props}
            className={classes.drop}
            data-over={isOver || undefined}
            onDragOver={over}
            onDragLeave={() => setIsOver(false)}
            onDrop={drop}
          >
            <IconUpload size={20} aria-hidden />
            <span>
              <Text size="sm" fw={550} component="span" display="block">
                Drop files here, or choose them from this computer
              </Text>
              <Text size="xs" c="dimmed" component="span" display="block">
                {kinds}Everybody in the project can use them; what is there unchanged is kept once.
              </Text>
            </span>
          </UnstyledButton>
        )}
      </FileButton>
      {uploads.length > 0 && (
        <ul className={classes.uploads}>
          {uploads.map((upload) => (
            <UploadRow key={upload.key} upload={upload} onRemove={() => remove(upload.key)} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

/** Files of a drop; folders have no content that could be sent and are left out. */
function filesOf(transfer: DataTransfer): File[] {
  return [...transfer.items]
    .filter((item) => item.webkitGetAsEntry()?.isDirectory !== true)
    .flatMap((item) => item.getAsFile() ?? []);
}

function useWarningBeforeLeaving(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [active]);
}

function UploadRow({ upload, onRemove }: { readonly upload: Upload; readonly onRemove: () => void }) {
  const { file, state } = upload;
  const verb = state.kind === 'sending' || state.kind === 'waiting' ? 'Stop' : 'Hide';
  return (
    <li>
      <div className={classes.upload}>
        <Text size="sm" truncate flex={1} title={file.name}>
          {file.name}
        </Text>
        <Text size="xs" c="dimmed" className="numeric" style={{ whiteSpace: 'nowrap' }}>
          {stateText(file, state)}
        </Text>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`${verb} ${file.name}`}
          onClick={onRemove}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      </div>
      {state.kind === 'sending' && (
        <Progress value={state.fraction * 100} size={4} aria-label={`Upload of ${file.name}`} />
      )}
      {state.kind === 'failed' && <ProblemList error={state.error} />}
    </li>
  );
}

function stateText({ size }: File, state: Upload['state']): string {
  switch (state.kind) {
    case 'waiting':
      return 'waiting';
    case 'sending':
      return state.fraction < 1
        ? `${formatBytes(Math.round(size * state.fraction))} of ${formatBytes(size)}`
        : 'being stored';
    case 'done':
      return `uploaded, ${formatBytes(size)}`;
    case 'failed':
      return 'not uploaded';
  }
}
