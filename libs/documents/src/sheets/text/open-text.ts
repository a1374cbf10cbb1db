import { isAscii } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { requireSheet, type SheetFile, type TextEncodingName, type TextLayout } from '../sheet-file.js';
import { delimitedRows } from './delimited-rows.js';
import { detectDelimiter } from './delimiter.js';
import { detectEncoding } from './encoding.js';

const headBytes = 64 * 1024;

/**
 * Opens delimited text (CSV, TSV and their kin). Its only sheet has the file's name.
 * @param name of the file as the user knows it
 * @param layout what the user knows better than detection
 */
export async function openText(
  path: string,
  name: string,
  layout: Partial<TextLayout> = {},
): Promise<SheetFile> {
  const { head, isWhole } = await readHead(path);
  const encoding = layout.encoding ?? (await encodingOf(path, head, isWhole));
  const text = new TextDecoder(encoding).decode(head, { stream: !isWhole });
  const hasReturns = text.includes('\r') && !text.includes('\n');
  const delimiter = layout.delimiter ?? detectDelimiter(hasReturns ? withLineEnds(text) : text);
  const sheets = [{ name, isHidden: false }];
  return {
    format: 'text',
    sheets,
    text: { encoding, delimiter },
    rows(sheet) {
      requireSheet(name, sheets, sheet);
      const chunks = decoded(path, encoding);
      return delimitedRows(hasReturns ? withAllLineEnds(chunks) : chunks, delimiter, name);
    },
    merged: async () => [],
    close: async () => undefined,
  };
}

/** Where the beginning has plain letters only, the first others tell, wherever they stand. */
async function encodingOf(path: string, head: Uint8Array, isWhole: boolean): Promise<TextEncodingName> {
  const encoding = detectEncoding(head, isWhole);
  if (encoding !== 'utf-8' || isWhole || !isAscii(head)) return encoding;
  for await (const chunk of createReadStream(path, { start: head.length })) {
    const bytes = chunk as Buffer;
    if (!isAscii(bytes)) return detectEncoding(bytes, false);
  }
  return encoding;
}

/** Some programs end lines with a carriage return alone, as old Macintoshes did. */
const withLineEnds = (text: string) => text.replaceAll('\r', '\n');

async function* withAllLineEnds(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield withLineEnds(chunk);
}

async function readHead(path: string): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const handle = await open(path);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await handle.read(buffer, 0, headBytes, 0);
    const { size } = await handle.stat();
    return { head: buffer.subarray(0, bytesRead), isWhole: size <= bytesRead };
  } finally {
    await handle.close();
  }
}

async function* decoded(path: string, encoding: TextEncodingName): AsyncGenerator<string> {
  // It swallows the byte order mark.
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}
