import type { JobFile } from './queries';

/** The file at the path; where none is asked for, the first preview, else the first file. */
export function shownFile(files: readonly JobFile[], path: string | null): JobFile | undefined {
  if (path !== null) return files.find((file) => file.path === path);
  return files.find(({ role }) => role === 'preview') ?? files[0];
}

/** How a file can be shown on the page; null: only downloaded. */
export function kindOfFile({
  mediaType,
}: Pick<JobFile, 'mediaType'>): 'image' | 'csv' | 'json' | 'text' | null {
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType === 'text/csv') return 'csv';
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'text/plain' ? 'text' : null;
}
