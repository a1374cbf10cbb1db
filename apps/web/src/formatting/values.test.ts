import { expect, it } from '@jest/globals';
import { formatSetting, formatValue, leafName } from './values';

it.each([
  [1e-6, '1 × 10⁻⁶'],
  [20_000, '20,000'],
  [true, 'yes'],
  ['huber', 'huber'],
  ['', 'empty text'],
  [null, 'empty'],
  [undefined, 'empty'],
  [[], 'empty list'],
  [['m0', 'm1'], 'm0, m1'],
  [
    [
      [0, 1],
      [1, 2],
    ],
    '[0, 1], [1, 2]',
  ],
  [{ a: 1 }, '{"a":1}'],
])('%j reads %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

it('names settings by the last part of each path', () => {
  expect(leafName('weights.lambda_rigid')).toBe('lambda_rigid');
  expect(formatSetting({ 'weights.lambda_rigid': 500, loss: 'huber' })).toBe(
    'lambda_rigid = 500, loss = huber',
  );
  expect(formatSetting({})).toBe('base parameters');
});
