import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../graphql/error';
import { planChange, readSeconds, verdictOf } from './plan-state';

const problem = (over: Partial<Problem> = {}): Problem => ({
  code: 'INVALID',
  severity: 'error',
  message: 'That is wrong.',
  place: { parameter: null, input: null, file: null, line: null, column: null },
  value: null,
  expectation: null,
  fix: null,
  ...over,
});
const all = { validOnly: false };

describe('a plan', () => {
  it('can start when nothing is wrong; warnings do not keep it', () => {
    const plan = { cellCount: 27, invalidCount: 0 };
    expect(verdictOf(plan, [], all)).toBe('ready');
    expect(verdictOf(plan, [problem({ severity: 'warning' })], all)).toBe('ready');
    expect(verdictOf(plan, [problem()], all)).toBe('refused');
  });

  it('with refused cells leaves the choice to start the others', () => {
    const plan = { cellCount: 27, invalidCount: 3 };
    expect(verdictOf(plan, [problem()], all)).toBe('partly');
    expect(verdictOf(plan, [], { validOnly: true })).toBe('ready');
    expect(verdictOf({ cellCount: 3, invalidCount: 3 }, [], all)).toBe('refused');
    expect(verdictOf({ cellCount: 3, invalidCount: 3 }, [], { validOnly: true })).toBe('refused');
  });

  it('that changed is told from one that is refused', () => {
    expect(planChange([problem()])).toBeNull();
    const changed = problem({ code: 'PLAN_CHANGED', message: '2 jobs are reused now.' });
    expect(planChange([problem(), changed])).toBe('2 jobs are reused now.');
  });
});

it.each([
  ['', null],
  [' 12.5 ', 12.5],
  ['0', null],
  ['-3', null],
  ['soon', null],
])('reads %p as seconds per job', (text, seconds) => {
  expect(readSeconds(text)).toBe(seconds);
});
