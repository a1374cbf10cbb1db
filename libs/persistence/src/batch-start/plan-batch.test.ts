import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { batchOptionsSchema, cellKeysInVersion, type DesignInput, designSchema } from '@batchyard/domain';
import { seededRandom } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';
import { type JobChecks, noChecks } from './check-cells.js';
import type { BatchRequest } from './plan-batch.js';

let database: TestDatabase;
let persistence: Persistence;
let filesDir: string;
let projectId: string;
let fileIds: readonly string[];
const actor = { userId: null, source: 'system' } as const;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-plan-'));
  persistence = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  const [project] = await database.query<{ id: string }>(
    `insert into project (slug, name) values ('p', 'P') returning id`,
  );
  projectId = project?.id ?? '';
  fileIds = await Promise.all(['a', 'b', 'c'].map((name) => addFile(name)));
});
afterAll(async () => {
  await persistence.close();
  await database.dispose();
  rmSync(filesDir, { recursive: true, force: true });
});

/** @param claimedBytes the size that is written beside the file; absent: its own */
async function addFile(name: string, claimedBytes?: number): Promise<string> {
  const { sha256, sizeBytes } = await persistence.blobs.put(Readable.from([Buffer.from(name)]));
  const [file] = await database.query<{ id: string }>(
    `insert into file (project_id, name, size_bytes, sha256, media_type) values ($1, $2, $3, $4, 'text/csv') returning id`,
    [projectId, `${name}.csv`, claimedBytes ?? sizeBytes, sha256],
  );
  return file?.id ?? '';
}

const request = (
  spec: Partial<DesignInput>,
  rest: Partial<Omit<BatchRequest, 'options'>> & { options?: object } = {},
): BatchRequest => ({
  projectId,
  designId: null,
  name: null,
  ...rest,
  spec: designSchema.parse({ name: 'Random', pipeline: 'rigid-body', ...spec }),
  options: batchOptionsSchema.parse(rest.options ?? {}),
});

/** Ends a waiting job as a worker would. */
async function endJob(jobId: string, state: 'succeeded' | 'failed' | 'cancelled'): Promise<void> {
  if (state !== 'cancelled') {
    await database.query(`update job set state = 'queued', queued_at = now() where id = $1`, [jobId]);
    await database.query(
      `update job set state = 'running', attempt = attempt + 1, lease_until = now() + interval '1 hour', started_at = now() where id = $1`,
      [jobId],
    );
  }
  await database.query(`update job set state = $2, lease_until = null, finished_at = now() where id = $1`, [
    jobId,
    state,
  ]);
}

const grid = (values: readonly number[], files: readonly string[], rest: Partial<DesignInput> = {}) => ({
  axes: [{ parameter: 'weights.lambda_rigid', values: [...values] }],
  inputs: files.map((markers) => ({ markers })),
  ...rest,
});

describe('a plan', () => {
  it('D8: counts exactly the jobs that starting creates, in 100 random designs', async () => {
    const random = seededRandom('plans');
    const below = (n: number) => Math.floor(random() * n);
    const kindsSeen = new Set<string>();
    for (let round = 0; round < 100; round++) {
      // Few values, so that designs overlap; a negative weight is invalid.
      const values = [...new Set(Array.from({ length: 1 + below(4) }, () => below(8) - 1))];
      const files = fileIds.filter(() => random() < 0.6);
      const spec = grid(values, files.length > 0 ? files : fileIds, { replicates: 1 + below(2) });
      const options = { reuse: random() < 0.7, outputName: '{input}' };
      const given = request(spec, { options, validOnly: true });
      const plan = await persistence.batchStarts.preview(given);
      const { counts, cellCount } = plan;
      expect(counts.new + counts.reused + counts.retried + counts.excluded).toBe(cellCount);
      expect(plan.reasons.reduce((sum, reason) => sum + reason.jobs, 0)).toBe(
        plan.jobs.length + counts.excluded,
      );
      for (const reason of plan.reasons) kindsSeen.add(`${reason.kind} ${reason.reason}`);
      const start = persistence.batchStarts.start(actor, { ...given, planFingerprint: plan.fingerprint });
      if (plan.jobs.length === 0) {
        await expect(start).rejects.toMatchObject({ code: 'INVALID_DESIGN' });
        continue;
      }
      const { batchId, reusedJobs } = await start;
      const jobs = await database.query<{ id: string; state: string; cellKey: string; name: string }>(
        `select id, state, cell_key as "cellKey", output_name as name from job where batch_id = $1 order by position`,
        [batchId],
      );
      expect(jobs.map((job) => job.cellKey)).toEqual(plan.jobs.map((job) => job.cellKey));
      expect(jobs.map((job) => job.name)).toEqual(plan.jobs.map((job) => job.outputName));
      expect(jobs.filter((job) => job.state === 'waiting')).toHaveLength(counts.new + counts.retried);
      expect(jobs.filter((job) => job.state === 'reused')).toHaveLength(counts.reused);
      expect(reusedJobs).toBe(counts.reused);
      for (const job of jobs.filter((each) => each.state === 'waiting')) {
        const chance = random();
        if (chance < 0.4) await endJob(job.id, 'succeeded');
        else if (chance < 0.7) await endJob(job.id, 'failed');
        else if (chance < 0.8) await endJob(job.id, 'cancelled');
      }
    }
    // The designs were varied enough to mean something.
    for (const kind of ['new parameter_changed', 'reused equal_succeeded', 'retried previous_failed']) {
      expect(kindsSeen).toContain(kind);
    }
    for (const kind of ['new forced', 'new under_way', 'excluded invalid']) expect(kindsSeen).toContain(kind);
  });

  it('counts the cells that where excludes, and starts the others', async () => {
    const files = [fileIds[0] ?? ''];
    const spec = grid([2001, 2002, 2003], files, { where: 'weights.lambda_rigid != 2002', replicates: 2 });
    const plan = await persistence.batchStarts.preview(request(spec));
    expect(plan.counts).toEqual({ new: 4, reused: 0, retried: 0, excluded: 2 });
    expect(plan.reasons).toContainEqual({ kind: 'excluded', reason: 'where', jobs: 2 });
    expect(plan.jobs.map(({ position }) => position)).toEqual([0, 1, 4, 5]);
    const { batchId } = await persistence.batchStarts.start(actor, {
      ...request(spec),
      planFingerprint: plan.fingerprint,
    });
    const jobs = await database.query('select 1 from job where batch_id = $1', [batchId]);
    expect(jobs).toHaveLength(4);
  });

  it('S0-26: gives each job of a cross-validation its training files, their size and its fold', async () => {
    const spec = grid([3001], fileIds, { crossValidation: { folds: 3, shuffle: false } });
    const { jobs, problems } = await persistence.batchStarts.preview(request(spec));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(jobs.map(({ inputs }) => inputs.train?.map(({ name }) => name))).toEqual([
      ['b.csv', 'c.csv'],
      ['a.csv', 'c.csv'],
      ['a.csv', 'b.csv'],
    ]);
    expect(jobs.map(({ inputBytes }) => inputBytes)).toEqual([3, 3, 3]);
    expect(jobs.map(({ metadata }) => metadata)).toEqual(
      [1, 2, 3].map((fold) => ({ fold, n_train: 2, n_test: 1 })),
    );
  });

  it('does not start when it is another one than was shown, and says what changed', async () => {
    const given = request(grid([1001, 1002, 1003], [fileIds[0] ?? '']));
    const shown = await persistence.batchStarts.preview(given);
    const { batchId } = await persistence.batchStarts.start(actor, {
      ...given,
      planFingerprint: shown.fingerprint,
    });
    const jobs = await database.query<{ id: string }>(
      'select id from job where batch_id = $1 order by position',
      [batchId],
    );
    for (const job of jobs.slice(0, 2)) await endJob(job.id, 'succeeded');
    const before = await database.query('select count(*) from batch');
    await expect(
      persistence.batchStarts.start(actor, { ...given, planFingerprint: shown.fingerprint }),
    ).rejects.toMatchObject({
      code: 'PLAN_CHANGED',
      message: expect.stringContaining('2 jobs that were new are now reused.'),
    });
    expect(await database.query('select count(*) from batch')).toEqual(before);
  });

  it('leaves out invalid cells only when asked, names them in the journal and keeps places in the design', async () => {
    const given = request(grid([2001, -1, 2002], [fileIds[0] ?? '']));
    await expect(persistence.batchStarts.start(actor, given)).rejects.toMatchObject({
      code: 'INVALID_DESIGN',
    });
    const { batchId } = await persistence.batchStarts.start(actor, { ...given, validOnly: true });
    const [row] = await database.query<{ summary: string; positions: number[]; n: number }>(
      `select c.summary, b.job_count as n, array(select position from job where batch_id = b.id order by 1) as positions
       from batch b join changeset c on c.id = b.changeset_id where b.id = $1`,
      [batchId],
    );
    expect(row).toMatchObject({ positions: [0, 2], n: 2 });
    expect(row?.summary).toMatch(
      /with 2 jobs\. 1 invalid cell is left out: 2 \(lambda_rigid=-1, a\.csv\)\.$/,
    );
  });

  it('S0-01, S0-10, S0-15: stores what a list says of its jobs and what is said of the batch, unchanged', async () => {
    const metadata = { subject: 'S01', nested: { list: [1, null, 'x'] } };
    const spec: Partial<DesignInput> = {
      kind: 'list',
      jobs: [
        {
          id: 'late',
          inputs: { markers: fileIds[0] ?? '' },
          metadata,
          params: { weights: { lambda_rigid: 3001 } },
        },
        {
          id: 'early',
          priority: 9,
          inputs: { markers: fileIds[1] ?? '' },
          params: { weights: { lambda_rigid: 3001 } },
        },
      ],
    };
    const given = request(spec, { metadata: { experimenter: 'K' }, options: { outputName: '{label}' } });
    const { batchId } = await persistence.batchStarts.start(actor, given);
    const jobs = await database.query(
      `select label, priority, metadata, output_name as name, input_bytes::int as bytes from job where batch_id = $1
       order by priority desc, position`,
      [batchId],
    );
    expect(jobs).toEqual([
      { label: 'early', priority: 9, metadata: {}, name: 'early', bytes: 1 },
      { label: 'late', priority: 0, metadata, name: 'late', bytes: 1 },
    ]);
    expect(await database.query('select metadata from batch where id = $1', [batchId])).toEqual([
      { metadata: { experimenter: 'K' } },
    ]);
  });

  it('knows a cell that an older version of the pipeline computed', async () => {
    const spec = grid([4001], [fileIds[2] ?? '']);
    const { batchId } = await persistence.batchStarts.start(actor, request(spec));
    const [job] = await database.query<{ id: string }>('select id from job where batch_id = $1', [batchId]);
    await endJob(job?.id ?? '', 'succeeded');
    const { jobs } = await persistence.batchStarts.preview(request(spec));
    const [oldKey] = cellKeysInVersion(jobs, 'rigid-body', '0.9.0');
    await database.query(
      `insert into pipeline (name, version, title, definition) select name, '0.9.0', title, definition from pipeline
       where name = 'rigid-body' limit 1`,
    );
    await database.query(`update batch set pipeline_version = '0.9.0' where id = $1`, [batchId]);
    await database.query('update job set cell_key = $2 where id = $1', [job?.id, oldKey]);
    await database.query('update job_cell set cell_key = $2 where job_id = $1', [job?.id, oldKey]);
    const plan = await persistence.batchStarts.preview(request(spec));
    expect(plan.kinds).toEqual([{ kind: 'new', reason: 'version_changed', olderVersion: '0.9.0' }]);
  });

  it('estimates from what jobs of the pipeline took, and says when nobody is there to run them', async () => {
    await database.query(
      `insert into attempt (job_id, number, started_at, ended_at, outcome, peak_memory_bytes)
       select id, 1, now() - interval '30 s', now(), 'succeeded', 5000000 from job where state = 'succeeded' and attempt = 1`,
    );
    const given = request(grid([5001, 5002, 5003, 5004], [fileIds[0] ?? '']), {
      options: { concurrency: 2 },
    });
    const alone = await persistence.batchStarts.preview(given);
    expect(alone.estimate.basis).toMatch(/^From \d+ jobs of rigid-body 1\.x\.$/);
    expect(alone.estimate.sequentialSeconds?.p50).toBeCloseTo(120, 6);
    expect(alone.estimate.parallelSeconds).toBeNull();
    expect(alone.problems.map((problem) => problem.code)).toContain('NO_WORKER');
    await database.query(
      `insert into worker (id, host, pid, slots, version, free_disk_bytes) values ('w', 'h', 1, 8, '1', 10)`,
    );
    const staffed = await persistence.batchStarts.preview(given);
    expect(staffed.estimate).toMatchObject({ slots: 2, peakMemoryBytesP90: 5_000_000 });
    expect(staffed.estimate.parallelSeconds?.p50).toBeCloseTo(66, 6);
    expect(staffed.mode.concurrency).toBe(2);
    const own = await persistence.batchStarts.preview({ ...given, secondsPerJob: 10 });
    expect(own.estimate.sequentialSeconds?.p90).toBeCloseTo(40, 6);
    const labelled = await persistence.batchStarts.preview(
      request(grid([5001], [fileIds[0] ?? '']), { options: { labels: ['gpu'] } }),
    );
    expect(labelled.problems.map((problem) => problem.message)).toContainEqual(
      'No worker with gpu runs now: the jobs wait until one is started.',
    );
  });

  it('refuses unfinished checks, and cells that checks reject', async () => {
    const given = request(grid([6001], [fileIds[0] ?? '', fileIds[1] ?? '']));
    const unfinished: JobChecks = {
      ...noChecks,
      problems: async (requests) => requests.map(() => null),
    };
    await expect(persistence.batchStarts.start(actor, given, unfinished)).rejects.toMatchObject({
      code: 'CHECKS_UNFINISHED',
    });
    const plan = await persistence.batchStarts.preview(given, unfinished);
    expect(plan.problems.map((problem) => problem.code)).toContain('CHECKS_UNFINISHED');
    const bad = await persistence.batchStarts.preview(given, {
      ...noChecks,
      problems: async (requests) =>
        requests.map(({ inputs }) =>
          inputs.markers?.[0]?.name === 'b.csv'
            ? [{ code: 'BAD', severity: 'error', message: 'b is bad', place: { file: 'b.csv' } }]
            : [{ code: 'HM', severity: 'warning', message: 'look at a', place: {} }],
        ),
    });
    expect(bad.invalid.map(({ position }) => position)).toEqual([1]);
    expect(bad.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['BAD', 'HM']));
    expect(bad.jobs).toHaveLength(1);
  });

  it('takes over what was taken over before, from the job that computed it', async () => {
    const given = request(grid([6003], [fileIds[0] ?? '']));
    const first = await persistence.batchStarts.start(actor, given);
    const [source] = await database.query<{ id: string }>('select id from job where batch_id = $1', [
      first.batchId,
    ]);
    await endJob(source?.id ?? '', 'succeeded');
    for (let round = 0; round < 2; round++) {
      const plan = await persistence.batchStarts.preview(given);
      expect(plan.kinds).toEqual([{ kind: 'reused', reason: 'equal_succeeded', equalJobId: source?.id }]);
      const { batchId } = await persistence.batchStarts.start(actor, {
        ...given,
        planFingerprint: plan.fingerprint,
      });
      expect(
        await database.query('select state, reused_from as "from" from job where batch_id = $1', [batchId]),
      ).toEqual([{ state: 'reused', from: source?.id }]);
    }
    await database.query('update job set reused_from = null where reused_from = $1', [source?.id]);
    await database.query('delete from batch where id = $1', [first.batchId]);
    expect((await persistence.batchStarts.preview(given)).counts).toMatchObject({ new: 1, reused: 0 });
  });

  it('S1-04: refuses a sample that needs more memory than a job may, and lets those that fit run one by one', async () => {
    const [small, large] = await Promise.all([addFile('small', 1_000), addFile('large', 60e6)]);
    const spectra = (options: object, rest: Partial<BatchRequest> = {}) =>
      request(
        {
          pipeline: 'spectral-comparison',
          inputs: [small, large].map((sample) => ({ sample, baseline: small })),
        },
        { ...rest, options: { labels: ['spectra'], ...options } },
      );
    const plan = await persistence.batchStarts.preview(spectra({ memoryLimitMb: 500 }));
    expect(plan.invalid.map(({ position }) => position)).toEqual([1]);
    const exceeded = expect.stringMatching(
      /^Memory limit exceeded: large\.csv, small\.csv \(60 MB\) may need/,
    );
    expect(plan.problems).toContainEqual(
      expect.objectContaining({ message: exceeded, value: '500', expectation: 'at least 1178 MB' }),
    );
    const refused = persistence.batchStarts.start(actor, spectra({ memoryLimitMb: 500 }));
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_DESIGN' });

    await persistence.workers.register({
      id: 'spectra',
      host: 'spectra',
      pid: 1,
      slots: 4,
      version: '1',
      labels: ['spectra'],
      memoryBytes: 2e9,
    });
    const { mode } = await persistence.batchStarts.preview(spectra({ memoryLimitMb: 2_000 }));
    expect(mode.concurrency).toBe(1);
    expect(mode.sentence).toMatch(
      /^Sequential, to fit into memory: 2 jobs, .* a job may need 1\.18 GB of memory/,
    );
    const { batchId } = await persistence.batchStarts.start(actor, spectra({}));
    expect(
      await database.query('select concurrency, mode_reason as sentence from batch where id = $1', [batchId]),
    ).toEqual([mode]);
    const alone = await persistence.batchStarts.preview(spectra({ memoryLimitMb: 500 }, { validOnly: true }));
    expect(alone.mode.concurrency).toBe(1);
    expect(alone.jobs).toHaveLength(1);
  });

  it('chooses the mode that starting chooses, chunks included', async () => {
    const given = request(grid([6004, 6005], fileIds), { options: { chunks: 3 } });
    // One recording of a single frame stays whole.
    const checks: JobChecks = {
      ...noChecks,
      frames: async () => [10, 1, 2].map((frames) => ({ frames: { first: 1, last: frames } })),
    };
    const plan = await persistence.batchStarts.preview(given, checks);
    const { batchId } = await persistence.batchStarts.start(actor, given, checks);
    const [batch] = await database.query(
      `select mode_reason as sentence, concurrency, job_count as jobs from batch where id = $1`,
      [batchId],
    );
    expect(batch).toEqual({ ...plan.mode, jobs: 6 + 2 * (3 + 2) });
    expect(plan.mode.sentence).toContain('16 jobs');
  });

  it('does not start a batch in chunks before the frames of all inputs are known', async () => {
    const given = request(grid([6002], [fileIds[0] ?? '']), { options: { chunks: 2 } });
    const unread: JobChecks = { ...noChecks, frames: async (requests) => requests.map(() => null) };
    const plan = await persistence.batchStarts.preview(given, unread);
    expect(plan.problems.map((problem) => problem.code)).toContain('CHECKS_UNFINISHED');
    await expect(persistence.batchStarts.start(actor, given, unread)).rejects.toMatchObject({
      code: 'CHECKS_UNFINISHED',
      message: '1 set of inputs is still being checked. Start again in a moment; nothing was started.',
    });
  });
});
