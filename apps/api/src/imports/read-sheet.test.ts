import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSheet, type SheetRefused } from './read-sheet.js';

const script = path.resolve(import.meta.dirname, '../../dist/imports/sheet-child.js');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-read-'));
  writeFileSync(path.join(folder, 'narrow'), `subject,phenotype\n${'e1,edema\n'.repeat(1_000)}`);
  const wideRow = Array.from({ length: 500 }, (_, column) => `a note of some length in column ${column}`);
  writeFileSync(path.join(folder, 'wide'), `${wideRow.join()}\n`.repeat(1_000));
});
afterAll(() => rmSync(folder, { recursive: true }));

const limits = { timeoutMs: 60_000, memoryMb: 512 };
const read = (given: Partial<typeof limits>, sheet = 'narrow') => {
  const order = { path: path.join(folder, sheet), name: 'plate.csv', layout: {}, sheet: null };
  let rows = 0;
  return readSheet(script, order, { ...limits, ...given }, async (some) => {
    rows += some.length;
  }).then(() => rows);
};
const refusal = (given: Partial<typeof limits>, sheet?: string) =>
  read(given, sheet).then(
    () => null,
    (error: SheetRefused) => error.problem,
  );

describe('reading a sheet', () => {
  it('reads all of it within its limits', async () => {
    expect(await read({})).toBe(1_001);
  });

  it('is given up when it takes too long, with what to do', async () => {
    expect(await refusal({ timeoutMs: 1 })).toMatchObject({
      code: 'SHEET_TOO_LARGE',
      message: 'plate.csv takes longer than 0.001 s to read.',
      fix: 'Split the sheet, or save it as CSV.',
    });
  });

  it('is given up when it takes too much memory, with what to do', async () => {
    expect(await refusal({ memoryMb: 16 }, 'wide')).toMatchObject({
      code: 'SHEET_TOO_LARGE',
      message: 'plate.csv needs more than 16 MB to read.',
      fix: 'Split the sheet, or save it as CSV.',
    });
    expect(await read({ memoryMb: 16 })).toBe(1_001);
  });
});
