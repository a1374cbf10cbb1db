import { describe, expect, it } from '@jest/globals';
import { methodsSentences, methodsText } from './methods-text.js';
import { meanText, roundedMean } from './numbers.js';
import { pivotOf } from './pivot.js';
import { facts, reportOf, sampleSettings, source } from './testing/report.js';

const setting = (lambda: number, values: Record<string, (number | null)[]>) => ({
  params: { weights: { lambda_rigid: lambda }, fixed: true },
  values,
});
const separated = [1, 2, 3].map((level) =>
  setting(level * 100, {
    'a.csv': [level, level + 0.1],
    'b.csv': [level, level + 0.11],
    'c.csv': [level + 0.02, level],
  }),
);

describe('methods', () => {
  it('a full grid', () => {
    expect(methodsSentences(reportOf(separated))).toEqual([
      '3 settings × 3 inputs × 2 replicates = 18 jobs of rigid-body 1.0.0.',
      'They come from “Weights” (18 jobs, batch 12, 2026-01-01).',
      'Settings were compared by Mean edge error (edge_error_mean_mm, in mm; smaller is better).',
      'What varied: weights.lambda_rigid (100, 200, 300); 1 other parameter was constant.',
      'The settings are a full grid of the values, seed 7.',
      'No job failed.',
      'Intervals are two-sided 95 % t intervals of the mean.',
      'Settings were compared with the best one by two-sided paired t tests over inputs, with p values corrected after Holm over 2 comparisons, at a level of 5 %.',
      'The best mean is 1.038 ± 0.055 mm (n = 6) at weights.lambda_rigid = 100; 2 settings are worse than it.',
      'Written on 2026-01-02 with batchyard 0.1.0.',
    ]);
  });

  it('one value a setting: no interval, no test', () => {
    const text = methodsText(reportOf([setting(1, { 'a.csv': [1] }), setting(2, { 'a.csv': [2] })]));
    expect(text).toContain('2 settings × 1 input × 1 replicate = 2 jobs');
    expect(text).toContain('Each setting rests on one value, so there are no intervals.');
    expect(text).toContain('There are too few values to test settings against each other.');
    expect(text).not.toMatch(/t test|t interval|±/);
  });

  it('failures, missing combinations and settings without a value', () => {
    const text = methodsText(
      reportOf([
        setting(1, { 'a.csv': [1, 1.2], 'b.csv': [2, null] }),
        setting(2, { 'a.csv': [1.1, 1.2] }),
        setting(3, { 'a.csv': [null, null] }),
      ]),
    );
    expect(text).toContain('3 settings and 2 inputs with 2 replicates where both were combined: 8 jobs');
    expect(text).toContain('3 jobs failed, all with “=It diverged, "badly" & <often>.” and enter no mean.');
    expect(text).toContain('by two-sided paired t tests over inputs');
  });

  it('replicates on one input are paired with each other', () => {
    const text = methodsText(
      reportOf([setting(1, { 'a.csv': [1, 1.3, 1.1] }), setting(2, { 'a.csv': [2, 2.4, 2.2] })]),
    );
    expect(text).toContain('paired t tests over replicates');
  });

  it('settings on different inputs are told apart after Welch', () => {
    const text = methodsText(
      reportOf([setting(1, { 'a.csv': [1, 1.3, 1.1] }), setting(2, { 'b.csv': [2, 2.4, 2.2] })]),
    );
    expect(text).toContain("two-sided Welch's t tests");
  });

  it.each([
    [{ kind: 'list' }, 'The settings are a list.'],
    [{ kind: 'latin_hypercube', seed: 3 }, 'The settings are a Latin hypercube, seed 3.'],
    [
      { kind: 'adaptive', seed: 3, adaptive: { method: 'tpe' } },
      'The settings are proposals that followed earlier results (method tpe), seed 3.',
    ],
    [{ kind: 'grid', seed: 1, where: 'a > b' }, '2 combinations were excluded by “a > b”.'],
  ])('of the design %j: %s', (spec, sentence) => {
    const sources = [{ ...source, spec, excludedByWhere: 2 }];
    expect(methodsSentences(reportOf(separated, { sources }))).toContain(sentence);
  });

  it('several sources are named with their labels, versions and seeds', () => {
    const sources = [
      source,
      {
        ...source,
        label: 'B',
        id: '13',
        name: 'More',
        pipelineVersion: '1.1.0',
        spec: { kind: 'random', seed: 9 },
      },
    ];
    const text = methodsText(reportOf(separated, { sources }));
    expect(text).toContain('jobs of rigid-body 1.0.0 and 1.1.0.');
    expect(text).toContain(
      'A: “Weights” (18 jobs, batch 12, 2026-01-01) and B: “More” (0 jobs, batch 13, 2026-01-01)',
    );
    expect(text).toContain('The settings of B are random draws, seed 9.');
  });

  it('nothing has a value', () => {
    const text = methodsText(reportOf([setting(1, { 'a.csv': [null] })]));
    expect(text).toContain('No setting has a value yet.');
    expect(text).not.toContain('The best mean');
  });
});

describe('the table of a paper', () => {
  it('has settings as rows and inputs as columns, the best of each column marked', () => {
    const pivot = pivotOf(reportOf(sampleSettings), 'inputs');
    expect(pivot.columns).toEqual(['walk_01.csv', 'walk|02.csv', 'walk_03.csv', 'All inputs']);
    expect(pivot.rowHeadings).toEqual(['lambda_rigid', 'loss']);
    expect(pivot.rows[0]?.names).toEqual(['100', 'huber']);
    expect(pivot.rows.map(({ cells }) => cells.map((cell) => cell?.isBest))).toEqual([
      [true, true, true, true],
      [false, false, false, false],
      [false, false, false, false],
      [false, false, false, false],
    ]);
    // 1.1 and 1.2: half = t(0.975, 1) · 0.0707 / √2
    expect(pivot.rows[0]?.cells[0]).toMatchObject({ n: 2, mean: expect.closeTo(1.15, 9) });
    expect(pivot.rows[0]?.cells[0]?.half).toBeCloseTo(0.63531, 5);
    expect(
      pivot.rows.find(({ names }) => names[0] === '500' && names[1] !== 'huber')?.cells[2],
    ).toMatchObject({
      n: 1,
      half: null,
    });
  });

  it('has the values of a parameter as columns', () => {
    const pivot = pivotOf(reportOf(sampleSettings), { parameter: 'loss' });
    expect(pivot).toMatchObject({
      columns: ['huber', 'x_&<%$#~^\\{}|*`'],
      rowHeadings: ['lambda_rigid'],
    });
    expect(pivot.rows.map(({ names, cells }) => [names[0], cells.length])).toEqual([
      ['100', 2],
      ['500', 2],
    ]);
  });

  it('tells different inputs of one name apart', () => {
    const report = reportOf([setting(1, { 'a.csv': [1] })]);
    expect(report.inputs).toEqual([{ key: 'key of a.csv', label: 'a.csv', jobs: 1 }]);
    expect(report.counts).toMatchObject({ jobs: 1, withResult: 1, failed: 0, unfinished: 0 });
    expect(facts.sources).toHaveLength(report.jobsBySource.length);
  });
});

it.each([
  [0.41234, 0.0312, '0.412 ± 0.031'],
  [1234.5, 120, '1230 ± 120'],
  [1234567, 1234, '1234600 ± 1200'],
  [5, 0, '5 ± 0'],
  [1.5, null, '1.5'],
  [3.21e-9, 1.2e-10, '3.21e-9 ± 1.2e-10'],
  [-0.5, 0.099, '-0.500 ± 0.099'],
])('%p with half %p is written %s', (mean, half, text) => {
  expect(meanText(mean, half)).toBe(text);
  expect(roundedMean(mean, half).half === null).toBe(half === null);
});
