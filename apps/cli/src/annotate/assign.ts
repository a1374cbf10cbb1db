/** Sends assignments to a server and follows what becomes of them. */
import { createInterface } from 'node:readline';
import { Unreachable } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { progressLine } from '../terminal/progress.js';
import type { FileEntry } from './read-entries.js';

export interface AssignedCounts {
  /** null when nothing was written. */
  readonly changesetId: string | null;
  readonly assigned: number;
  readonly skipped: number;
  readonly failed: number;
  readonly elapsedS: number;
  readonly entriesPerS: number;
  /** What ended it when a part was saved already. */
  readonly problem?: { readonly message: string; readonly fix?: string };
}

/** An entry that was not assigned completely. */
export interface EntryReport {
  readonly row: number;
  readonly status: string;
  readonly code: string;
  readonly message: string;
}

interface Told {
  readonly done?: number;
  readonly total?: number;
  readonly outcome?: Omit<EntryReport, 'row'> & { readonly index: number };
  readonly result?: AssignedCounts;
  readonly error?: { readonly message: string };
}

/** @param query options of the server's route @throws UsageError, Unreachable */
export async function assignEntries(
  client: ServerClient,
  project: string,
  entries: readonly FileEntry[],
  query: Readonly<Record<string, string>>,
): Promise<AssignedCounts & { readonly reports: readonly EntryReport[] }> {
  const place = `/annotations/${encodeURIComponent(project)}?${new URLSearchParams(query)}`;
  const answer = await client.post(place, 'application/x-ndjson', linesOf(entries));
  const progress = progressLine();
  const reports: EntryReport[] = [];
  for await (const line of createInterface({ input: answer })) {
    const { done, total, outcome, result, error } = JSON.parse(line) as Told;
    if (done !== undefined && total) progress.show(`${done} of ${total} entries`, done / total);
    if (outcome !== undefined) {
      const { index, ...rest } = outcome;
      reports.push({ row: entries[index]?.row ?? index + 1, ...rest });
    }
    if (error !== undefined) throw new Unreachable(`Nothing was written: ${error.message}`);
    if (result !== undefined) {
      progress.clear();
      return { ...result, reports };
    }
  }
  throw new Unreachable(
    'The server stopped answering before it said what was written. Look at the changes of the project; what of them is saved is left alone when the same list is sent again.',
  );
}

const entriesPerChunk = 1_000;

function* linesOf(entries: readonly FileEntry[]): Generator<Uint8Array> {
  for (let from = 0; from < entries.length; from += entriesPerChunk) {
    const lines = entries.slice(from, from + entriesPerChunk).map(({ json }) => `${json}\n`);
    yield Buffer.from(lines.join(''));
  }
}
