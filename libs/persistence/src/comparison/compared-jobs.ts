/** The jobs of all compared sources, each cell once, with what pairs them over settings. */
import { type JobState, type LeftOut, UserError } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { isStoppedEarly } from '../early-stopping/stopped.js';
import type { ChosenSource, ComparisonSourceRecord } from './sources.js';

export interface ComparedJob {
  readonly jobId: string;
  readonly cellKey: string;
  readonly settingKey: string;
  /** Digest of the contents of the inputs. */
  readonly input: string;
  readonly inputLabel: string;
  readonly replicate: number;
  readonly seed: string;
  readonly state: JobState;
  /** Ended on its way because it did worse than others. */
  readonly isStoppedEarly: boolean;
  /** Time that computing took, s; null unless this job computed its result. */
  readonly durationS: number | null;
  /** Indexes of the sources that have the cell, lowest first. */
  readonly sources: readonly number[];
}

export interface ComparedJobs {
  /** Oldest first. */
  readonly jobs: readonly ComparedJob[];
  /** Jobs that a newer one of the same cell stands for. */
  readonly repeated: number;
  readonly sources: readonly ComparisonSourceRecord[];
  /** Jobs that do not enter for what is said of their subject; absent where that was not asked for. */
  readonly leftOut?: { readonly jobs: number; readonly of: number; readonly wanted: readonly LeftOut[] };
}

/** More is no comparison that a page could show, nor one that fits into memory beside others. */
const maxJobs = 100_000;

/**
 * Equal cells have equal parameters, inputs and seeds: computed or taken over once more, they tell nothing new, so
 * each enters once, with its newest result, else its newest job. @throws UserError TOO_MANY_JOBS
 */
export async function readComparedJobs(
  session: Session,
  sources: readonly ChosenSource[],
): Promise<ComparedJobs> {
  const holders = holdersOf(sources);
  const counts = sources.map(() => 0);
  const cells = new Map<string, { best: JobRow; readonly sources: number[] }>();
  const seen = new Set<string>();
  for (const row of await readRows(session, sources)) {
    seen.add(row.jobId);
    const cell = cells.get(row.cellKey) ?? { best: row, sources: [] };
    cells.set(row.cellKey, cell);
    if (hasResult(row) || !hasResult(cell.best)) cell.best = row;
    for (const source of holders.get(row.holder) ?? []) {
      counts[source] = (counts[source] ?? 0) + 1;
      if (!cell.sources.includes(source)) cell.sources.push(source);
    }
  }
  const jobs = [...cells.values()].map(({ best, sources: held }) =>
    Object.assign(best, { sources: held.sort((a, b) => a - b) }),
  );
  return {
    jobs,
    repeated: seen.size - jobs.length,
    sources: sources.map(({ label, kind, id, name }, index) => ({
      label,
      kind,
      id,
      name,
      jobs: counts[index] ?? 0,
    })),
  };
}

export const hasResult = ({ state }: Pick<ComparedJob, 'state'>) =>
  state === 'succeeded' || state === 'reused';

/** `holder`: as in `holdersOf`. */
type JobRow = Omit<ComparedJob, 'sources'> & { readonly holder: string };

/** Indexes of the sources that have a batch as a whole (`batch 7`) or a single job (`job 8`). */
function holdersOf(sources: readonly ChosenSource[]): Map<string, number[]> {
  const holders = new Map<string, number[]>();
  const add = (holder: string, source: number) => {
    const known = holders.get(holder);
    if (known === undefined) holders.set(holder, [source]);
    else known.push(source);
  };
  sources.forEach(({ kind, id, batchIds }, source) => {
    for (const batchId of batchIds) add(`batch ${batchId}`, source);
    if (kind === 'job') add(`job ${id}`, source);
  });
  return holders;
}

const columns = `id as "jobId", cell_key as "cellKey", setting_key as "settingKey", replicate, seed, state,
  ${isStoppedEarly} as "isStoppedEarly",
  md5(jsonb_path_query_array(inputs, '$.*[*].sha256')::text) as input, input_label as "inputLabel",
  case when state = 'succeeded' then extract(epoch from finished_at - started_at)::float8 end as "durationS"`;

/** Oldest first; a job once for its batch and once by itself. Chunks are parts of jobs and never enter. */
async function readRows(session: Session, sources: readonly ChosenSource[]): Promise<JobRow[]> {
  const batchIds = [...new Set(sources.flatMap((source) => source.batchIds))];
  const jobIds = sources.flatMap(({ kind, id }) => (kind === 'job' ? [id] : []));
  await refuseTooMany(session, batchIds);
  const rows = await session.query<JobRow>(
    `select 'batch ' || batch_id as holder, ${columns} from job j where batch_id = any($1) and chunk_of is null
     union all select 'job ' || id, ${columns} from job j where id = any($2)`,
    [batchIds, jobIds],
  );
  return rows.sort((a, b) => Number(a.jobId) - Number(b.jobId));
}

async function refuseTooMany(session: Session, batchIds: readonly string[]): Promise<void> {
  const [row] = await session.query<{ jobs: number }>(
    'select coalesce(sum(job_count), 0)::int as jobs from batch where id = any($1)',
    [batchIds],
  );
  if (row === undefined || row.jobs <= maxJobs) return;
  throw new UserError(
    'TOO_MANY_JOBS',
    `These have ${row.jobs} jobs; a comparison takes at most ${maxJobs}. Leave some out.`,
    { parameter: 'batchIds' },
  );
}
