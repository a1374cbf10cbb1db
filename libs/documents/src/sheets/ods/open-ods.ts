import type { SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Parts } from '../parts.js';
import { requireSheet, type SheetFile, UnreadableSheet } from '../sheet-file.js';
import { damaged, parseXml, readXml } from '../xml.js';
import { ContentReader } from './content-reader.js';

/** Opens an OpenDocument spreadsheet (OASIS OpenDocument 1.3). @throws UnreadableSheet */
export async function openOds(parts: Parts, name: string): Promise<SheetFile> {
  await refuseEncrypted(parts, name);
  const { sheets } = await readAll(parts, name, null);
  if (sheets.length === 0) throw damaged(name, 'it has no sheet');
  return {
    format: 'ods',
    sheets,
    text: null,
    async *rows(sheet, onProblem) {
      requireSheet(name, sheets, sheet);
      yield* contentRows(parts, name, sheet, onProblem);
    },
    async merged(sheet) {
      requireSheet(name, sheets, sheet);
      return (await readAll(parts, name, sheet)).merged;
    },
    close: parts.close,
  };
}

const content = 'content.xml';

async function* contentRows(
  parts: Parts,
  file: string,
  sheet: string,
  onProblem: (problem: Problem) => void,
): AsyncGenerator<SheetRow> {
  const reader = new ContentReader(file, sheet, onProblem);
  for await (const _ of parseXml(parts.read(content), handlerOf(reader), file)) yield* reader.take();
}

async function readAll(parts: Parts, file: string, sheet: string | null): Promise<ContentReader> {
  const reader = new ContentReader(file, sheet, () => undefined);
  for await (const _ of parseXml(parts.read(content), handlerOf(reader), file)) reader.take();
  return reader;
}

const handlerOf = (reader: ContentReader) => ({
  open: reader.open,
  text: reader.characters,
  close: reader.close,
});

async function refuseEncrypted(parts: Parts, file: string): Promise<void> {
  const manifest = 'META-INF/manifest.xml';
  if (!parts.has(manifest)) return;
  let isEncrypted = false;
  const open = (name: string) => {
    if (name === 'encryption-data') isEncrypted = true;
  };
  await readXml(parts.read(manifest), { open }, file);
  if (!isEncrypted) return;
  throw new UnreadableSheet({
    code: 'PROTECTED_SHEET',
    message: `${file} is protected with a password.`,
    place: { file },
    expectation: 'a sheet without a password',
    fix: 'Save it without a password and import that.',
  });
}
