import type { Json } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maxExpressionLength } from '../designs/axes.js';
import { evaluate } from './evaluate.js';
import { type Expression, functionNames, namesIn } from './expression.js';
import { parseExpression } from './parser.js';

const known: Readonly<Record<string, Json>> = {
  a: 2,
  'weights.b': 3,
  loss: 'huber',
  robust: true,
  threads: null,
  edges: [1, 2],
  replicate: 1,
  input: 'walk.csv',
};
const lookup = (name: string) => (Object.hasOwn(known, name) ? known[name] : undefined);

function resultOf(text: string): Json | undefined {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  return evaluate(expression as Expression, lookup);
}

describe('the language of where and when', () => {
  it.each<[string, Json | undefined]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 - 2 - 1', 4],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['2 ^ -1 + 1', 1.5],
    ['- -3', 3],
    ['7 % 4', 3],
    ['12 / 3 / 2', 2],
    ['.5 + 1e1', 10.5],
    ['a + weights.b', 5],
    ['weights.b > 2 * a', false],
    ['weights.b <= 1.5*a', true],
    ["loss = 'huber'", true],
    ["loss == 'cauchy'", false],
    ["loss != 'cauchy' and robust", true],
    ['not robust or a = 2', true],
    ['not (robust or a = 2)', false],
    ['not a = 3', true],
    ['true and not false', true],
    ['a in [1, 2, 3]', true],
    ['a not in [1, 2, 3]', false],
    ['a in []', false],
    ['not (a in [5, 6])', true],
    ["input in ['walk.csv'] and replicate = 1", true],
    ['threads = null', true],
    ['a = null', false],
    ["'a' < 'b'", true],
    ['min(3, a, 9) + max(1)', 3],
    ['round(2.5) + floor(2.9) + ceil(0.1) + abs(-1)', 7],
    ['sqrt(9) + log10(1000) + log(exp(2))', 8],
    // Unknown, as in SQL.
    ['missing > 1', undefined],
    ['missing > 1 and false', false],
    ['missing > 1 or true', true],
    ['not (missing = 1)', undefined],
    ['missing in [1]', undefined],
    ['loss > 1', undefined],
    ['1 / 0', undefined],
    ['sqrt(-1)', undefined],
    ['a and robust', undefined],
  ])('%s is %j', (text, value) => {
    expect(resultOf(text)).toEqual(value);
  });

  it.each<[string, number, RegExp]>([
    ['', 1, /ends; expected a value/],
    ['a >', 4, /ends; expected a value/],
    ['a > > b', 5, /> stands here; expected a value/],
    ['(a', 3, /ends; expected \)/],
    ['a b', 3, /b stands here; expected an operator/],
    ["loss = 'huber", 8, /quote is not closed/],
    ['a && b', 3, /& has no meaning here; expected and/],
    ['a in 3', 6, /expected \[/],
    ['1 < a < 3', 7, /comparisons do not chain/],
    ['sin(a)', 1, /no function sin; expected one of min/],
    ['abs(1, 2)', 1, /abs has 2 values/],
    ['1e999 > a', 1, /too large/],
    ['a = 1 and', 10, /expected a value/],
    [`${'('.repeat(100)}a${')'.repeat(100)}`, 42, /nested too deeply/],
    [' '.repeat(maxExpressionLength + 1), maxExpressionLength + 1, /2001 characters/],
  ])('says where %j is wrong', (text, column, message) => {
    const { expression, problems } = parseExpression(text, 'axes.0.when');
    expect(expression).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(message);
    expect(problems[0]?.place).toEqual({ parameter: 'axes.0.when', column: String(column) });
  });

  it('lists the names that it uses with their places', () => {
    const { expression } = parseExpression('not (x.y in [z, 1]) and max(a, -b) > 2 ^ c');
    expect(namesIn(expression as Expression).map(({ name, position }) => [name, position])).toEqual([
      ['x.y', 5],
      ['z', 13],
      ['a', 28],
      ['b', 32],
      ['c', 41],
    ]);
  });

  it('never throws, whatever the text', () => {
    const words = [
      'a',
      'weights.b',
      '1',
      '.5',
      "'x'",
      "'",
      '(',
      ')',
      '[',
      ']',
      ',',
      'in',
      'not',
      'and',
      'or',
    ];
    const symbols = [
      '=',
      '!=',
      '<',
      '<=',
      '>',
      '+',
      '-',
      '*',
      '/',
      '%',
      '^',
      '&',
      'min',
      'max(',
      'true',
      ' ',
    ];
    const text = fc.oneof(
      fc.string({ maxLength: 200, unit: 'binary' }),
      fc
        .array(fc.constantFrom(...words, ...symbols, ...functionNames), { maxLength: 60 })
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const { expression, problems } = parseExpression(given);
        expect(expression === null).toBe(problems.length > 0);
        if (expression === null) return;
        const value = evaluate(expression, lookup);
        expect(value === undefined || typeof value !== 'number' || Number.isFinite(value)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads the longest and deepest expressions without running out of stack', () => {
    const longest = `${'1+'.repeat(maxExpressionLength / 2 - 1)}1`;
    expect(resultOf(longest)).toBe(maxExpressionLength / 2);
    expect(resultOf(`${'not '.repeat(30)}robust`)).toBe(true);
    for (const part of ['(', '-', 'not ', 'min(', '2^', '[', 'a in [']) {
      const text = part.repeat(maxExpressionLength / part.length);
      expect(parseExpression(text).problems).toHaveLength(1);
    }
  });
});
