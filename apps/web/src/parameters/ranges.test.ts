import { describe, expect, it } from '@jest/globals';
import type { Field } from './fields';
import type { RangeDraft } from './range-draft';
import { parseRange, rangeDraftOf, startRange } from './ranges';

const field: Field = {
  path: 'weights.a',
  title: 'A',
  kind: 'number',
  nullable: false,
  default: 500,
  choices: [],
  limits: { minimum: 0 },
};
const range: RangeDraft = { distribution: 'uniform', min: '1', max: '10', step: '1', levels: '4' };

describe('parseRange', () => {
  it.each<[Partial<RangeDraft>, 'enumerate' | 'draw', object]>([
    [{}, 'enumerate', { distribution: 'uniform', min: 1, max: 10, levels: 4 }],
    [{}, 'draw', { distribution: 'uniform', min: 1, max: 10 }],
    [{ distribution: 'integer', levels: '' }, 'enumerate', { distribution: 'integer', min: 1, max: 10 }],
    [{ distribution: 'step', step: '0.5' }, 'draw', { distribution: 'step', min: 1, max: 10, step: 0.5 }],
  ])('%j, %s', (change, use, axis) => {
    expect(parseRange(field, { ...range, ...change }, use)).toEqual({
      axis: { parameter: 'weights.a', ...axis },
    });
  });

  it.each<[Partial<RangeDraft>, string]>([
    [{ min: '-1' }, 'From: -1 is too small'],
    [{ max: '' }, 'To: Enter a number'],
    [{ max: '1' }, 'The range from 1 to 1 is empty.'],
    [{ distribution: 'log_uniform', min: '0' }, 'must start above 0'],
    [{ distribution: 'integer', min: '1.5' }, 'whole numbers'],
    [{ distribution: 'step', step: '0' }, 'step above 0'],
    [{ levels: '' }, 'how many values'],
  ])('refuses %j', (change, message) => {
    expect(parseRange(field, { ...range, ...change }, 'enumerate')).toEqual({
      message: expect.stringContaining(message),
    });
  });

  it('begins around the value there is and comes back from an axis', () => {
    const started = startRange(field, 500);
    expect(started).toMatchObject({ min: '250', max: '1000' });
    const parsed = parseRange(field, started, 'enumerate');
    expect('axis' in parsed && rangeDraftOf(parsed.axis)).toEqual(started);
    expect(startRange({ ...field, kind: 'integer' }, 0)).toMatchObject({
      distribution: 'integer',
      min: '1',
      max: '2',
    });
  });
});
