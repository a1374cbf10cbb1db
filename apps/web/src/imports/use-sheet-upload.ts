'use client';
import { useEffect, useRef, useState } from 'react';
import { sendFile } from '@/files/upload';
import type { ImportKind } from './queries';

/**
 * Sends a sheet and tells the id of the import it becomes. `target` is `pipeline:<name>` or `template:<id>`; `send` takes
 * the row of headings where it is known.
 */
export function useSheetUpload(
  slug: string,
  kind: ImportKind,
  target: string | null,
  inputs: Readonly<Record<string, string>>,
  onBegun: (id: string) => void,
) {
  const [fraction, setFraction] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const send = async (file: File, headerRow: number | null = null) => {
    stop.current = new AbortController();
    setFraction(0);
    setError(null);
    try {
      const known = headerRow === null ? '' : `&headerRow=${headerRow}`;
      const address = `/imports/${encodeURIComponent(slug)}?${targetSearch(kind, target, inputs)}${known}`;
      const { id } = await sendFile<{ readonly id: string }>(address, file, setFraction, stop.current.signal);
      onBegun(id);
    } catch (cause) {
      if (!stop.current.signal.aborted) setError(cause);
    } finally {
      setFraction(null);
    }
  };
  return { send, fraction, error };
}

/** What the rows are, for an address of the API. @param inputs files of all rows, by input */
export function targetSearch(
  kind: ImportKind,
  target: string | null,
  inputs: Readonly<Record<string, string>> = {},
): string {
  const search = new URLSearchParams({ kind });
  const [what, ...rest] = target?.split(':') ?? [];
  if (what !== undefined) search.set(what === 'template' ? 'templateId' : 'pipeline', rest.join(':'));
  for (const [name, file] of Object.entries(inputs)) search.set(`input.${name}`, file);
  return search.toString();
}
