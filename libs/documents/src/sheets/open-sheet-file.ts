/** Opens a spreadsheet by what it is, not by what it is called. */
import { open } from 'node:fs/promises';
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
  if (startsWith(magic, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw refusal(
      name,
      'is an old Excel file (.xls), or protected with a password',
      'xlsx, ods, csv or tsv',
      'Save it as an Excel workbook (.xlsx) without a password.',
    );
  }
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
    if (parts.has('[Content_Types].xml')) return await openXlsx(parts, name);
    if (parts.has('content.xml')) return await openOds(parts, name);
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
