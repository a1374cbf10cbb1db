import type { MergedCells } from '@batchyard/domain';
import { columnIndex } from '@batchyard/domain/sheets';

/** They come after the rows, so the rows are skipped without being taken apart. */
export async function readMerges(chunks: AsyncIterable<Uint8Array>): Promise<MergedCells[]> {
  const decoder = new TextDecoder('utf-8');
  let tail = '';
  let isFound = false;
  for await (const chunk of chunks) {
    tail += decoder.decode(chunk, { stream: true });
    if (!isFound) {
      const at = tail.search(mergeStart);
      isFound = at >= 0;
      // What is cut between two pieces is found in the next one.
      tail = isFound ? tail.slice(at) : tail.slice(-startLength);
    }
    if (isFound && mergeEnd.test(tail)) break;
    if (tail.length > maxChars) break;
  }
  return isFound
    ? [...tail.matchAll(/<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]+)"/g)].flatMap(([, ref = '']) =>
        rectangle(ref),
      )
    : [];
}

const mergeStart = /<(?:\w+:)?mergeCells[\s>]/;
const mergeEnd = /<\/(?:\w+:)?mergeCells>/;
const startLength = 64;
const maxChars = 16 * 2 ** 20;

function rectangle(ref: string): MergedCells[] {
  const match = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/i.exec(ref);
  if (!match) return [];
  const [, from = '', first, to = '', last] = match;
  const [firstColumn, lastColumn] = [columnIndex(from), columnIndex(to)];
  if (firstColumn === null || lastColumn === null) return [];
  return [{ firstRow: Number(first), lastRow: Number(last), firstColumn, lastColumn }];
}
