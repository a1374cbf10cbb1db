/** Files for tests, written as a spreadsheet program would. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MergedCells, SheetRow } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { openDrafts } from '../../archives/drafts.js';
import { zipArchive } from '../../archives/zip.js';
import { openSheetFile } from '../open-sheet-file.js';
import type { SheetFile, TextLayout } from '../sheet-file.js';

export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), 'batchyard-sheet-')), name);
  await writeFile(file, content);
  return file;
}

/** A zip archive with these files. */
export async function archive(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const drafts = await openDrafts();
  try {
    const entries = Object.entries(files).map(([name, content]) =>
      drafts.add(name, new Date(0), once(content)),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of zipArchive(inTurn(entries))) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await drafts.remove();
  }
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function* inTurn<T>(promises: readonly Promise<T>[]): AsyncGenerator<T> {
  for (const promise of promises) yield await promise;
}

export interface XlsxParts {
  /** Contents of `worksheet`, by name of the sheet. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly shared?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
  readonly hidden?: readonly string[];
  /** What a workbook with macros has beside its sheets. */
  readonly macros?: Uint8Array;
}

const relationTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function xlsx({
  sheets,
  shared,
  styles,
  workbookPr = '',
  hidden = [],
  macros,
}: XlsxParts): Promise<Buffer> {
  const names = Object.keys(sheets);
  const list = names.map(
    (name, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`,
  );
  const relations = names.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  if (shared) relations.push(relation('rIdS', 'sharedStrings', 'sharedStrings.xml'));
  if (styles) relations.push(relation('rIdT', 'styles', '/xl/styles.xml'));
  return archive({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${relationTypes}">${workbookPr}<sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}</Relationships>`,
    ...Object.fromEntries(
      Object.values(sheets).map((content, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<?xml version="1.0"?><worksheet>${content}</worksheet>`,
      ]),
    ),
    ...(shared && { 'xl/sharedStrings.xml': `<sst>${shared}</sst>` }),
    ...(styles && { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
    ...(macros && { 'xl/vbaProject.bin': macros }),
  });
}

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${relationTypes}/${type}" Target="${target}"/>`;

/** A sheet of an OpenDocument file from the contents of `spreadsheet`. */
export function ods(tables: string, styles = ''): Promise<Buffer> {
  return archive({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<?xml version="1.0"?><office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
  });
}

export interface WholeSheet {
  readonly file: Pick<SheetFile, 'format' | 'sheets' | 'text'>;
  readonly rows: readonly SheetRow[];
  readonly merged: readonly MergedCells[];
  readonly problems: readonly Problem[];
}

/** Everything of one sheet. @param sheet absent: the first */
export async function readWhole(
  path: string,
  sheet?: string,
  layout: Partial<TextLayout> = {},
): Promise<WholeSheet> {
  const file = await openSheetFile(path, path.split('/').at(-1) ?? '', layout);
  try {
    const name = sheet ?? file.sheets[0]?.name ?? '';
    const problems: Problem[] = [];
    const rows: SheetRow[] = [];
    for await (const row of file.rows(name, (problem) => problems.push(problem))) rows.push(row);
    return { file, rows, merged: await file.merged(name), problems };
  } finally {
    await file.close();
  }
}
