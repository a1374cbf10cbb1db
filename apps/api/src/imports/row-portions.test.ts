import { describe, expect, it } from '@jest/globals';
import { sortIntoPortions } from './row-portions.js';

async function* rowsOf(names: string) {
  for (const [index, name] of [...names].entries()) yield [{ number: index + 2, name: name.trim() }];
}

describe('portions of rows', () => {
  it('keep rows of one name together, wherever they stand, in the order of the sheet', async () => {
    expect(await sortIntoPortions(rowsOf('abcabcab'), 4)).toEqual({
      names: ['a', 'b', 'c'],
      numbers: [
        [2, 5, 8],
        [3, 6, 9],
        [4, 7],
      ],
    });
    expect((await sortIntoPortions(rowsOf('aabbcc'), 4)).numbers).toEqual([
      [2, 3, 4, 5],
      [6, 7],
    ]);
  });

  it('are larger where one name has more rows, and take rows without a name one by one', async () => {
    expect((await sortIntoPortions(rowsOf('aaaaa  b'), 2)).numbers).toEqual([[2, 3, 4, 5, 6], [7, 8], [9]]);
    expect((await sortIntoPortions(rowsOf(''), 2)).numbers).toEqual([]);
  });
});
