/** A database, a store to act as the API would, worker processes, and a ledger that jobs write past all of them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchOptions } from '@batchyard/domain';
import { openPersistence, type Persistence } from '../../libs/persistence/src/index.js';
import { addProject, newBatch } from '../fixtures/batches.js';
import { createTestDatabase, type TestDatabase } from '../fixtures/database.js';
import { startWorkerProcess, type WorkerOptions, type WorkerProcess } from '../fixtures/worker.js';

export interface LedgerLine {
  readonly index: number;
  /** Names the job in scenarios. */
  readonly key?: string;
  readonly event: string;
  readonly pid: number;
  /** Milliseconds of the machine's clock. */
  readonly at: number;
  /** The same at start and end of one attempt. */
  readonly nonce?: string;
  /** At the end: of the file that the attempt produced. */
  readonly sha256?: string;
}

export interface FarmOptions {
  readonly queueUrl?: string;
  /** Absent: a fresh one in the PostgreSQL of the test run. */
  readonly database?: TestDatabase;
  /** Absent: a folder of the farm's own. */
  readonly filesDir?: string;
}

export interface Farm {
  readonly database: TestDatabase;
  readonly store: Persistence;
  readonly projectId: string;
  readonly workDir: string;
  readonly filesDir: string;
  /** Every batch that was accepted. */
  readonly batchIds: readonly string[];
  readonly workers: readonly WorkerProcess[];
  startWorker(options?: Partial<WorkerOptions>): WorkerProcess;
  /** @param jobs parameters of pipeline `trial`, one entry a job; index and ledger are added */
  startBatch(jobs: readonly Record<string, unknown>[], options?: Partial<BatchOptions>): Promise<string>;
  ledger(): LedgerLine[];
  /** A file that does not exist yet; jobs that `wait` for it go on once it is opened. */
  gate(name: string): { readonly path: string; open(): void };
  /** Living processes of jobs, idle ones too: whatever inherited a worker's environment. */
  jobProcesses(): JobProcess[];
  batch(batchId: string): Promise<{ state: string; state_reason: string | null }>;
  jobs(batchId: string): Promise<JobRow[]>;
  attempts(jobId: string): Promise<{ number: number; outcome: string | null; worker_id: string }[]>;
  dispose(): Promise<void>;
}

export interface JobRow {
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly attempt_limit: number;
  readonly error: { readonly stage: string; readonly message: string } | null;
}

let batchNumber = 0;

export async function openFarm({ queueUrl, ...options }: FarmOptions = {}): Promise<Farm> {
  const database = options.database ?? (await createTestDatabase());
  const folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-farm-'));
  const filesDir = options.filesDir ?? path.join(folder, 'files');
  const workDir = path.join(folder, 'work');
  const ledgerFile = path.join(folder, 'ledger');
  const batchIds: string[] = [];
  const store = await openPersistence({ databaseUrl: database.databaseUrl, queueUrl, filesDir });
  const projectId = await addProject(database, 'farm');
  const workers: WorkerProcess[] = [];
  return {
    database,
    store,
    projectId,
    workDir,
    filesDir,
    batchIds,
    workers,
    startWorker(options = {}) {
      const worker = startWorkerProcess({
        databaseUrl: database.databaseUrl,
        filesDir,
        workDir,
        ...(queueUrl === undefined ? {} : { queueUrl }),
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    async startBatch(jobs, options = {}) {
      const params = jobs.map((job, index) => ({ index, ledger: ledgerFile, ...job }));
      const label = `batch ${++batchNumber}`;
      const { batchId } = await store.batches.create(
        newBatch(projectId, params, { label, mode: 'parallel', ...options }),
      );
      batchIds.push(batchId);
      return batchId;
    },
    ledger: () =>
      existsSync(ledgerFile)
        ? readFileSync(ledgerFile, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .map((line) => JSON.parse(line) as LedgerLine)
        : [],
    gate: (name) => {
      const file = path.join(folder, `gate ${name}`);
      return { path: file, open: () => writeFileSync(file, '') };
    },
    jobProcesses: () =>
      processesWith(`HOME=${workDir}`).filter(({ pid }) => workers.every((w) => w.pid !== pid)),
    async batch(batchId) {
      const rows = await database.query<{ state: string; state_reason: string | null }>(
        'select state, state_reason from batch where id = $1',
        [batchId],
      );
      return rows[0] ?? { state: 'absent', state_reason: null };
    },
    jobs: (batchId) =>
      database.query<JobRow>(
        'select id, state, attempt, attempt_limit, error from job where batch_id = $1 order by position',
        [batchId],
      ),
    attempts: (jobId) =>
      database.query('select number, outcome, worker_id from attempt where job_id = $1 order by number', [
        jobId,
      ]),
    async dispose() {
      await Promise.all(workers.map((worker) => worker.dispose()));
      await store.close();
      await database.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until the condition holds; after `patienceMs` the test fails with what was waited for. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  patienceMs = 60_000,
): Promise<void> {
  const deadlineMs = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > deadlineMs) throw new Error(`Waited in vain until ${what}.`);
    await sleep(25);
  }
}

export interface JobProcess {
  readonly pid: number;
  readonly command: string;
}

/** Living processes by a line of their environment: found in whatever group, session or namespace they are. */
function processesWith(variable: string): JobProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const isWanted = readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(variable);
        const isZombie = /\) Z /.test(readFileSync(`/proc/${name}/stat`, 'utf8'));
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return isWanted && !isZombie ? [{ pid: Number(name), command }] : [];
      } catch {
        return [];
      }
    });
}
