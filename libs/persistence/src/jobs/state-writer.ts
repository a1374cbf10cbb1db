/**
 * The busiest writes of the service: starts and ends of jobs. All that is pending in this process goes into one
 * statement and one commit; each request keeps its own guard, so one that is refused leaves its neighbours alone.
 */
import pg from 'pg';
import { changeChannel } from '../changes/change-feed.js';
import { poolSettings } from '../database/pool.js';
import { whileInvited } from '../database/session.js';
import { statementToSend } from '../faults/mutants.js';
import type { Fence } from './fence.js';
import { type AttemptResult, finishParameter } from './finish.js';
import { groupCommit } from './group-commit.js';
import { type Notices, openNotices } from './notices.js';
import type { StartedJob } from './start.js';
import {
  changeStatesSql,
  countsItself,
  type StateRow,
  startedJob,
  startNextParameter,
  startParameter,
} from './state-changes.js';

export interface StateWriter {
  /** See `JobStore.start`. */
  start(jobId: string, workerId: string, leaseMs: number): Promise<StartedJob | null>;
  /** See `JobStore.startNext`. */
  startNext(batchId: string, workerId: string, leaseMs: number, count: number): Promise<StartedJob[]>;
  /** See `JobStore.finish`. */
  finish(fence: Fence, result: AttemptResult): Promise<boolean>;
  close(): Promise<void>;
}

/** About a job, or about whichever jobs of a batch come next. */
interface Request {
  /** As a member of the list that `changeStatesSql` takes. */
  readonly parameter: string;
  /** Null where no job is named. */
  readonly jobId: string | null;
}

/** The rows that answer a request: none where its guard did not hold. */
type Answer = readonly StateRow[];

/** These statements are short; one that takes longer is waiting for a server that is gone. */
const statementTimeoutMs = 5_000;
/** Beyond this a statement gets slow and shares little more. */
const atMost = 200;
/** More would make groups smaller: what two statements cost on top of their rows is more than a wait for the disk. */
const lanes = 1;

/** Connects with the first request. */
export function openStateWriter(databaseUrl: string): StateWriter {
  const pool = new pg.Pool({
    ...poolSettings(databaseUrl, statementTimeoutMs),
    max: lanes,
    application_name: 'batchyard writer',
    // Planned once for each connection, and always by key: the tables are as large as ever when the plan is made early.
    options: [
      'plan_cache_mode=force_generic_plan',
      'enable_seqscan=off',
      'enable_hashjoin=off',
      'enable_mergejoin=off',
      'jit=off',
      `${countsItself}=on`,
    ]
      .map((setting) => `-c ${setting}`)
      .join(' '),
  });
  // A dropped idle connection is replaced by the pool.
  pool.on('error', () => undefined);
  const notices = openNotices(async (told) => {
    await pool
      .query('select pg_notify($1, notice) from unnest($2::text[]) notice', [changeChannel, told])
      // Listeners look for themselves after an outage.
      .catch(() => undefined);
  });
  const add = groupCommit<Request, Answer>({
    write: (requests) => write(pool, notices, requests),
    isOutage: (error) => !(error instanceof pg.DatabaseError) || /^(08|53|57)/.test(error.code ?? ''),
    atMost,
    lanes,
  });
  return {
    async start(jobId, workerId, leaseMs) {
      const [row] = await add({ jobId, parameter: startParameter(jobId, workerId, leaseMs) });
      return row === undefined ? null : startedJob(row);
    },
    async startNext(batchId, workerId, leaseMs, count) {
      const parameter = startNextParameter(batchId, workerId, leaseMs, count);
      return (await add({ jobId: null, parameter })).map(startedJob);
    },
    async finish(fence, result) {
      const rows = await add({ jobId: fence.jobId, parameter: finishParameter(fence, result) });
      return rows.length > 0;
    },
    async close() {
      await notices.close();
      await pool.end();
    },
  };
}

async function write(pool: pg.Pool, notices: Notices, requests: readonly Request[]): Promise<Answer[]> {
  const sent = withoutRepeats(requests);
  const told = notices.take();
  const query = {
    name: 'change-states',
    text: statementToSend(changeStatesSql),
    values: [`[${sent.map(({ parameter }) => parameter).join()}]`, told?.texts ?? null],
  };
  const { rows } = await whileInvited(() => pool.query<StateRow>(query)).catch((error) => {
    told?.putBack();
    throw error;
  });
  if (told === null) notices.keep(rows);
  const answers = answersOf(rows, sent);
  return requests.map((request) => answers.get(request) ?? []);
}

/** A second request for the same job comes too late by definition. */
function withoutRepeats(requests: readonly Request[]): Request[] {
  const jobIds = new Set<string>();
  return requests.filter(({ jobId }) => {
    if (jobId === null) return true;
    const isFirst = !jobIds.has(jobId);
    jobIds.add(jobId);
    return isFirst;
  });
}

function answersOf(rows: readonly StateRow[], sent: readonly Request[]): Map<Request, Answer> {
  const options = new Map(rows.flatMap((row) => (row.options ? [[row.batchId, row.options]] : [])));
  const answers = sent.map((): StateRow[] => []);
  for (const row of rows) answers[row.request - 1]?.push({ ...row, options: options.get(row.batchId) });
  for (const answer of answers) answer.sort((one, other) => one.place - other.place);
  return new Map(sent.map((request, index) => [request, answers[index] ?? []]));
}
