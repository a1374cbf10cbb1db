/** The parts of a workbook that say what its sheets are and how to read their cells. */
import type { Parts } from '../parts.js';
import type { SheetSummary } from '../sheet-file.js';
import { attribute, damaged, readXml } from '../xml.js';
import { builtInFormat, type DateFormat, formatKind } from './dates.js';

export interface XlsxSheet extends SheetSummary {
  /** Path of its part. */
  readonly path: string;
}

export interface XlsxWorkbook {
  readonly sheets: readonly XlsxSheet[];
  readonly is1904: boolean;
  /** By index of the cells' style. */
  readonly dateFormats: readonly DateFormat[];
  readonly sharedPath: string | null;
}

interface Relation {
  readonly type: string;
  readonly path: string;
}

/** @throws UnreadableSheet */
export async function readWorkbook(parts: Parts, file: string): Promise<XlsxWorkbook> {
  const workbookPath = await findWorkbook(parts, file);
  const relations = await readRelations(parts, workbookPath, file);
  const pathOf = (type: string) => [...relations.values()].find((each) => each.type === type)?.path ?? null;
  const { sheets, is1904 } = await readSheetList(parts, workbookPath, relations, file);
  if (sheets.length === 0) throw damaged(file, 'it has no sheet');
  const stylesPath = pathOf('styles');
  return {
    sheets,
    is1904,
    dateFormats: stylesPath === null ? [] : await readDateFormats(parts, stylesPath, file),
    sharedPath: pathOf('sharedStrings'),
  };
}

async function findWorkbook(parts: Parts, file: string): Promise<string> {
  const relations = await readRelations(parts, '', file);
  const main = [...relations.values()].find(({ type }) => type === 'officeDocument');
  if (!main) throw damaged(file, 'it names no workbook');
  return main.path;
}

async function readRelations(parts: Parts, source: string, file: string): Promise<Map<string, Relation>> {
  const cut = source.lastIndexOf('/') + 1;
  const folder = source.slice(0, cut);
  const path = `${folder}_rels/${source.slice(cut)}.rels`;
  const relations = new Map<string, Relation>();
  if (!parts.has(path)) throw damaged(file, `its part ${path} is missing`);
  await readXml(
    parts.read(path),
    {
      open(name, attributes) {
        if (name !== 'Relationship' || attributes.TargetMode === 'External') return;
        const { Id: id = '', Type: type = '', Target: target = '' } = attributes;
        relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), path: resolvePart(folder, target) });
      },
    },
    file,
  );
  return relations;
}

/** Paths stay within the archive, so `..` only ever names another part. */
function resolvePart(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '');
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

async function readSheetList(
  parts: Parts,
  path: string,
  relations: ReadonlyMap<string, Relation>,
  file: string,
): Promise<{ sheets: XlsxSheet[]; is1904: boolean }> {
  const sheets: XlsxSheet[] = [];
  let is1904 = false;
  await readXml(
    parts.read(path),
    {
      open(tag, attributes) {
        if (tag === 'workbookPr') is1904 = isTrue(attributes.date1904);
        if (tag !== 'sheet') return;
        const relation = relations.get(attribute(attributes, 'id') ?? '');
        // Sheets that only hold a chart have no cells.
        if (relation?.type !== 'worksheet') return;
        const { name = '', state = 'visible' } = attributes;
        sheets.push({ name, isHidden: state !== 'visible', path: relation.path });
      },
    },
    file,
  );
  return { sheets, is1904 };
}

async function readDateFormats(parts: Parts, path: string, file: string): Promise<DateFormat[]> {
  const codes = new Map<number, DateFormat>();
  const formats: DateFormat[] = [];
  let isInCells = false;
  await readXml(
    parts.read(path),
    {
      open(name, attributes) {
        if (name === 'numFmt')
          codes.set(Number(attributes.numFmtId), formatKind(attributes.formatCode ?? ''));
        else if (name === 'cellXfs') isInCells = true;
        else if (name === 'xf' && isInCells) {
          const id = Number(attributes.numFmtId ?? 0);
          formats.push(codes.get(id) ?? builtInFormat(id));
        }
      },
      close(name) {
        if (name === 'cellXfs') isInCells = false;
      },
    },
    file,
  );
  return formats;
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true' || value === 'on';
