import { describe, expect, it } from '@jest/globals';
import { expectation, isChanged, noDrafts, parseDraft, parseSweep, toDraft, withChange } from './drafts';
import type { Field } from './fields';
import { parseDrafts } from './read-drafts';

function field(over: Partial<Field>): Field {
  return {
    path: 'weights.lambda_rigid',
    title: 'Rigid weight',
    kind: 'number',
    nullable: false,
    default: 500,
    choices: [],
    limits: {},
    ...over,
  };
}

describe('parseDraft', () => {
  it.each([
    [field({}), ' 12.5 ', 12.5],
    [field({}), '1e-6', 1e-6],
    [field({ kind: 'integer' }), '-3', -3],
    [field({ nullable: true }), '', null],
    [field({ kind: 'boolean' }), true, true],
    [field({ kind: 'choice', choices: ['huber', 2] }), '2', 2],
    [field({ kind: 'text' }), ' as typed ', ' as typed '],
    [field({ kind: 'texts' }), ['m0', 'm1'], ['m0', 'm1']],
    [field({ kind: 'numbers' }), '1, 2.5; 3', [1, 2.5, 3]],
    [
      field({ kind: 'rows' }),
      '0, 1\n\nm2,m3',
      [
        [0, 1],
        ['m2', 'm3'],
      ],
    ],
    [field({ kind: 'json' }), '{"a":1}', { a: 1 }],
  ])('%o takes %p', (given, draft, value) => {
    expect(parseDraft(given, draft)).toEqual({ value });
  });

  it.each([
    [field({}), '1,5', 'Write 1.5.'],
    [field({}), 'many', '“many” is not a number'],
    [field({}), '', 'Enter a number.'],
    [field({ kind: 'integer' }), '1.5', '1.5 is not a whole number.'],
    [field({ limits: { minimum: 0 } }), '-1', '-1 is too small: enter a number, 0 or more.'],
    [field({ limits: { exclusiveMinimum: 0 } }), '0', '0 is too small: enter a number above 0.'],
    [field({ kind: 'choice', choices: ['huber'] }), 'tukey', 'not one of huber'],
    [field({ kind: 'rows' }), '0,', 'has an empty entry'],
    [field({ kind: 'json' }), '{', 'not valid JSON'],
  ])('%o refuses %p', (given, draft, message) => {
    expect(parseDraft(given, draft)).toEqual({ message: expect.stringContaining(message) });
  });

  it.each([
    [field({}), 0.25],
    [field({ kind: 'texts' }), ['a', 'b']],
    [
      field({ kind: 'rows' }),
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [field({ kind: 'numbers' }), [1, 2]],
    [field({ kind: 'integer', nullable: true }), null],
    [field({ kind: 'json' }), { a: [1] }],
  ])('%o reads back what it shows for %p', (given, value) => {
    expect(parseDraft(given, toDraft(given, value))).toEqual({ value });
  });
});

describe('parseSweep', () => {
  it('reads values in the order given', () => {
    expect(parseSweep(field({}), '1000, 100; 5e2')).toEqual({ values: [1000, 100, 500] });
  });
  it('reads switches and empty values where those are allowed', () => {
    expect(parseSweep(field({ kind: 'boolean' }), 'yes, no')).toEqual({ values: [true, false] });
  });
  it.each([
    ['', 'Enter the values'],
    ['100, 1e2', '1e2 is listed twice.'],
    ['100, x', '“x” is not a number'],
    ['100, -1', '-1 is too small: enter a number, 0 or more.'],
  ])('refuses %p', (text, message) => {
    expect(parseSweep(field({ limits: { minimum: 0 } }), text)).toEqual({
      message: expect.stringContaining(message),
    });
  });
});

describe('parseDrafts', () => {
  const fields = [field({}), field({ path: 'optimization.max_iterations', kind: 'integer', default: 300 })];

  it('sends only what differs from the default, and axes apart', () => {
    expect(
      parseDrafts(fields, {
        ...noDrafts,
        values: { 'optimization.max_iterations': '100', 'weights.lambda_rigid': '7' },
        sweeps: { 'weights.lambda_rigid': '100, 500' },
      }),
    ).toEqual({
      params: { optimization: { max_iterations: 100 } },
      axes: [{ parameter: 'weights.lambda_rigid', values: [100, 500] }],
      messages: {},
    });
  });

  it('names what cannot be read by its path and sends the rest', () => {
    expect(
      parseDrafts(fields, {
        ...noDrafts,
        values: { 'weights.lambda_rigid': 'x', 'optimization.max_iterations': '9' },
        sweeps: {},
      }),
    ).toMatchObject({
      params: { optimization: { max_iterations: 9 } },
      messages: { 'weights.lambda_rigid': expect.stringContaining('“x”') },
    });
  });
});

it('counts a field as changed only when its value differs', () => {
  expect([undefined, '500', '5e2', '501', 'x'].map((draft) => isChanged(field({}), draft))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
});

it('does not mention limits that only mirror the range of numbers', () => {
  const limits = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
  expect(expectation(field({ kind: 'integer', limits }))).toBe('a whole number, 1 or more');
});

it('says limits as people do', () => {
  const text = (limits: Field['limits']) => expectation(field({ limits }));
  expect(text({ minimum: 1, maximum: 20 })).toBe('a number from 1 to 20');
  expect(text({ exclusiveMinimum: 0, maximum: 604800 })).toBe('a number above 0, 604,800 or less');
  expect(text({ exclusiveMinimum: 0, exclusiveMaximum: 1 })).toBe('a number above 0 and below 1');
  expect(parseDraft(field({ limits: { maximum: 5 } }), '6')).toEqual({
    message: '6 is too large: enter a number, 5 or less.',
  });
});

it('keeps choices in the order of the schema', () => {
  const kinds = field({
    kind: 'choices',
    choices: ['timeout', 'disk_full'],
    default: ['timeout', 'disk_full'],
  });
  expect(parseDraft(kinds, ['disk_full', 'timeout'])).toEqual({ value: ['timeout', 'disk_full'] });
  expect(isChanged(kinds, ['disk_full', 'timeout'])).toBe(false);
  expect(isChanged(kinds, [])).toBe(true);
  expect(toDraft(kinds, ['timeout'])).toEqual(['timeout']);
});

it('keeps the order of what is varied while values are typed', () => {
  const first = withChange(noDrafts, 'b', { sweep: '1' });
  const both = withChange(first, 'a', { sweep: '1' });
  expect(Object.keys(withChange(both, 'b', { sweep: '1, 2' }).sweeps)).toEqual(['b', 'a']);
  expect(Object.keys(withChange(both, 'b', {}).sweeps)).toEqual(['a']);
});
