import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { openDrafts, rewriteArchive } from '@batchyard/documents';

/** What a person does in a spreadsheet program: texts of the visible sheet replaced. */
export async function editedWorkbook(sheet: Buffer, edit: (xml: string) => string): Promise<Buffer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-edited-'));
  const file = path.join(folder, 'sheet.xlsx');
  writeFileSync(file, sheet);
  const drafts = await openDrafts();
  try {
    const chunks: Buffer[] = [];
    const rewrites = new Map([
      ['xl/worksheets/sheet1.xml', (contents: AsyncIterable<Uint8Array>) => inOne(contents, edit)],
    ]);
    for await (const chunk of rewriteArchive(file, rewrites, drafts)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* inOne(
  contents: AsyncIterable<Uint8Array>,
  edit: (xml: string) => string,
): AsyncGenerator<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of contents) chunks.push(chunk);
  yield edit(Buffer.concat(chunks).toString());
}
