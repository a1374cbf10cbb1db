import { expect, it } from '@jest/globals';
import { type CsvCell, withoutGuard, writeCsv } from './csv.js';

const cases: readonly (readonly [CsvCell, string])[] = [
  ['plain', 'plain'],
  ['with, comma', '"with, comma"'],
  ['a "quoted" word', '"a ""quoted"" word"'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['@cmd, x', `"'@cmd, x"`],
  ['-5 as text', "'-5 as text"],
  ["'=1+1", "''=1+1"],
  ["'tis", "'tis"],
  [-5, '-5'],
  [1e-7, '1e-7'],
  [true, 'true'],
  [null, ''],
];

it.each(cases)('writes %p', (cell, text) => {
  expect(writeCsv(['a', 'b'], [[cell, 1]])).toBe(`a,b\r\n${text},1\r\n`);
});

it.each(['=1+1', "'=1+1", "'tis", "'", '-5', 'plain'])('reads %p as it was written', (text) => {
  const [, line = ''] = writeCsv(['a'], [[text]]).split('\r\n');
  expect(withoutGuard(line)).toBe(text);
});
