/**
 * Workbooks in the format of Office Open XML (ECMA-376), written row by row: typed cells, a frozen header with filter,
 * column widths. Only what is needed to write; text is never run as a formula.
 */
import type { DraftEntry, Drafts } from '../archives/drafts.js';
import { zipArchive } from '../archives/zip.js';
import type { CsvCell } from '../tables/csv.js';
import { cellXml, columnName, escapeXml, styles } from './cells.js';
import {
  contentTypes,
  packageRelations,
  type SheetName,
  stylesXml,
  workbookRelations,
  workbookXml,
} from './parts.js';
import { type ValidatedColumn, validationsXml } from './validation.js';

/** Rows a sheet may have; what is more goes to a second one. */
const maxSheetRows = 1_048_576;

export interface SheetColumn {
  /** With its unit. */
  readonly heading: string;
  /** In characters. */
  readonly width: number;
  /** Long text goes on below instead of to the right, and makes its row higher. */
  readonly wraps?: boolean;
  readonly isHidden?: boolean;
  /** What is typed stays text: `007` keeps its zeros, `1-2` becomes no date. */
  readonly isText?: boolean;
  /** What may be typed; anything when absent. */
  readonly validated?: ValidatedColumn;
}

export interface Sheet {
  /** At most 31 characters, none of `[]:*?/\`; unique in the workbook. */
  readonly name: string;
  readonly isHidden?: boolean;
  readonly columns: readonly SheetColumn[];
  /** One cell for each column. */
  readonly rows: AsyncIterable<readonly CsvCell[]>;
}

export interface Workbook {
  readonly title: string;
  readonly modifiedAt: Date;
  readonly sheets: readonly Sheet[];
}

/** The workbook's bytes. Sheets lie in the drafts' folder meanwhile, packed. */
export async function* writeWorkbook(workbook: Workbook, drafts: Drafts): AsyncGenerator<Buffer> {
  yield* zipArchive(workbookEntries(workbook, drafts));
}

async function* workbookEntries(
  { title, modifiedAt, sheets }: Workbook,
  drafts: Drafts,
): AsyncGenerator<DraftEntry> {
  const names: SheetName[] = [];
  const add = (path: string, text: string) => drafts.add(path, modifiedAt, once(text));
  for (const sheet of sheets) {
    const rows = sheet.rows[Symbol.asyncIterator]();
    for (let part = 1, isDone = false; !isDone; part++) {
      const draft = await drafts.create('deflated');
      isDone = await writeSheet(sheet.columns, rows, (text) => draft.write(text));
      const name = part === 1 ? sheet.name : `${sheet.name.slice(0, 27)} ${part}`;
      names.push({ name, isHidden: sheet.isHidden ?? false });
      yield await draft.entry(`xl/worksheets/sheet${names.length}.xml`, modifiedAt);
    }
  }
  yield await add('xl/styles.xml', stylesXml);
  yield await add('xl/workbook.xml', workbookXml(names));
  yield await add('xl/_rels/workbook.xml.rels', workbookRelations(names.length));
  yield await add('docProps/core.xml', coreProperties(title, modifiedAt));
  yield await add('_rels/.rels', packageRelations);
  yield await add('[Content_Types].xml', contentTypes(names.length));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** @returns whether all rows are written */
async function writeSheet(
  columns: readonly SheetColumn[],
  rows: AsyncIterator<readonly CsvCell[]>,
  write: (text: string) => Promise<void>,
): Promise<boolean> {
  const names = columns.map((_, index) => columnName(index));
  await write(sheetHead(columns));
  const header = columns.map(({ heading }, index) => cellXml(`${names[index]}1`, heading, styles.header));
  await write(`<row r="1">${header.join('')}</row>`);
  let number = 1;
  let isDone = false;
  while (number < maxSheetRows) {
    const next = await rows.next();
    if (next.done) {
      isDone = true;
      break;
    }
    number++;
    const cells = next.value.map((cell, index) =>
      cellXml(`${names[index]}${number}`, cell, styleOf(columns[index])),
    );
    await write(`<row r="${number}"${heightOf(next.value, columns)}>${cells.join('')}</row>`);
  }
  await write('</sheetData>');
  if (columns.length > 0) await write(`<autoFilter ref="A1:${names.at(-1)}${number}"/>`);
  const validated = columns.map((column, index) => ({
    name: names[index] ?? '',
    validated: column.validated,
  }));
  await write(validationsXml(validated, maxSheetRows));
  await write('</worksheet>');
  return isDone;
}

function styleOf(column: SheetColumn | undefined): number {
  if (column?.wraps) return styles.wrapped;
  return column?.isText ? styles.text : styles.plain;
}

/** Programs differ in whether they find out themselves how high a row with wrapped text is. */
function heightOf(cells: readonly CsvCell[], columns: readonly SheetColumn[]): string {
  const lines = columns.map(({ wraps, width }, index) =>
    wraps ? Math.ceil(String(cells[index] ?? '').length / (width * wrappedShare)) : 1,
  );
  const most = Math.min(Math.max(1, ...lines), maxLines);
  return most === 1 ? '' : ` ht="${most * linePoints}" customHeight="1"`;
}

/** Words do not fill their lines. */
const wrappedShare = 0.9;
const linePoints = 15;
/** A row is at most 409 points high. */
const maxLines = 27;

function sheetHead(columns: readonly SheetColumn[]): string {
  const widths = columns.map(
    ({ width, isHidden, isText }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${Math.min(Math.max(width, 6), 120)}" customWidth="1"${isText ? ` style="${styles.text}"` : ''}${isHidden ? ' hidden="1"' : ''}/>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
}

function coreProperties(title: string, modifiedAt: Date): string {
  const at = `${modifiedAt.toISOString().slice(0, 19)}Z`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>Batchyard</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">${at}</dcterms:created></cp:coreProperties>`;
}
