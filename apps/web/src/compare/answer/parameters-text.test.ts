import { describe, expect, it } from '@jest/globals';
import { comparisonOf } from '../comparison.fixture';
import { parametersOf, toYaml } from './parameters-text';

describe('the parameters of a setting', () => {
  it('are nested and complete, constant ones included', () => {
    const params = {
      weights: { a: 1, b: 2 },
      optimization: { loss: 'huber', threads: null },
      edges: [[0, 1]],
    };
    const comparison = comparisonOf([
      { params, values: [1] },
      { params: { ...params, weights: { a: 5, b: 2 } }, values: [2] },
    ]);
    expect(parametersOf(comparison, comparison.settings[0]!)).toEqual(params);
  });
});

describe('YAML', () => {
  it('is nested, with lists in one line', () => {
    expect(
      toYaml({
        weights: { lambda_rigid: 500 },
        edges: [
          [0, 1],
          [1, 2],
        ],
        nothing: null,
        empty: {},
      }),
    ).toBe('weights:\n  lambda_rigid: 500\nedges: [[0, 1], [1, 2]]\nnothing: null\nempty: {}\n');
    expect(toYaml({})).toBe('{}\n');
  });

  const cases: [string, string | number | boolean, string][] = [
    ['a plain word', 'huber', 'huber'],
    ['a word that YAML takes for a switch', 'no', '"no"'],
    ['a text that looks like a number', '1.0', '"1.0"'],
    ['a text with a colon', 'a: b', '"a: b"'],
    ['an empty text', '', '""'],
    ['a small number, readable for YAML 1.1', 1e-7, '1.0e-7'],
    ['a small number with a point', 2.5e-9, '2.5e-9'],
    ['a switch', true, 'true'],
  ];
  it.each(cases)('writes %s', (_name, value, text) => {
    expect(toYaml({ key: value })).toBe(`key: ${text}\n`);
  });
});
