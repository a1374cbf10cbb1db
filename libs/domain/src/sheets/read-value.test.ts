import { describe, expect, it } from '@jest/globals';
import { clockText, columnIndex, columnName, type SheetCell } from './cell.js';
import { guessConventions } from './conventions.js';
import type { FieldType } from './field.js';
import { parseDate, parseDuration, parseNumber, readValue } from './read-value.js';

const conventions = { decimal: '.', dateOrder: 'day-first' } as const;
const nearest = (_: string, known: readonly string[]) => known[0] ?? null;

const read = (cell: SheetCell, type: FieldType, unit: string | null = null) =>
  readValue(cell, { type, unit }, conventions, nearest);

describe('numbers', () => {
  it.each([
    ['1.5', '.', 1.5],
    ['1,5', ',', 1.5],
    ['1,234.5', '.', 1234.5],
    ['1.234,5', ',', 1234.5],
    ['1 234,5', ',', 1234.5],
    ["1'234.5", '.', 1234.5],
    ['−3', '.', -3],
    ['+.5', '.', 0.5],
    ['2e-3', '.', 0.002],
    ['1.5E+3', '.', 1500],
    ['1,5', '.', null],
    ['12,34', '.', null],
    ['1,23,456', '.', null],
    ['0x10', '.', null],
    ['', '.', null],
    ['-', '.', null],
    ['1e999', '.', null],
  ] as const)('%j with %j as decimal sign is %j', (text, decimal, value) => {
    expect(parseNumber(text, decimal)).toBe(value);
  });

  it('says what is wrong, what was expected and what to put there', () => {
    expect(read('1,5', { kind: 'number', min: 0, isAboveMin: true, max: 10 }, 'µM')).toEqual({
      problem: {
        message: '"1,5" is no number with "." as decimal sign',
        expectation: 'a number in µM, above 0 and at most 10',
        suggestion: '1.5',
      },
    });
    expect(read(2.5, { kind: 'number', isWhole: true })).toMatchObject({ problem: { suggestion: '3' } });
    expect(read(0, { kind: 'number', min: 0, isAboveMin: true })).toMatchObject({
      problem: { message: '"0" is too small' },
    });
    expect(read(true, { kind: 'number' })).toHaveProperty('problem');
    expect(read({ kind: 'error', code: '#N/A' }, { kind: 'number' })).toMatchObject({
      problem: { message: '"#N/A" is the error of a formula' },
    });
    expect(read('  ', { kind: 'number' })).toEqual({ value: null });
  });
});

describe('dates and times', () => {
  it.each([
    ['2026-11-21', 'day-first', '2026-11-21'],
    ['21.11.2026', 'day-first', '2026-11-21'],
    ['11/21/2026', 'month-first', '2026-11-21'],
    ['3/4/2026 9:05', 'day-first', '2026-04-03T09:05:00'],
    ['2026-11-21T10:30:15', 'day-first', '2026-11-21T10:30:15'],
    ['31.02.2026', 'day-first', null],
    ['11/21/2026', 'day-first', null],
    ['21.11.26', 'day-first', null],
    ['21.11/2026', 'day-first', null],
    ['2026-11-21 25:00', 'day-first', null],
  ] as const)('%j, %s, is %j', (text, order, iso) => {
    expect(parseDate(text, order)).toBe(iso);
  });

  it.each([
    ['90', 90],
    ['1:30', 90],
    ['00:01:30.5', 90.5],
    ['100:00:00', 360000],
    ['1:75', null],
    ['soon', null],
  ])('a duration of %j is %j s', (text, seconds) => {
    expect(parseDuration(text, '.')).toBe(seconds);
  });

  it('takes typed cells as they are', () => {
    expect(read({ kind: 'date', iso: '2026-11-21' }, { kind: 'date' })).toEqual({ value: '2026-11-21' });
    expect(read({ kind: 'time', seconds: 90 }, { kind: 'duration' })).toEqual({ value: 90 });
    expect(read(-1, { kind: 'duration' })).toHaveProperty('problem');
    expect(clockText(93601.5)).toBe('26:00:01.5');
  });
});

describe('other kinds', () => {
  it.each<[SheetCell, FieldType, unknown]>([
    [' A01 ', { kind: 'id' }, 'A01'],
    ['007', { kind: 'id' }, '007'],
    [5, { kind: 'frames' }, '5'],
    ['5.0', { kind: 'frames' }, '5'],
    ['[5:10]', { kind: 'frames' }, '[5:10]'],
    ['Ja', { kind: 'boolean' }, true],
    [0, { kind: 'boolean' }, false],
    ['motion blur', { kind: 'choice', values: ['MOTION_BLUR', 'DARK'] }, 'MOTION_BLUR'],
  ])('%j as %j is %j', (cell, type, value) => {
    expect(read(cell, type)).toEqual({ value });
  });

  it('offers the nearest choice', () => {
    expect(read('EDMA', { kind: 'choice', values: ['EDEMA', 'DEAD'] })).toEqual({
      problem: {
        message: '"EDMA" is not among the values',
        expectation: 'one of EDEMA, DEAD',
        suggestion: 'EDEMA',
      },
    });
  });
});

describe('conventions of a sheet', () => {
  it('come from its texts together', () => {
    expect(guessConventions(['1,5', '2,25', '3.5', 'x', '1,234'])).toMatchObject({
      decimal: ',',
      decimalBecause: '2 of 3 numbers with decimals are written so',
    });
    expect(guessConventions(['3/4/2026', '3/14/2026'])).toMatchObject({
      dateOrder: 'month-first',
      dateOrderBecause: '1 of 1 dates can only be read so',
    });
    expect(guessConventions([1.5, null])).toMatchObject({
      decimal: '.',
      decimalBecause: 'no text in the sheet has decimals',
      dateOrder: 'day-first',
    });
  });
});

it('names columns as spreadsheets do', () => {
  for (const column of [0, 25, 26, 701, 702, 16383])
    expect(columnIndex(`${columnName(column)}7`)).toBe(column);
  expect(columnName(16383)).toBe('XFD');
  expect(columnIndex('7')).toBe(null);
});
