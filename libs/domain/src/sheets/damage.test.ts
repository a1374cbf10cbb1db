import { describe, expect, it } from '@jest/globals';
import type { SheetCell } from './cell.js';
import { columnObserver, findDamage } from './damage.js';
import type { FieldType } from './field.js';
import { knownNames } from './meant-names.js';
import { field } from './testing.fixture.js';

const conventions = { decimal: '.', dateOrder: 'day-first' } as const;
const known = new Set(['SEPT4', '1-Dec-like', '007', '0042', '2E5', 'A01_e01', 'MARCH1', '12-3']);

function columnFacts(type: FieldType, cells: Iterable<SheetCell>, names: ReadonlySet<string>) {
  const observer = columnObserver(field('f', type), conventions);
  for (const cell of cells) observer.observe(cell);
  return observer.facts(knownNames(names));
}

function damageOf(cell: SheetCell, kind: FieldType['kind'], others: readonly SheetCell[] = []) {
  const type = kind === 'choice' ? { kind, values: [] } : { kind };
  const facts = columnFacts(type, [...others, cell], kind === 'id' ? known : new Set());
  return findDamage(cell, facts).map(({ kind: found, repair }) => [found, repair]);
}

describe('damage done by spreadsheet programs', () => {
  it.each<[string, SheetCell, FieldType['kind'], string, string | null]>([
    ['a gene turned into a text that is a date', 'Sep-04', 'id', 'date_for_name', 'SEPT4'],
    ['a gene turned into a date', { kind: 'date', iso: '2026-09-04' }, 'id', 'date_for_name', 'SEPT4'],
    [
      'a name turned into a date of numbers',
      { kind: 'date', iso: '2026-12-03' },
      'id',
      'date_for_name',
      '12-3',
    ],
    ['zeros in front lost', 7, 'id', 'leading_zeros_lost', '007'],
    ['zeros in front lost, as text', '42', 'id', 'leading_zeros_lost', '0042'],
    ['digits after the 15th lost', 1234567890123450, 'id', 'digits_lost', null],
    ['digits lost, as text', '1234567890123450', 'id', 'digits_lost', null],
    ['a name turned into an exponent', '2E+05', 'id', 'exponent_for_name', '2E5'],
    ['a name turned into a truth value', true, 'id', 'truth_for_name', 'TRUE'],
    ['a decimal comma', '1,5', 'number', 'decimal_sign', '1.5'],
    ['a date in another order', '11/21/2026', 'date', 'date_order', '2026-11-21'],
    ['a blank behind', 'A01_e01 ', 'id', 'blanks_around', 'A01_e01'],
    ['a blank that does not break', '\u00a0A01_e01', 'id', 'blanks_around', 'A01_e01'],
    ['a Cyrillic letter', 'А01_e01', 'id', 'foreign_letters', 'A01_e01'],
    ['a character that nobody sees', 'A01\u200b_e01', 'id', 'invisible_characters', 'A01_e01'],
    ['another encoding', 'GrÃ¶Ã\u009fe', 'text', 'wrong_encoding', 'Größe'],
    ['a formula that nobody calculated', { kind: 'formula' }, 'number', 'formula_error', null],
    ['a formula that failed', { kind: 'error', code: '#REF!' }, 'text', 'formula_error', null],
  ])('is found: %s', (_, cell, kind, expected, repair) => {
    expect(damageOf(cell, kind)).toEqual([[expected, repair]]);
  });

  it('knows zeros from other cells of the column too', () => {
    expect(damageOf('17', 'id', ['017', '018'])).toEqual([['leading_zeros_lost', '017']]);
    expect(damageOf(19, 'id', ['017', '018'])).toEqual([]);
  });

  it('takes no long number for cut where others have all of their digits', () => {
    const whole = ['12345678901234567890', '1234567890123456'];
    expect(damageOf('1234567890123450', 'id', whole)).toEqual([]);
    expect(damageOf('1234567890123450', 'id', ['1234567890123460'])).toEqual([['digits_lost', null]]);
  });

  it('knows the order of dates that are kept as text from other cells of the column alone', () => {
    expect(damageOf('11/23/2026', 'text', ['21/11/2026'])).toEqual([['date_order', '2026-11-23']]);
    expect(damageOf('11/23/2026', 'text', ['11/24/2026', '3/4/2026', 'on 21/11/2026'])).toEqual([]);
  });

  it('looks at a text of a megabyte as fast as at others', () => {
    for (const filler of ['1', ' ', '0', '1,', '((']) {
      const text = `a${filler.repeat(1_000_000)}b`;
      for (const kind of ['id', 'number', 'date', 'text'] as const) {
        expect(damageOf(text, kind)).toEqual([]);
        expect(damageOf(text.slice(1), kind).map(([found]) => found)).toEqual(
          filler === ' ' && kind === 'id' ? ['blanks_around'] : [],
        );
      }
    }
  });

  it.each<[SheetCell, FieldType['kind']]>([
    ['SEPT4', 'id'],
    ['007', 'id'],
    ['2E5', 'id'],
    ['mar-tini', 'id'],
    ['20240411_A01_e01', 'id'],
    ['Größe 5 µm', 'text'],
    ['образец 7', 'text'],
    ['α-actinin', 'text'],
    [' trailing blank in a note ', 'text'],
    ['1.5e-3', 'number'],
    ['3/4/2026', 'date'],
    [12, 'id'],
  ])('is not seen in %j (%s)', (cell, kind) => {
    expect(damageOf(cell, kind)).toEqual([]);
  });

  it('is not seen in a clean sheet of 5,000 rows', () => {
    const ids = Array.from(
      { length: 5000 },
      (_, row) =>
        `20240411_${'ABCDEFGH'[row % 8]}${String(row % 12).padStart(2, '0')}_e${String(row).padStart(4, '0')}`,
    );
    const numbered = Array.from({ length: 5000 }, (_, row) => String(row).padStart(5, '0'));
    const names = new Set(ids);
    const columns: [FieldType, SheetCell[], ReadonlySet<string>][] = [
      [{ kind: 'id' }, ids, names],
      [{ kind: 'id' }, numbered, new Set()],
      [{ kind: 'id' }, ids.map((_, row) => row + 1), names],
      [{ kind: 'number' }, ids.map((_, row) => String(Math.sin(row))), new Set()],
      [{ kind: 'number' }, ids.map((_, row) => Math.exp(row % 30)), new Set()],
      [
        { kind: 'date' },
        ids.map(
          (_, row) =>
            `${String((row % 28) + 1).padStart(2, '0')}.${String((row % 12) + 1).padStart(2, '0')}.2026`,
        ),
        new Set(),
      ],
      [{ kind: 'text' }, ids.map((_, row) => `note ${row}: edema, ±5 µm – "seen" at 12:30`), new Set()],
    ];
    for (const [type, cells, known] of columns) {
      const facts = columnFacts(type, cells, known);
      expect(cells.flatMap((cell) => findDamage(cell, facts))).toEqual([]);
    }
  });
});
