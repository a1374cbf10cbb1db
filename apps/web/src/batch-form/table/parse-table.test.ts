import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../parameters/fields';
import { parseTable, tableText } from './parse-table';

const fields = fieldsOf({
  properties: {
    name: { type: 'string', default: '' },
    weights: { properties: { rigid: { type: 'number', title: 'Rigid weight' }, soft: { type: 'number' } } },
    loss: { enum: ['huber', 'cauchy'] },
    markers: { properties: { soft: { type: 'integer' } } },
  },
});

describe('parseTable', () => {
  it.each([
    ['weights.rigid\tweights.soft\n1\t2\n3\t4\n', 'tabs'],
    ['weights.rigid,weights.soft\r\n1,2\r\n\r\n3,4', 'commas, empty lines'],
    ['\uFEFFRigid weight ; weights.soft\n1;2\n"3";4', 'titles, semicolons, quotes'],
  ])('reads %j (%s)', (text) => {
    expect(parseTable(text, fields)).toEqual({
      rows: [
        { 'weights.rigid': 1, 'weights.soft': 2 },
        { 'weights.rigid': 3, 'weights.soft': 4 },
      ],
      problems: [],
    });
  });

  it('keeps delimiters and quotes inside quoted cells', () => {
    const { rows } = parseTable('name,loss\n"a ""b"", c\nd",huber', fields);
    expect(rows).toEqual([{ name: 'a "b", c\nd', loss: 'huber' }]);
  });

  it('names row and column of every problem at once', () => {
    const text = 'weights.rigid\tsoft\tspeed\tloss\n1\t2\t3\thuber\nx\t2\t3\tnone\n\t1\t1\tcauchy\t9';
    expect(
      parseTable(text, fields).problems.map(({ row, column, message }) => [row, column, message]),
    ).toEqual([
      [1, 'soft', 'soft may be weights.soft or markers.soft; write the whole path.'],
      [1, 'speed', 'The pipeline has no parameter speed.'],
      [3, 'weights.rigid', '“x” is not a number with “.” as decimal sign.'],
      [3, 'loss', '“none” is not one of huber, cauchy.'],
      [4, 'weights.rigid', 'The cell is empty.'],
      [4, '5', 'The row has 5 cells, the heading 4.'],
    ]);
  });

  it('says where decimal commas were meant, and that there are no rows', () => {
    expect(parseTable('weights.rigid;weights.soft\n1,5;2', fields).problems[0]?.message).toContain(
      'Write 1.5.',
    );
    expect(parseTable('weights.rigid', fields).problems).toEqual([
      { row: 1, column: '1', message: 'There is no row below the heading.' },
    ]);
    expect(parseTable('  \n', fields)).toEqual({ rows: [], problems: [] });
  });

  it('reads back what it writes', () => {
    const rows = [
      { name: 'a "b"\tc', 'weights.rigid': 0.5 },
      { name: '', 'weights.rigid': -1e-7 },
    ];
    const text = tableText(rows) ?? '';
    expect(
      parseTable(
        text,
        fields.map((field) => ({ ...field, nullable: false })),
      ).problems,
    ).toEqual([{ row: 3, column: 'name', message: 'The cell is empty.' }]);
    expect(parseTable(text, fields).rows[0]).toEqual(rows[0]);
    expect(tableText([{ a: 1 }, { b: 1 }])).toBeNull();
  });
});
