import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../graphql/error';
import { hasErrors, messagesAt, optionMessages } from './field-messages';

const nowhere = { parameter: null, input: null, file: null, line: null, column: null };
const base: Problem = {
  code: 'INVALID',
  severity: 'error',
  message: 'That is wrong.',
  place: nowhere,
  value: null,
  expectation: null,
  fix: null,
};
const at = (parameter: string, rest: Partial<Problem> = {}): Problem => ({
  ...base,
  ...rest,
  place: { ...nowhere, parameter },
});
const paths = ['weights.rigid', 'weights.rigid_edges', 'options.maxAttempts', 'inputs'];

describe('messages at fields', () => {
  it('stand at the field itself or at the one that holds the place', () => {
    const problems = [
      at('weights.rigid', { value: '-1', expectation: 'a number of at least 0' }),
      at('weights.rigid_edges.0.1', { expectation: 'a name' }),
      at('options.maxAttempts'),
      { ...base, value: 'a,b', expectation: 'numbers', place: { ...nowhere, file: 'walk.csv' } },
    ];
    expect(messagesAt(paths, {}, problems)).toEqual({
      'weights.rigid': '-1: expected a number of at least 0.',
      'weights.rigid_edges': 'Expected a name.',
      'options.maxAttempts': 'That is wrong.',
      inputs: 'walk.csv: That is wrong.',
    });
  });

  it('put what was typed wrongly first, join several, and leave out warnings and other places', () => {
    const problems = [at('inputs'), at('inputs', { message: 'So is this.' }), at('weights.rigid')];
    const quiet = [at('weights.rigid_edges', { severity: 'warning' }), at('axes'), base];
    expect(messagesAt(paths, { 'weights.rigid': 'Not a number.' }, [...problems, ...quiet])).toEqual({
      inputs: 'That is wrong. So is this.',
      'weights.rigid': 'Not a number.',
    });
  });

  it('tell warnings from errors', () => {
    expect(hasErrors([at('inputs', { severity: 'warning' })])).toBe(false);
    expect(hasErrors([at('inputs', { severity: 'warning' }), base])).toBe(true);
  });

  it('of options are found by the option', () => {
    expect(optionMessages({ 'options.maxAttempts': 'No.', seed: 'No.' })).toEqual({ maxAttempts: 'No.' });
  });
});
