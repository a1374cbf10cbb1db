import { describe, expect, it } from '@jest/globals';
import { digestParts, digestSubject, type NightDigest } from './digest-message.js';
import { judgeNight, type NightFacts, type NightMetric, type NightRequest } from './night.js';
import { changesBetween, flattenParameters, type NightProvenance } from './provenance.js';

const facts: NightFacts = {
  night: '2026-11-22',
  times: [
    { dueAt: '2026-11-22T01:00:00Z', story: 'on_time', state: 'succeeded', reason: null, batchId: '7' },
  ],
  timeCount: 1,
  jobs: { succeeded: 3, reused: 0, failed: 0, other: 0 },
  newInputs: 0,
};
const metric = (changes: Partial<NightMetric> = {}): NightMetric => ({
  name: 'final_cost',
  title: 'Final cost',
  unit: 'mm',
  value: 1.2,
  results: 3,
  history: [1.1, 1.2, 1.3, 1.15, 1.25, 1.2, 1.2, 1.18, 1.22, 1.21],
  wasOutside: false,
  ...changes,
});
const judge = (changes: Partial<NightRequest> = {}) =>
  judgeNight({ facts, metrics: [metric()], changes: [], hasPast: true, daysSinceWord: 1, ...changes });

describe('a night', () => {
  it('is silent when nothing is notable, and says once a week that it is alive', () => {
    expect(judge()).toMatchObject({ word: 'silent', isGood: true, findings: [] });
    expect(judge({ daysSinceWord: 7 }).word).toBe('alive');
    const words = Array.from({ length: 30 }, (_, index) => index + 1);
    let last = 0;
    const alive = words.filter((day) => {
      const { word } = judge({ daysSinceWord: day - last });
      if (word === 'alive') last = day;
      return word === 'alive';
    });
    expect(alive).toEqual([7, 14, 21, 28]);
  });

  it('reports a metric when it leaves its band, not again while it stays outside, and when it is back', () => {
    const left = judge({ metrics: [metric({ value: 9 })] });
    expect(left).toMatchObject({ word: 'report', isGood: false, findings: [{ kind: 'left_band' }] });
    expect(left.findings[0]?.text).toMatch(
      /^Final cost is above its band: 9 mm, band [\d.]+ to [\d.]+ mm, median 1.2 mm of 10 nights\.$/,
    );
    expect(judge({ metrics: [metric({ value: 9, wasOutside: true })] })).toMatchObject({
      word: 'silent',
      isGood: false,
    });
    expect(judge({ metrics: [metric({ wasOutside: true })] }).findings).toMatchObject([
      { kind: 'back_in_band' },
    ]);
  });

  it('raises no alarm before there are enough nights', () => {
    expect(judge({ metrics: [metric({ value: 9, history: [1, 1, 1, 1, 1, 1] })] })).toMatchObject({
      word: 'silent',
      isGood: true,
      metrics: [{ place: 'unknown', nights: 6, band: null }],
    });
  });

  it('reports failed jobs, batches that could not start and times that did not run', () => {
    const failed = judge({ facts: { ...facts, jobs: { ...facts.jobs, failed: 2 } } });
    expect(failed).toMatchObject({ word: 'report', isGood: false, findings: [{ text: '2 jobs failed.' }] });
    const time = {
      ...facts.times[0]!,
      state: 'failed' as const,
      batchId: null,
      reason: 'The design is gone.',
    };
    expect(judge({ facts: { ...facts, times: [time] }, metrics: [] }).findings).toEqual([
      { kind: 'failed', text: 'The design is gone.' },
    ]);
    const missed = {
      ...facts.times[0]!,
      state: 'skipped' as const,
      story: 'missed_skipped' as const,
      batchId: null,
    };
    expect(judge({ facts: { ...facts, times: [missed] }, metrics: [] }).findings).toEqual([
      { kind: 'not_run', text: '1 time of the schedule did not run.' },
    ]);
  });

  it('says that bands begin anew when no earlier night can be compared', () => {
    const { findings } = judge({
      metrics: [metric({ history: [] })],
      changes: [{ kind: 'input', text: '1 input added: b.csv' }],
    });
    expect(findings).toEqual([
      {
        kind: 'bands_anew',
        text: 'No earlier night can be compared with this one (1 input added: b.csv), so bands begin anew.',
      },
    ]);
    expect(judge({ metrics: [metric({ history: [] })], hasPast: false }).word).toBe('silent');
  });

  it('is quiet while its schedule is paused', () => {
    const paused = { ...facts.times[0]!, story: 'paused' as const, state: 'skipped' as const, batchId: null };
    expect(judge({ facts: { ...facts, times: [paused] }, metrics: [], daysSinceWord: 30 }).word).toBe(
      'silent',
    );
  });
});

const provenance: NightProvenance = {
  pipeline: 'solve',
  version: '1.2.0',
  definition: 'd1',
  parameters: { 'params.weight': '500', kind: '"grid"' },
  packages: { 'python/numpy': '2.1.0', 'python/scipy': '1.15.0' },
  inputs: { count: 2, digest: 'i1', contents: { 'a.csv': 'x', 'b.csv': 'y' } },
  hosts: ['lab-1'],
  workerVersions: ['0.1.0'],
};
const changes = (changed: Partial<NightProvenance>, inputsAreNew = false) =>
  changesBetween(provenance, { ...provenance, ...changed }, inputsAreNew).map(({ text }) => text);

describe('what changed', () => {
  it.each<[Partial<NightProvenance>, string[]]>([
    [{}, []],
    [{ version: '1.3.0' }, ['Pipeline solve 1.2.0 → 1.3.0']],
    [{ definition: 'd2' }, ['Definition of solve 1.2.0 is another one']],
    [{ parameters: { 'params.weight': '600', kind: '"grid"' } }, ['Parameter params.weight 500 → 600']],
    [
      { packages: { 'python/numpy': '2.2.0', 'python/pandas': '3.0.0' } },
      [
        'Package python/numpy 2.1.0 → 2.2.0',
        'Package python/pandas 3.0.0 is new',
        'Package python/scipy 1.15.0 is gone',
      ],
    ],
    [
      { inputs: { count: 2, digest: 'i2', contents: { 'a.csv': 'z', 'c.csv': 'y' } } },
      ['1 input added: c.csv', '1 input removed: b.csv', '1 input with other content: a.csv'],
    ],
    [{ inputs: { count: 9, digest: 'i3', contents: null } }, ['Inputs differ: 2 → 9 files']],
    [{ hosts: ['lab-2', 'lab-1'] }, ['Hosts: lab-1 → lab-1, lab-2']],
    [{ hosts: [] }, []],
  ])('%j', (changed, expected) => {
    expect(changes(changed)).toEqual(expected);
  });

  it('is not which inputs are new where every night takes new ones', () => {
    expect(changes({ inputs: { count: 9, digest: 'i3', contents: null } }, true)).toEqual([]);
  });

  it('lists ten of a kind and counts the others', () => {
    const packages = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`python/p${index}`, '1']));
    const lines = changes({ packages: { ...provenance.packages, ...packages } });
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 15 more packages');
  });

  it('flattens parameters by dotted path', () => {
    expect(flattenParameters({ a: { b: 1, c: [1, 2] }, d: 'x' })).toEqual({
      'a.b': '1',
      'a.c': '[1,2]',
      d: '"x"',
    });
  });
});

it('a message says what ran, what left its band and what changed', () => {
  const { findings, metrics } = judge({ metrics: [metric({ value: 9 })] });
  const digest: NightDigest = {
    schedule: 'Nightly',
    zone: 'Europe/Berlin',
    facts: { ...facts, newInputs: 2 },
    findings,
    changes: [{ kind: 'package', text: 'Package python/numpy 2.1.0 → 2.2.0' }],
    lastGoodNight: '2026-11-21',
    metrics,
  };
  expect(digestSubject(digest, 'report')).toBe('Nightly, night to 2026-11-22: 1 metric left its band');
  const parts = JSON.stringify(digestParts(digest, 'report'));
  for (const text of [
    '3 jobs: 3 succeeded. 2 inputs were new.',
    'Final cost is above its band',
    'Changed since the last good night (2026-11-21)',
    'numpy 2.1.0 → 2.2.0',
  ]) {
    expect(parts).toContain(text);
  }
  expect(digestSubject(digest, 'alive')).toBe('Nightly: all quiet');
});
