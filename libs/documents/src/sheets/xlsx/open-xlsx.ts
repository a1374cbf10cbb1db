import type { SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { Parts } from '../parts.js';
import { requireSheet, type SheetFile } from '../sheet-file.js';
import { parseXml } from '../xml.js';
import { readMerges } from './merges.js';
import { readSharedTexts } from './shared-texts.js';
import { RowReader } from './sheet-rows.js';
import { readWorkbook, type XlsxWorkbook } from './workbook.js';

/** Opens a workbook of Office Open XML (xlsx, xlsm; ECMA-376). Macros are never looked at. @throws UnreadableSheet */
export async function openXlsx(parts: Parts, name: string): Promise<SheetFile> {
  const workbook = await readWorkbook(parts, name);
  const { sheets, sharedPath } = workbook;
  const partOf = (sheet: string) => {
    requireSheet(name, sheets, sheet);
    return sheets.find((each) => each.name === sheet)?.path ?? '';
  };
  let shared: Promise<string[]> | null = null;
  return {
    format: 'xlsx',
    sheets: sheets.map((sheet) => ({ name: sheet.name, isHidden: sheet.isHidden })),
    text: null,
    async *rows(sheet, onProblem) {
      const path = partOf(sheet);
      shared ??= sharedPath === null ? Promise.resolve([]) : readSharedTexts(parts, sharedPath, name);
      yield* sheetRows(parts, path, { ...contextOf(workbook, name, sheet, onProblem), shared: await shared });
    },
    merged: async (sheet) => readMerges(parts.read(partOf(sheet))),
    close: parts.close,
  };
}

function contextOf(
  { dateFormats, is1904 }: XlsxWorkbook,
  file: string,
  sheet: string,
  onProblem: (problem: Problem) => void,
) {
  return { file, sheet, dateFormats, is1904, onProblem };
}

async function* sheetRows(
  parts: Parts,
  path: string,
  context: ConstructorParameters<typeof RowReader>[0],
): AsyncGenerator<SheetRow> {
  const reader = new RowReader(context);
  for await (const _ of parseXml(parts.read(path), reader, context.file)) yield* reader.take();
}
