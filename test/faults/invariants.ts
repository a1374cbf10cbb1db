/**
 * What must hold once everything is quiet, whatever went wrong before. The ledger, which jobs write past database and
 * storage, is the witness. A violation begins with the invariant's number.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { sweepPortion } from '../../libs/persistence/src/blobs/orphans.js';
import { type Farm, type JobProcess, type LedgerLine, until } from './farm.js';

export const invariants = {
  I1: 'Every accepted batch and each of its jobs is in one final state, and the counters agree.',
  I2: 'A job has at most one successful attempt, and what is final does not change.',
  I3: 'Attempts are numbered 1, 2, … up to the limit; none started that the database does not know, but for starts that its own crash undid.',
  I4: 'The published file is what the successful attempt wrote, started after that attempt was opened.',
  I5: 'Every artifact lies in the storage with its size and digest; nothing lies there that no row names.',
  I6: 'No process of a job is left.',
  I7: 'No session hangs in a transaction, and a fresh job succeeds.',
  I9: 'Never more jobs of a batch at once than it allows.',
  I10: 'Recovery takes no longer than promised.',
} as const;
export type Invariant = keyof typeof invariants;

interface JobFacts {
  readonly id: string;
  readonly key: string | null;
  readonly state: string;
  readonly batchState: string;
  readonly concurrency: number | null;
  readonly batchId: string;
  readonly attempt: number;
  readonly attemptLimit: number;
  readonly finishedAt: Date | null;
  readonly attempts: readonly {
    number: number;
    outcome: string | null;
    startedMs: number;
    endedMs: number | null;
  }[];
  readonly artifacts: readonly { attempt: number; sha256: string; sizeBytes: number }[];
}

const finalStates = ['succeeded', 'failed', 'timed_out', 'out_of_memory', 'cancelled', 'skipped', 'reused'];
const finalBatchStates = ['succeeded', 'completed_with_errors', 'failed', 'stopped', 'cancelled'];
/** The clocks are the same; only their resolution differs. */
const toleranceMs = 20;

/** @returns a sentence for each violation; empty when all is well */
export async function findViolations(farm: Farm): Promise<string[]> {
  const jobs = await readJobs(farm);
  // A start is not waited for on the disk: a crash of the server may undo it, and the job is then started again.
  const forgivable = farm.database.crashes?.() ?? 0;
  const ledger = farm.ledger().filter((line) => line.key !== undefined);
  const byKey = groupBy(ledger, (line) => line.key ?? '');
  return [
    ...jobs.flatMap((job) => inOneState(job)),
    ...(await countersOf(farm)),
    ...jobs.flatMap((job) => [
      ...attemptsOf(job, byKey.get(job.key ?? '') ?? [], forgivable),
      ...published(job, byKey),
    ]),
    ...capsKept(jobs),
    ...(await filesOf(farm, jobs)),
    ...(await processesOf(farm)),
    ...(await sessionsOf(farm)),
  ];
}

async function readJobs(farm: Farm): Promise<JobFacts[]> {
  return farm.database.query<JobFacts>(
    `select j.id, j.params->>'key' as key, j.state, b.state as "batchState", b.concurrency, b.id as "batchId", j.attempt,
       j.attempt_limit as "attemptLimit", j.finished_at as "finishedAt",
       coalesce((select jsonb_agg(jsonb_build_object('number', number, 'outcome', outcome,
           'startedMs', extract(epoch from started_at) * 1000, 'endedMs', extract(epoch from ended_at) * 1000)
         order by number) from attempt a where a.job_id = j.id), '[]') as attempts,
       coalesce((select jsonb_agg(jsonb_build_object('attempt', attempt, 'sha256', sha256, 'sizeBytes', size_bytes))
         from artifact f where f.job_id = j.id), '[]') as artifacts
     from job j join batch b on b.id = j.batch_id where b.id = any($1) order by j.id`,
    [farm.batchIds],
  );
}

function inOneState(job: JobFacts): string[] {
  return [
    ...(finalStates.includes(job.state) ? [] : [`I1: job ${job.id} is still ${job.state}`]),
    ...(finalBatchStates.includes(job.batchState)
      ? []
      : [`I1: batch ${job.batchId} is still ${job.batchState}`]),
  ];
}

async function countersOf(farm: Farm): Promise<string[]> {
  const wrong = await farm.database.query<{ id: string }>(
    `select distinct b.id from batch b where b.id = any($1) and (
       b.job_count <> (select count(*) from job where batch_id = b.id)
       or exists (select from (select state, count(*) as n from job where batch_id = b.id group by state) s
         full join (select state, n from batch_job_count where batch_id = b.id and n <> 0) c using (state)
         where s.n is distinct from c.n))`,
    [farm.batchIds],
  );
  return wrong.map(({ id }) => `I1: the counters of batch ${id} differ from its jobs`);
}

function attemptsOf(job: JobFacts, lines: readonly LedgerLine[], undoneStarts: number): string[] {
  const numbers = job.attempts.map(({ number }) => number);
  const successes = job.attempts.filter(({ outcome }) => outcome === 'succeeded');
  const starts = lines.filter(({ event }) => event === 'start').length;
  const found: string[] = [];
  if (successes.length > 1 || (successes.length === 1) !== (job.state === 'succeeded'))
    found.push(`I2: job ${job.id} is ${job.state} with ${successes.length} successful attempts`);
  if (job.attempts.some(({ endedMs }) => endedMs === null))
    found.push(`I2: job ${job.id} has an open attempt`);
  if (numbers.some((number, index) => number !== index + 1) || numbers.length !== job.attempt)
    found.push(`I3: attempts of job ${job.id} are ${numbers.join(', ')}; it counts ${job.attempt}`);
  if (numbers.length > job.attemptLimit)
    found.push(`I3: job ${job.id} had ${numbers.length} attempts of ${job.attemptLimit}`);
  if (starts > numbers.length + undoneStarts)
    found.push(`I3: job ${job.id} started ${starts} times, the database knows ${numbers.length}`);
  return found;
}

function published(job: JobFacts, byKey: ReadonlyMap<string, readonly LedgerLine[]>): string[] {
  if (job.key === null) return [];
  if (job.state !== 'succeeded')
    return job.artifacts.length > 0 && job.state !== 'reused' && job.state !== 'failed'
      ? [`I4: job ${job.id} is ${job.state} and has files`]
      : [];
  const lines = byKey.get(job.key) ?? [];
  return job.artifacts.flatMap(({ sha256, attempt }) => {
    const end = lines.find((line) => line.event === 'end' && line.sha256 === sha256);
    const start = lines.find((line) => line.event === 'start' && line.nonce === end?.nonce);
    const opened = job.attempts.find(({ number }) => number === attempt);
    if (end === undefined || start === undefined) return [`I4: nobody wrote the file of job ${job.id}`];
    if (opened?.outcome !== 'succeeded') return [`I4: the file of job ${job.id} is of attempt ${attempt}`];
    return start.at < opened.startedMs - toleranceMs
      ? [`I4: job ${job.id} published a file of an attempt before number ${attempt}`]
      : [];
  });
}

function capsKept(jobs: readonly JobFacts[]): string[] {
  return [...groupBy(jobs, (job) => job.batchId)].flatMap(([batchId, members]) => {
    const allowed = members[0]?.concurrency ?? null;
    if (allowed === null) return [];
    const most = mostAtOnce(members.flatMap((job) => job.attempts));
    return most > allowed ? [`I9: ${most} jobs of batch ${batchId} ran at once; it allows ${allowed}`] : [];
  });
}

function mostAtOnce(spans: readonly { startedMs: number; endedMs: number | null }[]): number {
  const steps = spans.flatMap(({ startedMs, endedMs }) => [
    { at: startedMs, by: 1 },
    { at: endedMs ?? Number.POSITIVE_INFINITY, by: -1 },
  ]);
  // An end and a start may share one commit.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  return steps.reduce((most, { by }) => {
    now += by;
    return Math.max(most, now);
  }, 0);
}

async function filesOf(farm: Farm, jobs: readonly JobFacts[]): Promise<string[]> {
  const found: string[] = [];
  for (const { id, artifacts } of jobs) {
    for (const { sha256, sizeBytes } of artifacts) {
      const bytes = await readFile(farm.store.blobs.pathOf(sha256)).catch(() => null);
      if (bytes === null) found.push(`I5: the file of job ${id} is missing`);
      else if (bytes.length !== sizeBytes || createHash('sha256').update(bytes).digest('hex') !== sha256)
        found.push(`I5: the file of job ${id} has other contents`);
    }
  }
  // Whoever was killed while it stored a file leaves a draft, to be swept when nobody can be writing it any more.
  await farm.store.blobs.sweep(60_000);
  for (const name of await readdir(path.join(farm.filesDir, '.tmp'))) {
    const draft = await stat(path.join(farm.filesDir, '.tmp', name)).catch(() => null);
    if (draft !== null && Date.now() - draft.mtimeMs > 60_000) found.push(`I5: an old draft ${name} is left`);
  }
  return [...found, ...(await straysOf(farm, jobs))];
}

/** After the sweep, with no patience, only what rows name may be left. */
async function straysOf(farm: Farm, jobs: readonly JobFacts[]): Promise<string[]> {
  const session = sessionOf(farm);
  for (let portion = 0; portion < 256; portion++) await sweepPortion(session, farm.filesDir, portion, 0);
  const named = new Set(jobs.flatMap(({ artifacts }) => artifacts.map(({ sha256 }) => sha256)));
  const others = await farm.database.query<{ sha256: string }>(
    'select sha256 from artifact union select sha256 from file',
  );
  for (const { sha256 } of others) named.add(sha256);
  const stored = (await readdir(farm.filesDir, { recursive: true })).map((name) => path.basename(name));
  return stored
    .filter((name) => /^[0-9a-f]{64}$/.test(name) && !named.has(name))
    .map((name) => `I5: file ${name} lies in the storage without a row`);
}

/** The part of a session that the sweep needs. */
function sessionOf(farm: Farm): Parameters<typeof sweepPortion>[0] {
  const query = farm.database.query as Parameters<typeof sweepPortion>[0]['query'];
  return { query } as Parameters<typeof sweepPortion>[0];
}

/** Waits: a worker that has just started asks for the packages of this machine, which takes it 30 s at most. */
async function processesOf(farm: Farm): Promise<string[]> {
  let left: JobProcess[] = [];
  const areGone = () => {
    left = farm.jobProcesses().filter(({ command }) => !command.includes('job-child.js'));
    return left.length === 0;
  };
  await until('no process of an ended job is left', areGone, 35_000).catch(() => undefined);
  return left.map(({ pid, command }) => `I6: process ${pid} is left: ${command}`);
}

async function sessionsOf(farm: Farm): Promise<string[]> {
  const hanging = await farm.database.query<{ pid: number; query: string }>(
    `select pid, query from pg_stat_activity where datname = current_database()
       and state like 'idle in transaction%' and state_change < clock_timestamp() - interval '5 seconds'`,
  );
  return hanging.map(({ pid, query }) => `I7: session ${pid} hangs in a transaction after ${query}`);
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
