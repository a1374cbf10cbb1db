/** Opens a spreadsheet by what it is, not by what it is called. */
import { open, stat } from 'node:fs/promises';
import type { SheetCell } from '@batchyard/domain';
import { sheetLimits } from './limits.js';
import { openOds } from './ods/open-ods.js';
import { openParts } from './parts.js';
import { type SheetFile, type TextLayout, UnreadableSheet } from './sheet-file.js';
import { openText } from './text/open-text.js';
import { openXlsx } from './xlsx/open-xlsx.js';

/**
 * Opens xlsx, xlsm, ods, or delimited text.
 * @param name of the file as the user knows it
 * @param layout for text files, what the user knows better than detection
 * @throws UnreadableSheet when it is none of these, damaged, protected or dangerous
 */
export async function openSheetFile(
  path: string,
  name: string,
  layout: Partial<TextLayout> = {},
): Promise<SheetFile> {
  const magic = await firstBytes(path, 8);
  if (magic.length === 0)
    throw refusal(name, 'is empty', 'a sheet with a row of headings', 'Choose another file.');
  if (startsWith(magic, [0xd0, 0xcf, 0x11, 0xe0])) throw await compoundRefusal(path, name);
  if (startsWith(magic, [0x50, 0x4b])) return openArchive(path, name);
  const binary = binaryKinds.find(({ bytes }) => startsWith(magic, bytes));
  if (binary) {
    throw refusal(
      name,
      `is ${binary.kind}, no spreadsheet`,
      'xlsx, ods, csv or tsv',
      'Choose the sheet itself.',
    );
  }
  refuseOtherSuffix(name);
  await refuseMarkup(path, name);
  return openText(path, name, layout);
}

/** What delimited text is called: measuring programs write it as .dat, .asc or even .xls. */
const textSuffixes = [
  'csv',
  'tsv',
  'tab',
  'psv',
  'txt',
  'text',
  'dat',
  'asc',
  'prn',
  'log',
  'out',
  'xls',
  'xlsx',
  'ods',
];

/** Text may be anything; under the name of something else it is that, and no sheet. */
function refuseOtherSuffix(name: string): void {
  const suffix = /[^.\\/]\.([^.\\/ ]+)$/.exec(name)?.[1];
  if (suffix === undefined || textSuffixes.includes(suffix.toLowerCase())) return;
  throw new UnreadableSheet({
    code: 'UNSUPPORTED_TYPE',
    message: `Unsupported file type: .${suffix}`,
    place: { file: name },
    expectation: '.xlsx, .xlsm, .ods, .csv, .tsv or .txt',
    fix: 'Choose a sheet. If it is one, save it as .xlsx or .csv.',
  });
}

const binaryKinds = [
  { kind: 'a PDF document', bytes: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'a PNG image', bytes: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'a JPEG image', bytes: [0xff, 0xd8, 0xff] },
  { kind: 'a packed file (gzip)', bytes: [0x1f, 0x8b] },
  { kind: 'a Parquet file', bytes: [0x50, 0x41, 0x52, 0x31] },
  { kind: 'an HDF5 file', bytes: [0x89, 0x48, 0x44, 0x46] },
];

async function openArchive(path: string, name: string): Promise<SheetFile> {
  const parts = await openParts(path, name);
  try {
    if (parts.has('[Content_Types].xml')) return withinReason(await openXlsx(parts, name), path, name);
    if (parts.has('content.xml')) return withinReason(await openOds(parts, name), path, name);
    throw refusal(
      name,
      'is an archive, no spreadsheet',
      'xlsx, ods, csv or tsv',
      'Unpack it and choose the sheet within.',
    );
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** What Excel wrote before 2007, and how it wraps what has a password, begin alike; a name within tells them apart. */
async function compoundRefusal(path: string, name: string): Promise<UnreadableSheet> {
  const bytes = Buffer.from(await firstBytes(path, compoundBytes));
  const isEncrypted = bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'));
  return isEncrypted
    ? refusal(
        name,
        'is protected with a password',
        'a sheet without a password',
        'Save it without a password.',
      )
    : refusal(
        name,
        'is an old Excel file (.xls)',
        'xlsx, ods, csv or tsv',
        'Open it in a spreadsheet program and save it as an Excel workbook (.xlsx).',
      );
}

/** Within these, compound files name what they hold. */
const compoundBytes = 16 * 2 ** 20;

/** Programs save web pages and XML under the names of sheets; as text they would be one column of markup. */
async function refuseMarkup(path: string, name: string): Promise<void> {
  const head = Buffer.from(await firstBytes(path, 1_000)).toString('latin1');
  const tag = /^(?:\u00ef\u00bb\u00bf)?\s*<(\?xml|!doctype|html|table|meta|style)\b/i.exec(head)?.[1];
  if (tag === undefined) return;
  const what = tag.toLowerCase() === '?xml' ? 'is XML' : 'is a web page';
  throw refusal(
    name,
    `${what}, no spreadsheet, whatever its name says`,
    'xlsx, ods, csv or tsv',
    'Open it in a spreadsheet program and save it as an Excel workbook (.xlsx).',
  );
}

/** Cells may share a text or repeat each other, so that little in the file is much in the sheet. */
async function withinReason(file: SheetFile, path: string, name: string): Promise<SheetFile> {
  const { size } = await stat(path);
  const most = Math.max(sheetLimits.freeUnpackedBytes, sheetLimits.maxRatio * size);
  return {
    ...file,
    async *rows(sheet, onProblem) {
      let chars = 0;
      for await (const row of file.rows(sheet, onProblem)) {
        const own = row.cells.reduce<number>((sum, cell) => sum + charsOf(cell), 0);
        chars += own;
        if (chars > most) throw tooMuch(name, sheet, size, most);
        if (own > sheetLimits.maxRowChars) throw tooLong(name, sheet, row.number);
        yield row;
      }
    },
  };
}

const charsOf = (cell: SheetCell) => (typeof cell === 'string' ? cell.length : 1);

function tooLong(file: string, sheet: string, row: number): UnreadableSheet {
  const most = sheetLimits.maxRowChars.toLocaleString('en');
  return new UnreadableSheet({
    code: 'SHEET_TOO_LARGE',
    message: `${file} is refused because row ${row} of ${sheet} holds more than ${most} characters.`,
    place: { file, line: row },
    expectation: `at most ${most} characters in a row`,
    fix: `Shorten the cells of row ${row}; keep long texts in files of their own.`,
  });
}

function tooMuch(file: string, sheet: string, bytes: number, most: number): UnreadableSheet {
  const [held, shown] = [bytes, most].map((each) => `${(each / 1e6).toFixed(1)} MB`);
  return new UnreadableSheet({
    code: 'SHEET_TOO_LARGE',
    message: `${file} is refused because its ${held} hold more than ${shown} of text in the cells of ${sheet}.`,
    place: { file },
    expectation: `at most ${sheetLimits.maxRatio} times as much text as the file is long`,
    fix: 'Delete what is repeated down to the end of the sheet, or save it as CSV.',
  });
}

async function firstBytes(path: string, length: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, index) => bytes[index] === byte);

function refusal(file: string, what: string, expectation: string, fix: string): UnreadableSheet {
  return new UnreadableSheet({
    code: 'NO_SPREADSHEET',
    message: `${file} ${what}.`,
    place: { file },
    expectation,
    fix,
  });
}
