/** The jobs of all compared sources, each cell once, with what pairs them over settings. */
import { type JobState, UserError } from '@batchyard/domain';
import type { Session } from '../database/session.js';
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
  const rows = await readRows(session, sources);
  const counts = sources.map(() => 0);
  const cells = new Map<string, { best: JobRow; sources: Set<number> }>();
  const seen = new Set<string>();
  for (const row of rows) {
    counts[row.source] = (counts[row.source] ?? 0) + 1;
    seen.add(row.jobId);
    const cell = cells.get(row.cellKey);
    if (cell === undefined) cells.set(row.cellKey, { best: row, sources: new Set([row.source]) });
    else {
      cell.sources.add(row.source);
      if (hasResult(row) || !hasResult(cell.best)) cell.best = row;
    }
  }
  const jobs = [...cells.values()].map(({ best: { source: _, ...job }, sources: held }) => ({
    ...job,
    sources: [...held].sort((a, b) => a - b),
  }));
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

type JobRow = Omit<ComparedJob, 'sources'> & { readonly source: number };

/** Oldest first; a job once for each source that has it. Chunks are parts of jobs and never enter. */
async function readRows(session: Session, sources: readonly ChosenSource[]): Promise<JobRow[]> {
  const batches = sources.flatMap(({ batchIds }, source) => batchIds.map((id) => ({ id, source })));
  const jobs = sources.flatMap(({ kind, id }, source) => (kind === 'job' ? [{ id, source }] : []));
  await refuseTooMany(
    session,
    batches.map(({ id }) => id),
  );
  return session.query<JobRow>(
    `with chosen as (
       select j.*, s.source from unnest($1::bigint[], $2::int[]) s (batch_id, source)
       join job j on j.batch_id = s.batch_id where j.chunk_of is null
       union all
       select j.*, s.source from unnest($3::bigint[], $4::int[]) s (id, source) join job j on j.id = s.id
     )
     select id as "jobId", source, cell_key as "cellKey", setting_key as "settingKey", replicate, seed, state,
       md5(jsonb_path_query_array(inputs, '$.*[*].sha256')::text) as input, input_label as "inputLabel",
       case when state = 'succeeded' then extract(epoch from finished_at - started_at)::float8 end as "durationS"
     from chosen order by id, source`,
    [
      batches.map(({ id }) => id),
      batches.map(({ source }) => source),
      jobs.map(({ id }) => id),
      jobs.map(({ source }) => source),
    ],
  );
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
