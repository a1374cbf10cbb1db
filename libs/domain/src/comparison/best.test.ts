import { describe, expect, it } from '@jest/globals';
import { compare } from './compare.js';
import { errorMetric, settingOf } from './testing/setting.js';

const options = { metric: errorMetric, direction: 'minimize' } as const;
const weights = (rigid: number) => ({ weights: { lambda_rigid: rigid }, iterations: 100 });

describe('best parameters (S0-46)', () => {
  const best = settingOf(weights(500), [0.8, 0.9, 0.82, 0.87, 0.81, 0.84]);
  const alike = settingOf(weights(600), [0.82, 0.89, 0.83, 0.86, 0.83, 0.83]);
  const worse = settingOf(weights(100), [1.8, 1.95, 1.8, 1.9, 1.81, 1.84]);

  it('says in one sentence what is best, how well it does, and what cannot be told from it', () => {
    const { best: found, answer } = compare([worse, best, alike], options);
    // R 4.2.2: t.test(c(0.8, 0.9, 0.82, 0.87, 0.81, 0.84))$conf.int is 0.79963 to 0.88037; d the differences of the
    // other two: ((qnorm(.975) + qnorm(.8)) * sd(d) / mean(d))^2 is 160.12.
    expect(answer).toBe(
      'lambda_rigid=500 is best: 0.840 mm (0.800 to 0.880, n = 6). 1 of 2 other settings cannot be told apart from it; about 161 inputs or replicates would tell.',
    );
    expect(found).toMatchObject({
      settingKey: best.settingKey,
      params: weights(500),
      values: { 'weights.lambda_rigid': 500 },
      n: 6,
      notSeparableKeys: [alike.settingKey],
      sentence: answer,
    });
    expect(found?.mean).toBeCloseTo(0.84, 12);
    expect(found?.interval?.low).toBeCloseTo(0.799627405, 8);
  });

  it('says when it stands alone, and when a certain difference is too small to matter', () => {
    expect(compare([worse, best], options).answer).toMatch(/ It can be told apart from the other setting\.$/);
    const close = settingOf(
      weights(7),
      best.observations.map(({ value }, i) => value + 0.01 + i / 10_000),
    );
    const found = compare([worse, best, close], { ...options, smallestDifference: 0.1 });
    expect(found.answer).toMatch(
      / It can be told apart from all 2 other settings\. 1 of them differs from it by less than what matters\.$/,
    );
  });

  it('counts settings that rest on too few values', () => {
    const lone = settingOf(weights(8), [0.95]);
    const { answer } = compare([best, worse, lone], options);
    expect(answer).toContain('It can be told apart from 1 of 2 other settings.');
    expect(answer).toContain('1 of 2 other settings rests on too few values to be compared with it.');
  });

  it('promises no impossible amount of data', () => {
    const twin = settingOf(
      weights(9),
      best.observations.map(({ value }, i) => value + (i % 2 === 0 ? 0.02 : -0.0199)),
    );
    expect(compare([best, twin], options).answer).toContain(
      'The other setting cannot be told apart from it; more than 1000 inputs or replicates would be needed to tell.',
    );
  });

  it('names values of any type, by their whole path where two end alike', () => {
    const listed = (value: string[] | string) => ({ a: { markers: value }, b: { markers: 'x' } });
    const { answer } = compare(
      [settingOf(listed(['p', 'q']), [1, 1.2]), settingOf({ ...listed('all'), b: { markers: 'y' } }, [2, 3])],
      options,
    );
    expect(answer).toMatch(
      /^a\.markers=\["p","q"\], b\.markers=x is best: 1\.1 mm \(-0\.2 to 2\.4, n = 2\)\./,
    );
  });

  it('is null, with the reason, where nothing has a value', () => {
    const failed = settingOf(weights(1), []);
    const running = settingOf(weights(2), [], { failed: 0, unfinished: 1 });
    expect(compare([failed, running], options)).toMatchObject({
      best: null,
      answer:
        'No job has a value of Edge error yet, so there is no best setting: 1 of 2 jobs have not finished.',
    });
    expect(compare([failed], options).answer).toMatch(/: the only job ended without a result\.$/);
    expect(compare([failed, settingOf(weights(3), [])], options).answer).toMatch(
      /: all 2 jobs ended without a result\.$/,
    );
    const silent = settingOf(weights(4), [], { failed: 0, withResult: 1 });
    expect(compare([silent], options).answer).toMatch(/: the only job with a result does not report it\.$/);
    expect(compare([], options).answer).toBe('There are no jobs to compare.');
  });

  it('is null where nothing varies, with the value that all jobs have', () => {
    expect(compare([best], options)).toMatchObject({
      best: null,
      bestKey: best.settingKey,
      answer:
        'Nothing varies between the compared jobs, so there is no best setting. Edge error: 0.840 mm (0.800 to 0.880, n = 6).',
    });
  });
});
