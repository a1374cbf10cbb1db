import { expect, it } from '@jest/globals';
import type { Problem } from '../graphql/error';
import { placeText } from './problems';

const nowhere = { parameter: null, input: null, file: null, line: null, column: null };
const at = (place: Partial<Problem['place']>): Problem => ({
  code: 'INVALID',
  severity: 'error',
  message: 'That is wrong.',
  place: { ...nowhere, ...place },
  value: null,
  expectation: null,
  fix: null,
});

it('names places in the words of the form', () => {
  expect(placeText(at({ file: 'walk.csv', line: 118, column: 'm1_x' }), 'parameter')).toBe(
    'walk.csv, line 118, column m1_x',
  );
  expect(placeText(at({ parameter: 'weights.rigid' }), 'parameter')).toBe('parameter weights.rigid');
  expect(placeText(at({ parameter: 'email' }), 'field')).toBe('field email');
  expect(placeText(at({ parameter: 'options.timeoutS' }), 'field')).toBe('option timeoutS');
  expect(placeText(at({}), 'field')).toBe('');
});
