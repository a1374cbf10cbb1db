import { describe, expect, it } from '@jest/globals';
import { designSchema } from '../designs/design.js';
import { cellKeysInVersion } from './cell.js';
import { fingerprintOf, planChange } from './fingerprint.js';
import { keepInputsTogether } from './locality.js';
import { defaultBatchOptions } from './options.js';
import type { PlannedJob } from './plan.js';
import { planJobs } from './plan.js';
import {
  type CellHistory,
  countKinds,
  type EqualJob,
  kindOf,
  type PlannedKind,
  reasonText,
} from './plan-kinds.js';

const job = (given: Partial<PlannedJob> = {}): PlannedJob => ({
  position: 0,
  label: 'x',
  cellKey: 'cell',
  settingKey: 'setting',
  setting: {},
  params: {},
  inputs: { markers: [{ reference: '1', name: 'x.csv', sha256: 'digest' }] },
  inputLabel: 'x.csv',
  replicate: 1,
  seed: '0/1',
  ...given,
});
const history = (given: Partial<CellHistory> = {}): CellHistory => ({
  jobs: new Map(),
  olderVersions: new Map(),
  settings: new Set(['setting']),
  inputDigests: new Set(['digest']),
  hasBatches: true,
  ...given,
});
const equal = (outcome: EqualJob['outcome']) =>
  history({ jobs: new Map([['cell', { jobId: '12', outcome }]]) });

describe('kindOf', () => {
  it.each<[string, CellHistory, boolean, string, string]>([
    ['an equal result', equal('succeeded'), true, 'reused', 'equal job 12 succeeded'],
    ['the same without reuse', equal('succeeded'), false, 'new', 'reuse is off; equal job 12 succeeded'],
    ['an equal failure', equal('failed'), true, 'retried', 'equal job 12 failed'],
    ['an equal job that runs', equal('under_way'), true, 'new', 'equal job 12 is not finished yet'],
    [
      'an equal job that was cancelled',
      equal('not_computed'),
      true,
      'new',
      'equal job 12 was cancelled or skipped',
    ],
    [
      'an older version',
      history({ olderVersions: new Map([['cell', '0.9.0']]) }),
      true,
      'new',
      'pipeline version changed from 0.9.0',
    ],
    ['another input', history({ inputDigests: new Set() }), true, 'new', 'new input'],
    ['another setting', history({ settings: new Set() }), true, 'new', 'parameter changed'],
    [
      'both known',
      history(),
      true,
      'new',
      'new combination of known parameters and inputs, or a new replicate',
    ],
    ['an empty project', history({ hasBatches: false }), true, 'new', 'first batch of this pipeline'],
  ])('%s', (_what, known, reuse, kind, text) => {
    const found = kindOf(job(), known, reuse);
    expect([found.kind, reasonText(found)]).toEqual([kind, text]);
  });

  it('counts kinds and reasons, most frequent first', () => {
    const fresh: PlannedKind = { kind: 'new', reason: 'new_input' };
    const kinds: PlannedKind[] = [{ kind: 'reused', reason: 'equal_succeeded' }, fresh, fresh];
    const { counts, reasons } = countKinds(kinds, [{ position: 3, label: 'y', problems: [] }]);
    expect(counts).toEqual({ new: 2, reused: 1, retried: 0, excluded: 1 });
    expect(reasons[0]).toEqual({ kind: 'new', reason: 'new_input', jobs: 2 });
    expect(reasons).toHaveLength(3);
  });

  it('looks a cell up in another version by the very key it had there', () => {
    const spec = designSchema.parse({ name: 'd', pipeline: 'p', inputs: [{ markers: '1' }], replicates: 2 });
    const planIn = (version: string) =>
      planJobs(spec, { name: 'p', version, inputNames: ['markers'], parse: (params) => ({ params }) }, [
        job().inputs,
      ]).jobs;
    const old = planIn('0.9.0').map((each) => each.cellKey);
    expect(cellKeysInVersion(planIn('1.0.0'), 'p', '0.9.0')).toEqual(old);
  });
});

describe('the fingerprint', () => {
  const jobs = ['a', 'b', 'c'].map((cellKey) => job({ cellKey, outputName: cellKey }));
  const fresh: PlannedKind = { kind: 'new', reason: 'new_input' };
  const reused: PlannedKind = { kind: 'reused', reason: 'equal_succeeded' };
  const print = (kinds: PlannedKind[], rest: Partial<Parameters<typeof fingerprintOf>[0]> = {}) =>
    fingerprintOf({
      pipelineVersion: '1.0.0',
      jobs,
      kinds,
      counts: countKinds(kinds, []).counts,
      options: defaultBatchOptions,
      ...rest,
    });
  const shown = print([fresh, fresh, fresh]);

  it('is equal for equal plans', () => {
    expect(print([fresh, fresh, fresh])).toBe(shown);
    expect(planChange(shown, print([{ kind: 'new', reason: 'forced' }, fresh, fresh]))).toBeNull();
  });

  it.each<[string, string, string]>([
    ['reuse', print([reused, reused, fresh]), '2 jobs that were new are now reused.'],
    ['one job', print([reused, fresh, fresh]), '1 job that was new is now reused.'],
    [
      'options',
      print([fresh, fresh, fresh], { options: { ...defaultBatchOptions, maxAttempts: 9 } }),
      'The options are others.',
    ],
    [
      'the version',
      print([fresh, fresh, fresh], { pipelineVersion: '1.1.0' }),
      'The pipeline is now 1.1.0, it was 1.0.0.',
    ],
    [
      'the cells',
      print([fresh, fresh, fresh], { jobs: [...jobs.slice(1), job({ cellKey: 'd' })] }),
      'The cells, their output names or metadata are others.',
    ],
    [
      'the number of cells',
      print([fresh], { jobs: jobs.slice(0, 1) }),
      'The cells, their output names or metadata are others; 3 → 1 new.',
    ],
  ])('says what changed: %s', (_what, now, text) => {
    expect(planChange(shown, now)).toBe(text);
  });

  it('says so when the same numbers of other jobs are reused', () => {
    const before = print([reused, fresh, fresh]);
    expect(planChange(before, print([fresh, reused, fresh]))).toBe(
      'Other jobs are reused or retried than before.',
    );
  });

  it.each(['', 'x', 'p1.1.1.1.1.1-0.z.z.z', `${shown}.`, shown.repeat(50)])(
    'does not take %j for one',
    (text) => {
      expect(planChange(text, shown)).toBe('The fingerprint is not that of a plan.');
    },
  );
});

describe('keepInputsTogether', () => {
  const files = [0, 1].map(() => ({ markers: [] }));
  const grid = ['s', 't'].flatMap((settingKey) =>
    files.map((inputs) => job({ settingKey, inputs, inputBytes: 2 ** 30 })),
  );
  it('starts the jobs of large inputs input by input', () => {
    expect(keepInputsTogether(grid).map((each) => each.priority)).toEqual([0, -1, 0, -1]);
  });
  it('leaves small inputs, and single settings, in the order of the design', () => {
    const small = grid.map((each) => ({ ...each, inputBytes: 1000 }));
    expect(keepInputsTogether(small)).toBe(small);
    const single = grid.slice(0, 2);
    expect(keepInputsTogether(single)).toBe(single);
  });
});
