import type { JsonObject } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { toYaml } from './to-yaml';

const design: JsonObject = {
  name: 'Rigid body: a × b',
  pipeline: 'rigid-body',
  kind: 'grid',
  params: { weights: { lambda_rigid: 1e-7 }, text: 'no', empty: '', lines: 'a\nb # c' },
  axes: [
    { parameter: 'weights.a', values: [1, 10, 100] },
    { parameter: 'weights.b', distribution: 'uniform', min: 0, max: 1, levels: 3, when: "loss = 'huber'" },
    {
      kind: 'rows',
      rows: Array.from({ length: 12 }, (_, index) => ({ 'weights.c': index, 'weights.d': 'x' })),
    },
  ],
  where: 'weights.a > 2 * weights.b',
  inputs: [{ markers: '7' }, { files: { markers: ['8', '9'] }, metadata: { subject: '01' } }],
  seed: 0,
  nothing: null,
  list: [],
  object: {},
  nested: [[1, [2, [3]]], { a: { b: { c: { d: 1 } } } }],
};

describe('toYaml', () => {
  it('is read back as it was', () => {
    const text = toYaml(design, (value, path) =>
      path[0] === 'inputs' && value === '7' ? 'walk.csv' : undefined,
    );
    expect(parse(text)).toEqual(design);
    expect(text).toContain('- { markers: "7" }  # walk.csv\n');
    expect(text).toContain('  - { parameter: weights.a, values: [1, 10, 100] }\n');
  });

  it('leaves out what is not given, and quotes what could be taken for something else', () => {
    expect(toYaml({ a: undefined, b: 'true', c: '12', d: 'x: y', e: 'plain text' })).toBe(
      'b: "true"\nc: "12"\nd: "x: y"\ne: plain text\n',
    );
  });
});
