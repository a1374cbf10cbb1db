import type { MetricSpec } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { batchReport } from './batch-report.js';
import { maxRelationPoints } from './relation-tally.js';
import { type BatchFacts, objectiveOf, type ReportJob } from './report.js';
import { statisticsOf } from './statistics.js';

const metric = (name: string, direction: MetricSpec['direction']): MetricSpec => ({
  name,
  title: name,
  unit: 'mm',
  direction,
  description: '',
});
const facts: BatchFacts = {
  batchId: '1',
  name: 'Weights',
  projectName: 'Gait',
  pipelineTitle: 'Rigid body',
  pipelineName: 'rigid-body',
  pipelineVersion: '1.0.0',
  metrics: [metric('error', 'minimize'), metric('overlap', 'maximize'), metric('count', null)],
  objective: { metric: 'error', direction: 'minimize' },
  state: 'completed_with_errors',
  stateReason: null,
  createdAt: '2026-01-01T10:00:00.000Z',
  finishedAt: '2026-01-01T10:02:30.000Z',
  generatedAt: '2026-01-02T00:00:00.000Z',
};
const job = (position: number, rest: Partial<ReportJob>): ReportJob => ({
  id: `${position + 1}`,
  position,
  label: `job ${position}`,
  state: 'succeeded',
  inputLabel: 'walk.csv',
  replicate: 1,
  params: { weight: 1 },
  axes: [],
  metadata: {},
  metrics: {},
  durationS: null,
  peakMemoryBytes: null,
  error: null,
  failureKind: null,
  failureKey: null,
  warnings: [],
  ...rest,
});

describe('a batch that is half through', () => {
  const report = batchReport(facts, [
    job(0, {
      durationS: 1,
      peakMemoryBytes: 2e8,
      metrics: { error: 4, overlap: 0.5, count: 7 },
      params: { weight: 1, fixed: true },
    }),
    job(1, {
      durationS: 3,
      peakMemoryBytes: 1e8,
      metrics: { error: 2, overlap: 0.5 },
      params: { weight: 2, fixed: true },
    }),
    job(2, {
      state: 'reused',
      metrics: { error: 9, overlap: 0.25 },
      params: { weight: 2, fixed: true },
      warnings: ['few frames'],
    }),
    job(3, {
      state: 'timed_out',
      durationS: 8,
      error: 'Stopped after 8 s.',
      failureKind: 'timeout',
      failureKey: 'Stopped after # s.',
      params: { weight: 3, fixed: true },
    }),
    job(4, {
      state: 'failed',
      durationS: 4,
      // A number without a result enters nothing.
      metrics: { error: -1 },
      error: 'No marker A.',
      failureKind: 'bad_input',
      failureKey: 'No marker #.',
      params: { weight: 3, fixed: true },
    }),
    job(5, {
      state: 'failed',
      durationS: 4,
      error: 'No marker B.',
      failureKind: 'bad_input',
      failureKey: 'No marker #.',
      params: { weight: 3, fixed: true },
    }),
    job(6, { state: 'cancelled', durationS: 100, params: { weight: 3, fixed: true } }),
    job(7, { state: 'running', params: { weight: 3, fixed: true } }),
  ]);

  it('counts every job once', () => {
    expect(report).toMatchObject({
      total: 8,
      successful: 3,
      failed: 3,
      notRun: 1,
      peakMemoryBytes: 2e8,
      unfinished: 1,
      successRate: 0.375,
      warnings: 1,
      totalDurationS: 150,
    });
    expect(report.counts).toMatchObject({ succeeded: 2, reused: 1, timed_out: 1, failed: 2, cancelled: 1 });
  });

  it('takes times of jobs that ran to an end: 1, 3, 8, 4, 4 s', () => {
    expect(report.durations).toEqual({
      n: 5,
      mean: 4,
      // Squares of -3, -1, 4, 0, 0 are 26 in all.
      sd: Math.sqrt(26 / 5),
      median: 4,
      min: 1,
      max: 8,
      total: 20,
    });
  });

  it('finds no deviation in equal values', () => {
    const statistics = statisticsOf(Array.from({ length: 10 }, () => 101.2));
    expect(statistics).toMatchObject({ mean: 101.2, sd: 0, median: 101.2 });
  });

  it('finds best and worst by the direction of each metric', () => {
    const [error, overlap, count] = report.metrics;
    expect(error).toMatchObject({
      statistics: { n: 3, mean: 5, sd: Math.sqrt(26 / 3), median: 4, min: 2, max: 9, total: 15 },
      best: { jobId: '2', value: 2, ties: 0 },
      worst: { jobId: '3', value: 9, ties: 0 },
    });
    expect(overlap).toMatchObject({
      best: { jobId: '1', label: 'job 0', value: 0.5, ties: 1 },
      worst: { jobId: '3', value: 0.25 },
    });
    expect(count).toMatchObject({ statistics: { n: 1, sd: 0, median: 7 }, best: null, worst: null });
    expect(objectiveOf(report)).toBe(error);
  });

  it('groups failures, the largest group first', () => {
    expect(report.failures).toEqual([
      { kind: 'bad_input', message: 'No marker A.', jobs: 2, exampleJobId: '5', exampleLabel: 'job 4' },
      { kind: 'timeout', message: 'Stopped after 8 s.', jobs: 1, exampleJobId: '4', exampleLabel: 'job 3' },
    ]);
    expect(report.otherFailures).toBe(0);
  });

  it('tells parameters that vary from those that do not', () => {
    expect(report.parameterPaths).toEqual(['weight']);
    expect(report.constants).toEqual({ fixed: true });
  });
});

describe('parameters', () => {
  it('of the design are columns even with one value, and so is what only some jobs have', () => {
    const report = batchReport(facts, [
      job(0, { params: { a: { b: 1 }, extra: null }, axes: ['a.b'], metadata: { subject: 'S1' } }),
      job(1, { params: { a: { b: 1 } }, metadata: { session: 2 } }),
      job(2, { params: { a: { b: 1 }, late: [1] } }),
    ]);
    expect([...report.parameterPaths].sort()).toEqual(['a.b', 'extra', 'late']);
    expect(report.metadataKeys).toEqual(['subject', 'session']);
    expect(report.constants).toEqual({});
  });
});

describe('a metric that depends on another', () => {
  const discharge = {
    ...metric('discharge', null),
    relation: { title: 'Rating', to: 'level', law: 'power-law' as const },
  };
  const site = { ...facts, metrics: [discharge, metric('level', null)] };
  const at = (position: number, level: number, rest: Partial<ReportJob> = {}) =>
    job(position, { metrics: { level, discharge: 5 * (level - 1) ** 2 }, ...rest });

  it('is shown against it over the jobs with a result, with its curve', () => {
    const [relation, ...others] = batchReport(site, [
      at(0, 2),
      at(1, 9, { state: 'failed' }),
      at(2, 3),
      job(3, { metrics: { level: 7 } }),
      at(4, 5, { state: 'reused' }),
    ]).relations;
    expect(others).toEqual([]);
    expect(relation).toMatchObject({
      title: 'Rating',
      x: { name: 'level' },
      y: { name: 'discharge' },
      morePoints: 0,
      points: [
        { jobId: '1', label: 'job 0', x: 2, y: 5 },
        { jobId: '3', x: 3, y: 20 },
        { jobId: '5', x: 5, y: 80 },
      ],
      fit: { law: { n: 3, x0: expect.closeTo(1, 3), b: expect.closeTo(2, 3) } },
    });
  });

  it('has no curve through 2 points, and no relation without a point', () => {
    const [relation] = batchReport(site, [at(0, 2), at(1, 3)]).relations;
    expect(relation).toMatchObject({ points: { length: 2 }, fit: { law: null, reason: expect.any(String) } });
    expect(batchReport(site, [job(0, {})]).relations).toEqual([]);
    expect(batchReport(facts, [job(0, { metrics: { error: 1 } })]).relations).toEqual([]);
  });

  it('keeps so many points and counts the others', () => {
    const jobs = Array.from({ length: maxRelationPoints + 3 }, (_, n) => at(n, 2 + n));
    expect(batchReport(site, jobs).relations).toMatchObject([
      { morePoints: 3, points: { length: maxRelationPoints } },
    ]);
  });
});

describe('a batch without results', () => {
  it('has no best job when all failed', () => {
    const report = batchReport(facts, [job(0, { state: 'failed', durationS: 2, error: 'Boom.' })]);
    expect(report).toMatchObject({ successRate: 0, failed: 1, durations: { n: 1, mean: 2 } });
    expect(report.metrics.map(({ statistics, best }) => [statistics, best])).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
  });

  it('has a rate of 0 without jobs, and no times when none ran', () => {
    expect(batchReport(facts, [])).toMatchObject({ total: 0, successRate: 0, durations: null, failures: [] });
    expect(batchReport(facts, [job(0, { state: 'waiting' })])).toMatchObject({
      durations: null,
      unfinished: 1,
    });
  });

  it('takes the time until now while it is under way', () => {
    const open = { ...facts, finishedAt: null, generatedAt: '2026-01-01T11:00:00.000Z' };
    expect(batchReport(open, []).totalDurationS).toBe(3600);
  });
});

it('keeps at most 50 groups and counts the rest', () => {
  const jobs = Array.from({ length: 60 }, (_, n) => job(n, { state: 'failed', error: `Error ${n}.` }));
  const report = batchReport(facts, jobs);
  expect([report.failures.length, report.otherFailures]).toEqual([50, 10]);
});
