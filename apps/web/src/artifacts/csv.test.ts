import { expect, it } from '@jest/globals';
import { firstRows } from './csv';

it.each([
  [
    'a,b\n1,2\n',
    9,
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    'a,b\r\n1,2',
    9,
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  ['"x, y","say ""hi""","two\nlines"', 9, [['x, y', 'say "hi"', 'two\nlines']]],
  ['a,,\n', 9, [['a', '', '']]],
  ['1\n2\n3\n', 2, [['1'], ['2']]],
  ['', 9, []],
])('%j cut to %p rows', (text, count, rows) => {
  expect(firstRows(text, count)).toEqual(rows);
});
