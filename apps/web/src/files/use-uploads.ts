'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { keyOf } from '@/graphql/hooks';
import { hasExtension } from './extension';
import { filesQuery } from './queries';
import { type UploadedFile, uploadFile } from './upload';

export type UploadState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly fraction: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One file on its way to the server. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state: UploadState;
}

/** Uploads of this page, one after the other, so that each has the whole line. */
export function useUploads(
  slug: string,
  extensions: readonly string[],
  onUploaded?: (file: UploadedFile) => void,
) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const stop = useRef<AbortController | null>(null);
  const send = useSend(slug, setUploads, stop, onUploaded);
  const isSending = uploads.some(({ state }) => state.kind === 'sending');
  const next = isSending ? undefined : uploads.find(({ state }) => state.kind === 'waiting');
  useEffect(() => {
    if (next) void send(next);
  }, [next, send]);
  return {
    uploads,
    isUnfinished: isSending || next !== undefined,
    add: (files: readonly File[]) =>
      setUploads((all) => [...all, ...files.map((file) => toUpload(file, extensions))]),
    /** Takes an upload off the list; one that is being sent stops. */
    remove: (key: string) => {
      const isRemovedSending = uploads.some(
        (upload) => upload.key === key && upload.state.kind === 'sending',
      );
      if (isRemovedSending) stop.current?.abort();
      setUploads((all) => all.filter((upload) => upload.key !== key));
    },
  };
}

let lastKey = 0;

/** A file of another kind, which a drop may hold, is refused before it is sent. */
function toUpload(file: File, extensions: readonly string[]): Upload {
  lastKey += 1;
  const upload: Upload = { key: String(lastKey), file, state: { kind: 'waiting' } };
  if (hasExtension(file.name, extensions)) return upload;
  const error = new Error(`${file.name} is not of the kind expected here: ${extensions.join(', ')}.`);
  return { ...upload, state: { kind: 'failed', error } };
}

type Uploads = readonly Upload[];

function useSend(
  slug: string,
  setUploads: (change: (all: Uploads) => Uploads) => void,
  stop: { current: AbortController | null },
  onUploaded: ((file: UploadedFile) => void) | undefined,
) {
  const client = useQueryClient();
  const told = useRef(onUploaded);
  told.current = onUploaded;
  return useCallback(
    async ({ key, file }: Upload) => {
      const set = (state: UploadState) =>
        setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, state } : upload)));
      stop.current = new AbortController();
      set({ kind: 'sending', fraction: 0 });
      try {
        const onProgress = (fraction: number) => set({ kind: 'sending', fraction });
        const uploaded = await uploadFile(slug, file, onProgress, stop.current.signal);
        set({ kind: 'done' });
        told.current?.(uploaded);
        void client.invalidateQueries({ queryKey: keyOf(filesQuery) });
      } catch (error) {
        set({ kind: 'failed', error });
      }
    },
    [slug, setUploads, stop, client],
  );
}
