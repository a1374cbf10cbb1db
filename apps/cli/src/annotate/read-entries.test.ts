import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UsageError } from '../exit-codes.js';
import { readEntries } from './read-entries.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-entries-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}
const read = async (name: string, text: string) =>
  (await readEntries(fileOf(name, text))).map(({ json, row }) => [row, JSON.parse(json)]);

describe('assignments in a file', () => {
  it('are rows of a sheet whose headings are the fields, in any order, blank cells left out', async () => {
    const sheet = [
      'Value,subject,Kind,frames,confidence,remove,detail,note',
      'EDEMA,e1,phenotype,"[1,4,7:9]",0.5,,,mild',
      'WT,e2,genotype,,,,"{""confirmed"": true}",',
      'DARK,e1,flag,5,high,yes,not json,',
    ].join('\n');
    expect(await read('labels.csv', sheet)).toEqual([
      [
        2,
        {
          value: 'EDEMA',
          subject: 'e1',
          kind: 'phenotype',
          frames: '[1,4,7:9]',
          confidence: 0.5,
          note: 'mild',
        },
      ],
      [3, { value: 'WT', subject: 'e2', kind: 'genotype', detail: { confirmed: true } }],
      [
        4,
        {
          value: 'DARK',
          subject: 'e1',
          kind: 'flag',
          frames: '5',
          confidence: 'high',
          remove: true,
          detail: 'not json',
        },
      ],
    ]);
  });

  it('are JSON lines as they stand, with the number of their line', async () => {
    expect(await read('labels.jsonl', '{"subject":"e1"}\n\n{"subject":"e2"}\n')).toEqual([
      [1, { subject: 'e1' }],
      [3, { subject: 'e2' }],
    ]);
  });

  it.each([
    ['no.csv', 'subject,kind\ne1,phenotype\n', 'no column value'],
    ['more.csv', 'subject,kind,value,colour\n', 'column “colour”'],
    ['empty.csv', '', 'is empty'],
  ])('%s is refused with the reason', async (name, text, reason) => {
    const refused = readEntries(fileOf(name, text));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(reason);
  });

  it('that is not there is named', async () => {
    await expect(readEntries(path.join(folder, 'gone.csv'))).rejects.toThrow(/no file .*gone\.csv/);
  });
});
