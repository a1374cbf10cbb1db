import { type DesignInput, designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { countSentence, countsOf } from './counts';

const sentenceOf = (spec: Partial<DesignInput>) =>
  countSentence(
    countsOf(
      designSchema.parse({ name: 'x', pipeline: 'p', inputs: [{ m: '1' }], ...spec }),
      { weights: { c: 5 } },
      ['a.csv', 'b.csv'],
    ),
  );
const axes = [
  { parameter: 'weights.a', values: [1, 2, 3] },
  { parameter: 'weights.b', values: [1, 2, 3] },
];

describe('countSentence', () => {
  it.each<[Partial<DesignInput>, string]>([
    [{}, '1 setting × 1 input = 1 job'],
    [{ kind: 'list', inputs: [], jobs: [{ id: 'a' }, { id: 'b' }] }, 'A list of 2 jobs'],
    [{ axes, replicates: 2 }, '9 settings × 1 input × 2 replicates = 18 jobs'],
    [
      { axes, where: 'weights.a > weights.b', replicates: 2 },
      '3 of 9 settings kept × 1 input × 2 replicates = 6 jobs',
    ],
    [{ axes, where: 'weights.c < weights.a' }, '0 of 9 settings kept × 1 input = 0 jobs'],
    [
      { axes, where: "input = 'a.csv' or weights.a = 1", inputs: [{ m: '1' }, { m: '2' }] },
      '12 of 18 jobs kept',
    ],
    [
      { kind: 'sobol', samples: 8, axes: [{ parameter: 'a', distribution: 'uniform', min: 0, max: 1 }] },
      '8 settings × 1 input = 8 jobs',
    ],
  ])('%j', (spec, sentence) => {
    expect(sentenceOf(spec)).toBe(sentence);
  });
});
