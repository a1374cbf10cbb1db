import { describe, expect, it } from '@jest/globals';
import type { PlannablePipeline } from '../batches/plan.js';
import { expandDesign } from '../batches/plan.js';
import { type DesignInput, designSchema } from '../designs/design.js';
import type { JsonObject } from '../designs/paths.js';
import {
  firstSettings,
  jobsChosenLater,
  proposeSettings,
  searchSpaceOf,
  withSettings,
} from './adaptive-design.js';

const pipeline: PlannablePipeline = {
  name: 'p',
  version: '1.0.0',
  inputNames: ['a'],
  parse: (raw: JsonObject) =>
    Number(raw.x) > 0.9
      ? { problems: [{ code: 'X', severity: 'error', message: 'x is above 0.9.', place: {} }] }
      : { params: { x: 0, robust: false, loss: 'none', weight: 1, ...raw } },
};
const designOf = (more: Partial<DesignInput> = {}) =>
  designSchema.parse({
    name: 'd',
    pipeline: 'p',
    kind: 'adaptive',
    samples: 30,
    axes: [
      { parameter: 'x', distribution: 'uniform', min: 0, max: 1 },
      { parameter: 'robust', values: [true, false] },
      { parameter: 'loss', values: ['huber', 'cauchy'], when: 'robust = true' },
      { kind: 'rows', rows: [{ weight: 1 }, { weight: 5 }, { weight: 9 }] },
    ],
    inputs: [{ a: '1' }, { a: '2' }],
    replicates: 3,
    where: 'weight < 9',
    ...more,
  });
const files = [1, 2].map((n) => ({
  a: [{ reference: `${n}`, name: `${n}.csv`, sha256: `${n}`.repeat(64) }],
}));

describe('an adaptive design', () => {
  it('begins with its startup settings on every input and replicate, and leaves the rest of its budget', () => {
    const spec = designOf({ adaptive: { startup: 6, parallel: 2 } });
    const { jobs, problems, invalid } = expandDesign(firstSettings(spec, pipeline), pipeline, files);
    expect([...problems, ...invalid]).toEqual([]);
    expect(jobs).toHaveLength(6 * 2 * 3);
    expect(new Set(jobs.map((job) => job.cellKey)).size).toBe(jobs.length);
    expect(jobsChosenLater(spec)).toBe(24 * 2 * 3);
    expect(jobsChosenLater({ ...spec, kind: 'random' })).toBe(0);
  });

  it('obeys where, when and the pipeline, in first and later settings', () => {
    const spec = designOf({ adaptive: { startup: 10 } });
    const first = expandDesign(firstSettings(spec, pipeline), pipeline, files).jobs;
    const space = searchSpaceOf(spec, pipeline);
    const observations = first
      .filter(({ replicate, inputLabel }) => replicate === 1 && inputLabel === '1.csv')
      .map(({ setting, settingKey }) => ({
        setting,
        key: settingKey,
        values: [Number(setting.x)],
        failed: 0,
      }));
    expect(observations).toHaveLength(10);
    const later = proposeSettings(
      spec,
      space,
      { observations, pending: [], objective: { direction: 'minimize' } },
      12,
    );
    const settings = [...observations, ...later.settings].map(({ setting }) => setting);
    expect(settings).toHaveLength(22);
    for (const { x, weight, robust, loss } of settings) {
      expect(Number(x)).toBeLessThanOrEqual(0.9);
      expect([1, 5]).toContain(weight);
      expect(loss === undefined).toBe(robust === false);
    }
    const cells = expandDesign(withSettings(spec, settings), pipeline, files);
    expect(cells.invalid).toEqual([]);
    expect(cells.jobs.filter(({ replicate }) => replicate === 1).map(({ setting }) => setting)).toEqual(
      settings.flatMap((setting) => [setting, setting]),
    );
    expect(new Set(later.settings.map(({ key }) => key))).toEqual(
      new Set(cells.jobs.slice(60).map(({ settingKey }) => settingKey)),
    );
  });

  it.each([
    ['where', { where: 'weight < <' }, 'BAD_EXPRESSION'],
    ['names', { where: 'wait < 3' }, 'BAD_EXPRESSION'],
    ['when', { axes: [{ parameter: 'x', values: [0.1, 0.2], when: 'robust =' }] }, 'BAD_EXPRESSION'],
    ['nothing left', { where: 'weight > 100' }, 'NO_CELLS'],
    ['a budget that is too large', { samples: 20_000 }, 'TOO_MANY_CELLS'],
  ])('tells what is wrong with the whole: %s', (_what, more, code) => {
    const { jobs, problems } = expandDesign(firstSettings(designOf(more), pipeline), pipeline, files);
    expect(jobs).toEqual([]);
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  it('shows the problems of settings when the pipeline allows none', () => {
    const spec = designOf({ axes: [{ parameter: 'x', values: [0.95, 0.99] }], where: 'weight < 9' });
    const { invalid } = expandDesign(firstSettings(spec, pipeline), pipeline, files);
    expect(invalid[0]?.problems[0]?.message).toBe('x is above 0.9.');
  });
});
