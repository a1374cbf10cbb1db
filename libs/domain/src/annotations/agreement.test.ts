import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreementOf, pairedJudgements } from './agreement.js';
import { defaultVocabulary } from './default-vocabulary.js';
import { frameRange } from './frame-set.js';
import { statement, upTo } from './testing/subjects.js';

const pairsOf = (table: readonly (readonly number[])[]) =>
  table.flatMap((row, i) => row.map((count, j) => ({ a: `v${i}`, b: `v${j}`, count })));
const kindOf = (name: string) => {
  const kind = defaultVocabulary.kinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`No kind ${name}.`);
  return kind;
};

describe('agreementOf', () => {
  it('gives what Cohen found for 200 patients and three diagnoses', () => {
    // Shares .44 .07 .09 / .05 .20 .05 / .01 .03 .06: agreed .70, by chance .41, κ = .29/.59 = .492.
    const { kappa, interval, n, agreed } = agreementOf(
      pairsOf([
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ]),
    );
    expect({ n, agreed }).toEqual({ n: 200, agreed: 140 });
    expect(kappa).toBeCloseTo(0.29 / 0.59, 12);
    // R, psych::cohen.kappa: 0.39 0.49 0.59.
    expect(interval?.low).toBeCloseTo(0.39156, 4);
    expect(interval?.high).toBeCloseTo(0.59149, 4);
  });

  it('gives the textbook 2 × 2 value', () => {
    // Agreed .7, by chance .5 × .6 + .5 × .4 = .5.
    expect(
      agreementOf(
        pairsOf([
          [20, 5],
          [10, 15],
        ]),
      ).kappa,
    ).toBeCloseTo(0.4, 12);
  });

  it('is 1 where all is agreed, 0 where only chance agrees, and negative below', () => {
    expect(
      agreementOf(
        pairsOf([
          [5, 0],
          [0, 7],
        ]),
      ).kappa,
    ).toBe(1);
    expect(
      agreementOf(
        pairsOf([
          [4, 4],
          [4, 4],
        ]),
      ).kappa,
    ).toBeCloseTo(0, 12);
    expect(
      agreementOf(
        pairsOf([
          [0, 5],
          [5, 0],
        ]),
      ).kappa,
    ).toBeCloseTo(-1, 12);
  });

  it('is not defined without frames or with one value only', () => {
    expect(agreementOf([])).toEqual({
      kappa: null,
      interval: null,
      n: 0,
      agreed: 0,
      table: { values: [], counts: [] },
    });
    expect(agreementOf([{ a: 'x', b: 'x', count: 9 }])).toMatchObject({ kappa: null, n: 9, agreed: 9 });
  });

  it('does not depend on who is first', () => {
    const cell = fc.nat(30);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 3 }), (table) => {
        const pairs = pairsOf(table);
        const turned = agreementOf(pairs.map(({ a, b, count }) => ({ a: b, b: a, count })));
        const { kappa, interval } = agreementOf(pairs);
        if (kappa === null || interval === null) expect(turned.kappa).toBeNull();
        else {
          expect(turned.kappa).toBeCloseTo(kappa, 10);
          expect(turned.interval?.low).toBeCloseTo(interval.low, 10);
          expect(interval.low).toBeLessThanOrEqual(kappa);
        }
      }),
    );
  });
});

describe('pairedJudgements', () => {
  const numbers = upTo(10, 2);
  const rows = [
    statement('phenotype', 'EDEMA', [0, 7], { author: 'ann' }),
    statement('phenotype', 'DEAD', [16, 19], { author: 'ann' }),
    statement('phenotype', 'EDEMA', [4, 9], { author: 'bob' }),
    statement('phenotype', 'BODY_AXIS', [8, 9], { author: 'bob' }),
    statement('flag', 'DARK', [0, 19], { author: 'bob' }),
  ];

  it('pairs what two say of each frame, with a word for nothing', () => {
    const pairs = pairedJudgements(kindOf('phenotype'), numbers, rows, ['ann', 'bob']);
    expect(pairs).toEqual([
      { a: 'EDEMA', b: 'NONE', count: 2 },
      { a: 'EDEMA', b: 'EDEMA', count: 2 },
      { a: 'NONE', b: 'BODY_AXIS+EDEMA', count: 1 },
      { a: 'NONE', b: 'NONE', count: 3 },
      { a: 'DEAD', b: 'NONE', count: 2 },
    ]);
    expect(agreementOf(pairs)).toMatchObject({ n: 10, agreed: 5 });
  });

  it('leaves out subjects that only one judged', () => {
    expect(pairedJudgements(kindOf('flag'), numbers, rows, ['ann', 'bob'])).toEqual([]);
  });

  it('counts a subject once for kinds about subjects', () => {
    const genotypes = [
      statement('genotype', 'WT', null),
      statement('genotype', 'shh', null, { author: 'bob' }),
    ];
    expect(pairedJudgements(kindOf('genotype'), numbers, genotypes, ['ann', 'bob'])).toEqual([
      { a: 'WT', b: 'shh', count: 1 },
    ]);
  });

  it('says the same as frame by frame', () => {
    const row = fc.record({
      value: fc.constantFrom('EDEMA', 'TBD'),
      author: fc.constantFrom('ann', 'bob'),
      from: fc.nat(20),
      length: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (drawn) => {
        const made = drawn.map(({ value, author, from, length }) =>
          statement('phenotype', value, null, { author, frames: frameRange(from, from + length) }),
        );
        const pairs = pairedJudgements(kindOf('phenotype'), numbers, made, ['ann', 'bob']);
        const judged = ['ann', 'bob'].every((author) => made.some((each) => each.author === author));
        const said = (author: string, number: number) => {
          const found = drawn.filter(
            (each) => each.author === author && number >= each.from && number < each.from + each.length,
          );
          return [...new Set(found.map(({ value }) => value))].sort().join('+') || 'NONE';
        };
        const expected = judged
          ? numbers.map((number) => `${said('ann', number)} ${said('bob', number)}`)
          : [];
        expect(pairs.flatMap(({ a, b, count }) => Array(count).fill(`${a} ${b}`))).toEqual(expected);
      }),
    );
  });
});
