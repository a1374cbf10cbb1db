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
  const encoding = layout.encoding ?? detectEncoding(head, isWhole);
  const text = new TextDecoder(encoding).decode(head, { stream: !isWhole });
  const delimiter = layout.delimiter ?? detectDelimiter(text);
  const sheets = [{ name, isHidden: false }];
  return {
    format: 'text',
    sheets,
    text: { encoding, delimiter },
    rows(sheet) {
      requireSheet(name, sheets, sheet);
      return delimitedRows(decoded(path, encoding), delimiter, name);
    },
    merged: async () => [],
    close: async () => undefined,
  };
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
