'use client';
import { useQuery } from '@tanstack/react-query';
import { ApiError, type ApiErrorCode, type Problem } from '@/graphql/error';
import type { Size } from './view';

/** A picture to click on. */
export interface Frame extends Size {
  /** For as long as the page lives. */
  readonly url: string;
}

export interface VideoSummary extends Size {
  readonly durationS: number | null;
  readonly framesPerSecond: number;
  readonly codec: string;
}

/** The frame of a file: of a video at a time, or the picture itself. */
export function useFrame(fileId: string | null, isVideo: boolean, timeS: number) {
  const address = isVideo ? `/files/${fileId}/frame?at=${timeS}` : `/files/${fileId}/content`;
  return useQuery<Frame>({
    queryKey: ['frame', address],
    queryFn: ({ signal }) => loadFrame(address, signal),
    enabled: fileId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    placeholderData: (previous, query) =>
      query?.queryKey[1]?.toString().startsWith(`/files/${fileId}/`) ? previous : undefined,
  });
}

/** Length and rate of a video. */
export function useVideoSummary(fileId: string | null) {
  return useQuery<VideoSummary>({
    queryKey: ['video', fileId],
    queryFn: async ({ signal }) => (await load(`/files/${fileId}/video`, signal)).json(),
    enabled: fileId !== null,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

async function loadFrame(address: string, signal: AbortSignal): Promise<Frame> {
  const url = URL.createObjectURL(await (await load(address, signal)).blob());
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    throw new ApiError(
      'BAD_REQUEST',
      'The browser cannot show this file as a picture. Choose a video, PNG or JPEG.',
    );
  }
  return { url, widthPx: image.naturalWidth, heightPx: image.naturalHeight };
}

interface Refusal {
  readonly code?: ApiErrorCode;
  readonly message?: string;
  readonly problems?: readonly Problem[];
}

async function load(address: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(address, { signal });
  if (response.ok) return response;
  const { code, message, problems } = (await response.json().catch(() => ({}))) as Refusal;
  throw new ApiError(
    code ?? 'INTERNAL',
    message ?? `The file could not be read (${response.status}).`,
    problems,
  );
}
