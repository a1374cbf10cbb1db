'use client';
import { Button, FileButton, Progress, Stack, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { filesQuery } from '@/files/queries';
import { keyOf } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import classes from './inputs.module.css';
import { accepts, type ChosenFile, type InputLike } from './selection';
import { uploadInput } from './upload';

export interface UploadFilesProps {
  readonly slug: string;
  readonly input: InputLike;
  readonly onUploaded: (file: ChosenFile) => void;
}

/** Takes files by drop or dialog, sends them one after the other, and hands back each as stored. */
export function UploadFiles({ slug, input, onUploaded }: UploadFilesProps) {
  const { sending, error, add } = useUpload(slug, input, onUploaded);
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    void add([...event.dataTransfer.files]);
  };
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is extra, the button inside does the same */}
      <div
        className={classes.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <Text size="sm">
          Not there yet? Drop files here{input.extensions.length > 0 && ` (${input.extensions.join(', ')})`}{' '}
          or
        </Text>
        <FileButton
          multiple
          accept={input.extensions.join(',') || undefined}
          onChange={(files) => void add(files)}
        >
          {(props) => (
            <Button variant="default" size="xs" leftSection={<IconUpload size={14} aria-hidden />} {...props}>
              Upload files
            </Button>
          )}
        </FileButton>
      </div>
      <div aria-live="polite">
        {sending && (
          <>
            <Text size="xs" c="dimmed">
              Uploading {sending.name}, {Math.floor(sending.share * 100)} %
            </Text>
            <Progress value={sending.share * 100} size="sm" aria-label={`Upload of ${sending.name}`} />
          </>
        )}
      </div>
      {error !== null && <ProblemList error={error} title="Not everything was uploaded" />}
    </Stack>
  );
}

function useUpload(slug: string, input: InputLike, onUploaded: (file: ChosenFile) => void) {
  const client = useQueryClient();
  const [sending, setSending] = useState<{ readonly name: string; readonly share: number } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const add = async (files: readonly File[]) => {
    setError(null);
    try {
      for (const file of files) {
        if (!accepts(input, file.name)) {
          throw new Error(`${file.name} cannot be ${input.title}: expected ${input.extensions.join(', ')}.`);
        }
        setSending({ name: file.name, share: 0 });
        onUploaded(await uploadInput(slug, file, (share) => setSending({ name: file.name, share })));
      }
    } catch (failure) {
      setError(failure);
    }
    setSending(null);
    await client.invalidateQueries({ queryKey: keyOf(filesQuery) });
  };
  return { sending, error, add };
}
