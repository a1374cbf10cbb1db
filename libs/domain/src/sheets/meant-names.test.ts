import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SheetCell } from './cell.js';
import { columnObserver, findDamage } from './damage.js';
import { type KnownNames, knownNames, meantNames } from './meant-names.js';
import { field } from './testing.fixture.js';

const conventions = { decimal: '.', dateOrder: 'day-first' } as const;

/** What a project that is asked only for what the cell may mean answers. */
function lookedUp(cell: SheetCell, all: ReadonlySet<string>): KnownNames {
  const { names, patterns } = meantNames([cell]);
  const matchers = [...patterns].map((pattern) => new RegExp(pattern));
  const found = [...all].filter(
    (name) =>
      names.has(name) || name === cell || matchers.some((matcher) => matcher.test(name.toLowerCase())),
  );
  return knownNames(new Set(found), all.size > 0);
}

const damage = (cell: SheetCell, known: KnownNames) =>
  findDamage(cell, columnObserver(field('f', { kind: 'id' }), conventions).facts(known));

const digits = fc.integer({ min: 0, max: 420 }).map(String);
const month = fc.constantFrom('mar', 'sep', 'dec', 'oct');
const name = fc.oneof(
  fc.tuple(fc.constantFrom('', '0', '00', '0000'), digits).map((parts) => parts.join('')),
  fc
    .tuple(
      month,
      fc.constantFrom('', 't', 'ch', 'ember'),
      fc.constantFrom('', '-', '_'),
      fc.constantFrom('1', '04', '4'),
    )
    .map((parts) => parts.join(''))
    .chain((text) => fc.constantFrom(text, text.toUpperCase())),
  fc
    .tuple(
      fc.constantFrom('2', '20', '25', '002'),
      fc.constantFrom('e', 'E'),
      fc.constantFrom('4', '5', '05', '3'),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('A01_e01', 'A01', '4-9', '04.09', '9-4'),
);
const cell: fc.Arbitrary<SheetCell> = fc.oneof(
  digits.map(Number),
  digits,
  fc.tuple(month, fc.constantFrom('1', '04', '4')).map(([stem, day]) => `${stem}-${day}`),
  fc.tuple(fc.constantFrom('1', '4'), month).map(([day, stem]) => `${day}-${stem}`),
  fc.constantFrom('2E+05', '2.5E+05', '2,5e4', '2E+04', '20240411', 'А01_e01', ' A01 ', 'Sep-04', '2E-05'),
  fc.constantFrom('2026-09-04', '2026-03-01').map((iso) => ({ kind: 'date' as const, iso })),
);

describe('names that a cell may mean', () => {
  it('tell of any cell and any names what all names tell', () => {
    fc.assert(
      fc.property(cell, fc.uniqueArray(name, { maxLength: 12 }), (given, names) => {
        const all = new Set(names);
        expect(damage(given, lookedUp(given, all))).toEqual(damage(given, knownNames(all)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('are few, also of long texts', () => {
    const cells = [
      '7',
      '2E+05',
      'Sep-04',
      'А01',
      '9'.repeat(1_000_000),
      `2E+${'9'.repeat(300)}`,
      '2E+300',
      1e-7,
    ];
    for (const each of cells) {
      const { names, patterns } = meantNames([each]);
      expect(names.size + patterns.size).toBeLessThan(350);
    }
  });
});
