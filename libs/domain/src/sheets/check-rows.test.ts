import { describe, expect, it } from '@jest/globals';
import type { SheetCell } from './cell.js';
import { type CheckSettings, rowChecker } from './check-rows.js';
import { knownNames } from './meant-names.js';
import { field } from './testing.fixture.js';

const fields = [
  field('subject', { kind: 'id' }, { title: 'Subject', isRequired: true, description: 'name of a subject' }),
  field('dose', { kind: 'number', min: 0 }, { unit: 'µM' }),
  field('value', { kind: 'choice', values: ['EDEMA', 'DEAD'] }),
];
const settings: CheckSettings = {
  fields,
  columns: [
    { column: 0, heading: 'Subject', field: 'subject', confidence: 1, because: '' },
    { column: 2, heading: 'Dose', field: 'dose', confidence: 1, because: '' },
    { column: 1, heading: 'Comment', field: null, confidence: 0, because: '' },
  ],
  conventions: { decimal: '.', dateOrder: 'day-first' },
  nearest: (_, known) => known[0] ?? null,
  constants: {},
  accepted: new Map(),
};

const known = new Map([['subject', knownNames(new Set(['007', 'A01']))]]);

function check(rows: readonly (readonly SheetCell[])[], changes: Partial<CheckSettings> = {}) {
  const numbered = rows.map((cells, index) => ({ number: index + 5, cells }));
  const checker = rowChecker({ ...settings, ...changes });
  for (const row of numbered) checker.observe(row);
  return numbered.map((row) => checker.check(row, known));
}

describe('rows of a sheet', () => {
  it('give the values of mapped columns, and null for the rest', () => {
    expect(check([['A01', 'ignored', 1.5]])).toEqual([
      { row: 5, values: { subject: 'A01', dose: 1.5, value: null }, problems: [] },
    ]);
  });

  it('warn of a formula that nobody calculated, and lack what is required', () => {
    const [first, second] = check([
      ['A01', null, { kind: 'formula' }],
      [{ kind: 'formula' }, null, 1],
    ]);
    expect(first).toMatchObject({
      values: { subject: 'A01', dose: null },
      problems: [{ code: 'DAMAGED_VALUE', severity: 'warning', column: 2, damage: 'formula_error' }],
    });
    expect(second?.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['DAMAGED_VALUE', 'warning'],
      ['MISSING_VALUE', 'error'],
    ]);
  });

  it('name row, column, value, expectation and suggestion of each problem', () => {
    const [first, second, third] = check([
      ['A01', null, 'high'],
      [7, null, '1,5'],
      [null, null, -1],
    ]);
    expect(first?.problems).toEqual([
      {
        code: 'BAD_VALUE',
        severity: 'error',
        row: 5,
        column: 2,
        field: 'dose',
        message: '"high" is no number with "." as decimal sign',
        value: 'high',
        expectation: 'a number in µM, at least 0',
        suggestion: null,
        damage: null,
      },
    ]);
    expect(second?.problems).toMatchObject([
      {
        code: 'DAMAGED_VALUE',
        severity: 'warning',
        row: 6,
        column: 0,
        value: '7',
        suggestion: '007',
        damage: 'leading_zeros_lost',
      },
      { code: 'DAMAGED_VALUE', severity: 'error', column: 2, suggestion: '1.5', damage: 'decimal_sign' },
    ]);
    expect(third?.problems).toMatchObject([
      { code: 'BAD_VALUE', column: 2, message: '"-1" is too small' },
      { code: 'MISSING_VALUE', severity: 'error', row: 7, column: 0, message: 'Subject is missing' },
    ]);
  });

  it('say once that a required value that cannot be read is wrong', () => {
    const required = [{ ...(fields[1] as (typeof fields)[number]), isRequired: true }];
    expect(check([[null, null, 'x']], { fields: required })[0]?.problems).toHaveLength(1);
  });

  it('take what all rows have where a cell says nothing', () => {
    const rows = check(
      [
        ['A01', null, null],
        ['007', null, 2],
      ],
      { constants: { dose: 1.5, value: 'DEAD' } },
    );
    expect(rows.map(({ values }) => values)).toEqual([
      { subject: 'A01', dose: 1.5, value: 'DEAD' },
      { subject: '007', dose: 2, value: 'DEAD' },
    ]);
  });

  it('leave damage alone that the project accepted', () => {
    const accepted = new Map([['subject', new Set(['leading_zeros_lost'] as const)]]);
    expect(check([[7, null, 1]], { accepted })[0]?.problems).toEqual([]);
  });
});
