import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { BulkVerb } from '@batchyard/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addProject, newBatch } from '../../../../test/fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import type { JobListFilter } from '../job-lists/job-filter.js';
import { openPersistence, type Persistence } from '../persistence.js';
import type { NewBulkAction } from './bulk-action-store.js';

const system = { userId: null, source: 'system' } as const;
let database: TestDatabase;
let store: Persistence;
let projectId: string;
let filesDir: string;
let projects = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  filesDir = await mkdtemp(path.join(os.tmpdir(), 'batchyard-files-'));
  store = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
  await store.workers.register({ id: 'w1', host: 'here', pid: 1, slots: 4, version: '0' });
});
beforeEach(async () => {
  projectId = await addProject(database, `p${++projects}`);
});
afterAll(async () => {
  await store.close();
  await database.dispose();
  await rm(filesDir, { recursive: true });
});

let batches = 0;
async function batchOf(jobs: number, label = `batch ${++batches}`) {
  const params = Array.from({ length: jobs }, (_, index) => ({ index }));
  const { batchId } = await store.batches.create(newBatch(projectId, params, { label }));
  const rows = await database.query<{ id: string }>(
    'select id from job where batch_id = $1 order by position',
    [batchId],
  );
  return { batchId, jobIds: rows.map((row) => row.id) };
}

/** By the ways that the database allows, without a worker. */
async function force(jobIds: readonly string[], state: 'running' | 'succeeded' | 'failed') {
  await database.query(`update job set state = 'queued', queued_at = now() where id = any($1)`, [jobIds]);
  await database.query(
    `update job set state = 'running', attempt = attempt + 1, worker_id = 'w1', lease_until = now() + interval '1 h'
     where id = any($1)`,
    [jobIds],
  );
  if (state === 'running') return;
  await database.query(
    `update job set state = $2, lease_until = null, finished_at = now() where id = any($1)`,
    [jobIds, state],
  );
}

const start = (verb: BulkVerb, jobs: NewBulkAction['jobs'], priority?: number) =>
  store.bulkActions.start(system, { projectId, verb, jobs, ...(priority === undefined ? {} : { priority }) });

/** As a worker does it. @returns the number of portions */
async function carryOut(): Promise<number> {
  for (let portions = 0; ; portions++) {
    const portion = await store.bulkActions.carryOutPortion();
    if (portion === null) return portions;
    for (const batchId of portion.batchIds) await store.batches.settle(batchId);
  }
}

const administrator = { userId: '0', isAdministrator: true };
const actionOf = (id: string) => store.bulkActions.find(administrator, id);
const states = async (jobIds: readonly string[]) =>
  (
    await database.query<{ state: string }>('select state from job where id = any($1) order by id', [jobIds])
  ).map((row) => row.state);

describe('cancelling', () => {
  it('ends waiting jobs, asks running ones, skips those that have ended, and settles their batches', async () => {
    const { batchId, jobIds } = await batchOf(5);
    const [a = '', b = '', c = '', d = '', e = ''] = jobIds;
    await force([a], 'running');
    await force([b], 'succeeded');
    await force([c], 'failed');
    const id = await start('cancel', { ids: [a, b, c, d, a] });
    expect(await actionOf(id)).toMatchObject({ state: 'running', total: 4, succeeded: 0 });
    expect(await carryOut()).toBe(1);
    expect(await states(jobIds)).toEqual(['running', 'succeeded', 'failed', 'cancelled', 'waiting']);
    const [running] = await database.query<{ asked: boolean }>(
      'select cancel_requested_at is not null as asked from job where id = $1',
      [a],
    );
    expect(running?.asked).toBe(true);
    expect(await actionOf(id)).toMatchObject({
      state: 'done',
      total: 4,
      succeeded: 2,
      skipped: 2,
      failed: 0,
    });
    expect((await store.bulkActions.entries(id, { first: 10 })).rows).toEqual([
      { jobId: d, outcome: 'succeeded', note: null },
      { jobId: c, outcome: 'skipped', note: 'already failed' },
      { jobId: b, outcome: 'skipped', note: 'already succeeded' },
      { jobId: a, outcome: 'succeeded', note: null },
    ]);
    expect((await store.bulkActions.entries(id, { first: 10 }, 'skipped')).rows).toHaveLength(2);
    await database.query(
      `update job set state = 'cancelled', lease_until = null, finished_at = now() where id = $1`,
      [a],
    );
    await start('cancel', { ids: [e] });
    await carryOut();
    const [batch] = await database.query('select state from batch where id = $1', [batchId]);
    expect(batch).toEqual({ state: 'completed_with_errors' });
  });

  it('of all that match goes through portions without losing or doubling one', async () => {
    const first = await batchOf(1_300);
    const second = await batchOf(1_200);
    const id = await start('cancel', { filter: { states: ['waiting'] } });
    const later = await batchOf(3);
    expect(await carryOut()).toBe(3);
    expect(await actionOf(id)).toMatchObject({ state: 'done', total: 2_500, succeeded: 2_500, skipped: 0 });
    expect(new Set(await states([...first.jobIds, ...second.jobIds]))).toEqual(new Set(['cancelled']));
    expect(new Set(await states(later.jobIds))).toEqual(new Set(['waiting']));
    const [entries] = await database.query(
      'select count(*)::int as n from bulk_action_entry where bulk_action_id = $1',
      [id],
    );
    expect(entries).toEqual({ n: 2_500 });
    const ended = await database.query('select state from batch where id = any($1)', [
      [first.batchId, second.batchId],
    ]);
    expect(ended).toEqual([{ state: 'failed' }, { state: 'failed' }]);
  });

  it('is shared by several workers, each portion done once', async () => {
    await batchOf(3_500);
    const id = await start('cancel', { filter: {} });
    const other = await start('set_priority', { filter: {} }, 5);
    const portions = await Promise.all([carryOut(), carryOut(), carryOut()]);
    while ((await carryOut()) > 0);
    expect(portions.every((count) => count >= 0)).toBe(true);
    expect(await actionOf(id)).toMatchObject({ state: 'done', succeeded: 3_500 });
    const action = await actionOf(other);
    expect(action.succeeded + action.skipped).toBe(3_500);
  });

  it('leaves nothing behind of a portion that is interrupted, and goes on elsewhere', async () => {
    const { jobIds } = await batchOf(1_500);
    const id = await start('cancel', { filter: {} });
    await store.bulkActions.carryOutPortion();
    // A worker that dies in the middle of the second portion.
    await database.query(
      `alter table bulk_action_entry add constraint no_more check (bulk_action_id <> ${id} or job_id > ${jobIds[600]}) not valid`,
    );
    await expect(store.bulkActions.carryOutPortion()).rejects.toThrow(/no_more/);
    await database.query('alter table bulk_action_entry drop constraint no_more');
    expect(await actionOf(id)).toMatchObject({ state: 'running', succeeded: 1_000 });
    expect((await states(jobIds)).filter((state) => state === 'cancelled')).toHaveLength(1_000);
    await carryOut();
    expect(await actionOf(id)).toMatchObject({ state: 'done', succeeded: 1_500 });
  });
});

describe('retrying', () => {
  it('runs jobs without a result again and reopens their batches', async () => {
    const { batchId, jobIds } = await batchOf(4);
    const [a = '', b = '', c = '', d = ''] = jobIds;
    await force([a, b], 'failed');
    await force([c], 'succeeded');
    await force([d], 'failed');
    await store.batches.settle(batchId);
    const id = await start('retry', { filter: { batchId, states: ['failed', 'succeeded'] } });
    await carryOut();
    expect(await states(jobIds)).toEqual(['waiting', 'waiting', 'succeeded', 'waiting']);
    expect(await actionOf(id)).toMatchObject({ succeeded: 3, skipped: 1 });
    const [batch] = await database.query('select state, finished_at from batch where id = $1', [batchId]);
    expect(batch).toEqual({ state: 'running', finished_at: null });
  });

  it('fails, with the reason, where the batch is just ending', async () => {
    const { batchId, jobIds } = await batchOf(2);
    const [a = '', b = ''] = jobIds;
    await force([a], 'failed');
    await force([b], 'running');
    await store.batches.stop(batchId);
    const id = await start('retry', { ids: [a] });
    await carryOut();
    expect(await actionOf(id)).toMatchObject({ state: 'done', failed: 1, succeeded: 0 });
    expect((await store.bulkActions.entries(id, { first: 5 })).rows).toEqual([
      { jobId: a, outcome: 'failed', note: `Batch ${batchId} is stopping; retry the job when it has ended.` },
    ]);
  });
});

describe('setting the priority', () => {
  it('changes jobs that have not ended', async () => {
    const { jobIds } = await batchOf(3);
    await force(jobIds.slice(0, 1), 'succeeded');
    const id = await start('set_priority', { ids: jobIds }, 3_600);
    await carryOut();
    const rows = await database.query('select priority from job where id = any($1) order by id', [jobIds]);
    expect(rows).toEqual([{ priority: 0 }, { priority: 3_600 }, { priority: 3_600 }]);
    expect(await actionOf(id)).toMatchObject({ succeeded: 2, skipped: 1 });
  });
});

describe('a bulk action', () => {
  it('is refused as a whole when a job is unknown or of another project', async () => {
    const { jobIds } = await batchOf(1);
    const own = projectId;
    projectId = await addProject(database, `p${++projects}`);
    const other = await batchOf(1);
    projectId = own;
    for (const stranger of [other.jobIds[0] ?? '', '999999999', 'x']) {
      await expect(start('cancel', { ids: [...jobIds, stranger] })).rejects.toThrow(
        `Job ${stranger} does not exist`,
      );
    }
    expect((await store.bulkActions.list(own, { first: 5 })).rows).toEqual([]);
    expect(await states(jobIds)).toEqual(['waiting']);
  });

  it('is recorded once, stops after its portion, and cannot be stopped twice', async () => {
    const { jobIds } = await batchOf(1_200);
    const id = await start('cancel', { filter: {} });
    await store.bulkActions.carryOutPortion();
    await store.bulkActions.stop(system, id);
    expect(await carryOut()).toBe(0);
    expect(await actionOf(id)).toMatchObject({ state: 'stopped', succeeded: 1_000, total: 1_200 });
    expect((await states(jobIds)).filter((state) => state === 'waiting')).toHaveLength(200);
    await expect(store.bulkActions.stop(system, id)).rejects.toThrow('has ended already');
    const changes = await database.query(
      'select verb, summary from changeset where project_id = $1 order by id',
      [projectId],
    );
    expect(changes).toEqual([
      { verb: 'bulk_cancel', summary: 'Began to cancel 1,200 jobs.' },
      { verb: 'stop_bulk_action', summary: `Stopped the bulk action ${id} before its end.` },
    ]);
  });

  it('does not exist for callers who are not in its project', async () => {
    const id = await start('cancel', { filter: {} });
    for (const [caller, key] of [
      [{ userId: '0', isAdministrator: false }, id],
      [administrator, 'x'],
    ] as const)
      await expect(store.bulkActions.find(caller, key)).rejects.toThrow('The bulk action does not exist');
    await carryOut();
    expect(await actionOf(id)).toMatchObject({ state: 'done', total: 0 });
  });

  it('tells who watches it', async () => {
    await batchOf(2);
    const heard: string[] = [];
    const unsubscribe = store.changes.subscribe('bulk_actions', () => heard.push('any'));
    for (let tries = 0; heard.length === 0 && tries < 200; tries++) {
      await database.query(`select pg_notify('batchyard_change', '{"bulkAction":"0"}')`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const id = await start('cancel', { filter: {} });
    const told = new Promise<void>((resolve) => {
      store.changes.subscribe({ bulkActionId: id }, resolve);
    });
    await carryOut();
    await told;
    unsubscribe();
    expect(heard).not.toEqual([]);
  });

  it('applies to exactly the jobs that the list shows for its filter', async () => {
    const wide = await batchOf(30, 'walk fast');
    const other = await batchOf(20, 'run fast');
    await force(wide.jobIds.slice(0, 10), 'succeeded');
    await force(other.jobIds.slice(5, 15), 'failed');
    await database.query(
      `update job set failure_key = 'It diverged.', failure_kind = 'pipeline_error' where state = 'failed' and project_id = $1`,
      [projectId],
    );
    const filter = fc.record(
      {
        states: fc.subarray(['waiting', 'succeeded', 'failed'] as const, { minLength: 1 }),
        batchId: fc.constantFrom(wide.batchId, other.batchId, '999999999'),
        search: fc.constantFrom('walk', 'FAST', 'fast 1', 'nowhere', '  '),
        failureKey: fc.constantFrom('It diverged.', 'It converged.'),
        failureKinds: fc.subarray(['pipeline_error', 'timeout'] as const, { minLength: 1 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filter, async (given: JobListFilter) => {
        const { rows } = await store.jobLists.ofProject(projectId, { first: 100 }, given);
        const id = await start('set_priority', { filter: given }, 1);
        await carryOut();
        const entries = await store.bulkActions.entries(id, { first: 100 });
        expect(entries.rows.map((entry) => entry.jobId)).toEqual(
          rows.map((job) => job.id).sort((a, b) => Number(b) - Number(a)),
        );
        expect((await actionOf(id)).total).toBe(rows.length);
      }),
      { numRuns: 60 },
    );
  });
});
