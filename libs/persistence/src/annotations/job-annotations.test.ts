import type { PipelineAnnotation } from '@batchyard/pipelines';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newBatch } from '../../../../test/fixtures/batches.js';
import type { Fence } from '../jobs/fence.js';
import { addEmbryos, assignTo, type Lab, openLab, saidIn, upTo } from './testing/lab.js';

let lab: Lab;
let projectId: string;
let batches = 0;

beforeAll(async () => {
  lab = await openLab();
  await lab.store.workers.register({ id: 'w1', host: 'here', pid: 1, slots: 4, version: '0' });
});
beforeEach(async () => {
  projectId = await lab.addProject();
  await addEmbryos(lab, projectId, { e1: upTo(10), e2: upTo(10) });
});
afterAll(() => lab.close());

/** A job that runs. */
async function startJob(): Promise<Fence> {
  const { batchId } = await lab.store.batches.create(newBatch(projectId, [{}], { label: `b${++batches}` }));
  const [job] = await lab.database.query<{ id: string }>(
    `update job set state = 'queued', queued_at = now() where batch_id = $1 returning id`,
    [batchId],
  );
  const started = await lab.store.jobs.start(job?.id ?? '', 'w1', 60_000);
  if (started === null) throw new Error('The job did not start.');
  return started.fence;
}

const flag = (value: string, frames: PipelineAnnotation['frames'], subject = 'e1'): PipelineAnnotation => ({
  subject,
  frames,
  kind: 'flag',
  value,
});

async function store(annotations: PipelineAnnotation[], version = '1.0.0', fence?: Fence): Promise<string[]> {
  return lab.store.annotations.storeOfJob({
    fence: fence ?? (await startJob()),
    projectId,
    pipelineName: 'flag-detection',
    pipelineVersion: version,
    annotations,
  });
}
const changes = async () => (await lab.store.changesets.list(projectId, { first: 50 })).rows;

describe('what a pipeline says', () => {
  it('is stored as its own, with severity, measured value and the job, and can be undone as one', async () => {
    const fence = await startJob();
    const detail = { variance: 12.5 };
    const warnings = await store(
      [
        { ...flag('MOTION_BLUR', [{ first: 2, last: 4 }]), detail, note: 'blurred' },
        { ...flag('DARK', '[7:]', 'e2'), severity: 'error' },
      ],
      '1.0.0',
      fence,
    );
    expect(warnings).toEqual([]);
    const e1 = await lab.store.subjects.byName(projectId, 'e1');
    const [blur] = await lab.store.annotations.current([e1?.id ?? '']);
    expect(blur).toMatchObject({
      value: 'MOTION_BLUR',
      frames: [{ from: 2, to: 5 }],
      severity: 'warning',
      detail,
      note: 'blurred',
      jobId: fence.jobId,
    });
    expect(await lab.store.annotations.annotators(projectId)).toMatchObject([
      { kind: 'pipeline', userId: null, pipelineName: 'flag-detection', pipelineVersion: '1.0.0' },
    ]);
    const [change] = await changes();
    expect(change).toMatchObject({
      verb: 'store_annotations',
      summary: `flag-detection 1.0.0 made 2 annotations in job ${fence.jobId}.`,
      isUndoable: true,
    });
    await lab.store.changesets.undo(lab.ann, 'editor', change?.id ?? '');
    expect(await saidIn(lab, projectId)).toEqual([]);
  });

  it('a second time makes no duplicates, and something else replaces it, also in a newer version', async () => {
    const said = [flag('MOTION_BLUR', [{ first: 2, last: 4 }]), flag('DARK', [{ first: 0, last: 0 }])];
    await store(said);
    const before = (await changes()).length;
    await store(said);
    expect((await changes()).length).toBe(before);
    await store([flag('MOTION_BLUR', [{ first: 3, last: 3 }])], '1.1.0');
    expect(await saidIn(lab, projectId)).toEqual(['e1: flag DARK {[0,1)}', 'e1: flag MOTION_BLUR {[3,4)}']);
  });

  it('that it found nothing any more ends what it said before, and makes no subject', async () => {
    await store([flag('MOTION_BLUR', [{ first: 2, last: 4 }]), flag('DARK', [{ first: 0, last: 0 }])]);
    await assignTo(lab, projectId, [{ subject: 'e1', kind: 'flag', value: 'MOTION_BLUR', frames: '[7]' }]);
    expect(await store([flag('MOTION_BLUR', []), flag('DARK', [], '20240411_H12_e01')])).toEqual([]);
    expect(await saidIn(lab, projectId)).toEqual(['e1: flag DARK {[0,1)}', 'e1: flag MOTION_BLUR {[7,8)}']);
    expect(await lab.store.subjects.byName(projectId, '20240411_H12_e01')).toBeNull();
  });

  it('stands beside what people say', async () => {
    await assignTo(lab, projectId, [{ subject: 'e1', kind: 'flag', value: 'DARK', frames: '[0:2]' }]);
    await store([flag('DARK', [{ first: 5, last: 6 }])]);
    await store([flag('DARK', [{ first: 6, last: 7 }])]);
    expect(await saidIn(lab, projectId)).toEqual(['e1: flag DARK {[0,2)}', 'e1: flag DARK {[6,8)}']);
  });

  it('outside the vocabulary or of unknown subjects is a warning, and the rest is stored', async () => {
    const warnings = await store([
      flag('PURPLE', [{ first: 0, last: 1 }]),
      flag('DARK', [{ first: 0, last: 1 }]),
      flag('DARK', [{ first: 0, last: 0 }], 'what is this'),
      flag('DARK', [{ first: 50, last: 60 }], 'e2'),
    ]);
    expect(warnings).toHaveLength(3);
    expect(warnings.join('\n')).toMatch(/PURPLE/);
    expect(warnings.join('\n')).toMatch(/what is this/);
    expect(await saidIn(lab, projectId)).toEqual(['e1: flag DARK {[0,2)}']);
  });

  it('of a subject whose name can be read makes it, with those above it', async () => {
    await store([
      flag('DARK', [{ first: 3, last: 5 }], '20240411_A01_e01'),
      { subject: '20240411_A01', frames: null, kind: 'video_flag', value: 'NO_EMBRYO' },
    ]);
    const embryo = await lab.store.subjects.byName(projectId, '20240411_A01_e01');
    expect(embryo).toMatchObject({ level: 'embryo', frameCount: 3, annotatedFrames: 3 });
    const video = await lab.store.subjects.byName(projectId, '20240411_A01');
    expect([embryo?.parentId, video?.childCount]).toEqual([video?.id, 1]);
    expect(await saidIn(lab, projectId)).toEqual([
      '20240411_A01: video_flag NO_EMBRYO',
      '20240411_A01_e01: flag DARK {[3,6)}',
    ]);
    const [change] = await changes();
    expect((await lab.store.changesets.undo(lab.ann, 'editor', change?.id ?? '')).editedSince).toEqual([]);
    expect(await lab.store.subjects.byName(projectId, '20240411')).toBeNull();
  });

  it('by an attempt that is over is not stored', async () => {
    const fence = await startJob();
    expect(await store([flag('DARK', null)], '1.0.0', { ...fence, attempt: fence.attempt + 1 })).toEqual([]);
    expect(await saidIn(lab, projectId)).toEqual([]);
  });
});
