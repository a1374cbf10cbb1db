import { describe, expect, it } from '@jest/globals';
import type { SheetCell } from './cell.js';
import { guessMapping, headerFingerprint, unmappedFields } from './mapping.js';
import { field } from './testing.fixture.js';

const fields = [
  field('subject', { kind: 'id' }, { title: 'Subject', aliases: ['embryo_id', 'snip'], isRequired: true }),
  field('value', { kind: 'choice', values: ['EDEMA', 'DEAD'] }, { aliases: ['phenotype'], isRequired: true }),
  field('frames', { kind: 'frames' }, { aliases: ['frame_range'] }),
  field('confidence', { kind: 'number', min: 0, max: 1 }),
  field('weights.lambda_rigid', { kind: 'number' }),
];
const context = {
  conventions: { decimal: '.', dateOrder: 'day-first' },
  nearest: () => null,
  known: new Map([['subject', new Set(['A01', 'A02', 'A03'])]]),
} as const;

const guess = (columns: Readonly<Record<string, readonly SheetCell[]>>) =>
  guessMapping(Object.keys(columns), Object.values(columns), fields, context).map(
    ({ field: name, because }) => [name, because],
  );

describe('mapping of columns', () => {
  it('goes by names, aliases, names without unit, and the last part of a parameter', () => {
    expect(
      guess({
        'Embryo ID': [],
        PhenoType: [],
        'frame range': [],
        'Confidence (0–1)': [],
        lambda_rigid: [],
        other: [],
      }),
    ).toEqual([
      ['subject', 'name alike'],
      ['value', 'name alike'],
      ['frames', 'name alike'],
      ['confidence', 'name alike, but for its unit'],
      ['weights.lambda_rigid', 'name of the parameter weights.lambda_rigid'],
      [null, 'no field is like it'],
    ]);
  });

  it('goes by known names where no heading helps', () => {
    expect(guess({ Probe: ['A01', 'A02', 'A02', 'X'], x: [1, 2] })).toEqual([
      ['subject', '75 % of its cells are known names'],
      [null, 'no field is like it'],
    ]);
  });

  it('gives no field twice, to the better column', () => {
    expect(guess({ 'subject name': ['A01'], subject: ['A01'] })).toEqual([
      [null, 'no field is like it'],
      ['subject', 'name alike'],
    ]);
  });

  it('names required fields that nothing fills', () => {
    const columns = guessMapping(['subject'], [[]], fields, context);
    expect(unmappedFields(columns, fields).map(({ name }) => name)).toEqual(['value']);
  });

  it('is remembered for equal headings, whatever their order, case and blanks', () => {
    expect(headerFingerprint(['Embryo ID', 'Dose (µM)'])).toBe(headerFingerprint(['dose_µm', 'embryo_id']));
    expect(headerFingerprint(['a', 'b'])).not.toBe(headerFingerprint(['a', 'c']));
  });
});
