import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blockText, parseBlock } from './block-text';

describe('blocks on the clipboard', () => {
  it.each([
    ['a', [['a']]],
    ['', []],
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a\t\n\tb',
      [
        ['a', ''],
        ['', 'b'],
      ],
    ],
    ['"two\nlines"\t"with ""quotes"""', [['two\nlines', 'with "quotes"']]],
    ['"not closed\tb', [['"not closed', 'b']]],
    ['"quoted" word\tb', [['"quoted" word', 'b']]],
  ])('are read from %j', (text, rows) => {
    expect(parseBlock(text)).toEqual(rows);
  });

  it('come back as they were written', () => {
    const cell = fc.string().filter((text) => !text.includes('\r'));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        expect(parseBlock(blockText(rows))).toEqual(rows);
      }),
    );
  });
});
