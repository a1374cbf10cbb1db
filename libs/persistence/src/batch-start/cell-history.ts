/** What the project already knows about the cells of a design: a fixed number of statements, each led by an index. */
import {
  type CellHistory,
  cellKeysInVersion,
  type EqualJob,
  type JobState,
  type PlannedJob,
} from '@batchyard/domain';
import type { Pipeline } from '@batchyard/pipelines';
import { hasUsableResult } from '../batches/reuse.js';
import type { Session } from '../database/session.js';

/** Newest batches of the pipeline that are looked at for inputs and versions used before. */
const recentBatches = 20;
/** Other versions of the pipeline in which equal cells are looked for, newest first. */
const olderVersions = 3;

export async function readCellHistory(
  session: Session,
  projectId: string,
  pipeline: Pick<Pipeline, 'name' | 'version'>,
  jobs: readonly PlannedJob[],
): Promise<CellHistory> {
  const equal = await equalJobs(session, projectId, jobs);
  const unknown = jobs.filter((job) => !equal.has(job.cellKey));
  const versions = await recentVersions(session, projectId, pipeline.name);
  const history = { jobs: equal, hasBatches: versions.length > 0 };
  if (unknown.length === 0 || versions.length === 0) {
    return { ...history, olderVersions: new Map(), settings: new Set(), inputDigests: new Set() };
  }
  const others = versions.filter((version) => version !== pipeline.version).slice(0, olderVersions);
  return {
    ...history,
    olderVersions: await cellsInVersions(session, projectId, pipeline.name, others, unknown),
    settings: await knownSettings(session, projectId, unknown),
    inputDigests: await knownInputs(session, projectId, pipeline.name, unknown),
  };
}

const outcomes: Readonly<Record<JobState, EqualJob['outcome']>> = {
  waiting: 'under_way',
  queued: 'under_way',
  running: 'under_way',
  lost: 'under_way',
  succeeded: 'succeeded',
  reused: 'succeeded',
  failed: 'failed',
  timed_out: 'failed',
  out_of_memory: 'failed',
  cancelled: 'not_computed',
  skipped: 'not_computed',
};

/** The job whose result would be taken over, else the newest; none where that took over a result which is gone. */
async function equalJobs(
  session: Session,
  projectId: string,
  jobs: readonly PlannedJob[],
): Promise<Map<string, EqualJob>> {
  const rows = await session.query<{ cellKey: string; jobId: string; state: JobState }>(
    `select k as "cellKey", equal.id as "jobId", equal.state from unnest($2::text[]) k cross join lateral (
       (select 1 as rank, coalesce(j.reused_from, j.id) as id, 'succeeded' as state
        from job_cell c join job j on j.id = c.job_id
        where c.project_id = $1 and c.cell_key = k and ${hasUsableResult} order by c.job_id desc limit 1)
       union all
       (select 2, id, state from job_by_key where project_id = $1 and cell_key = k order by id desc limit 1)
       order by rank limit 1
     ) equal where equal.state <> 'reused'`,
    [projectId, jobs.map((job) => job.cellKey)],
  );
  return new Map(
    rows.map(({ cellKey, jobId, state }) => [cellKey, { jobId, outcome: outcomes[state] }] as const),
  );
}

/** Versions of the newest batches, newest first. */
async function recentVersions(session: Session, projectId: string, pipeline: string): Promise<string[]> {
  const rows = await session.query<{ version: string }>(
    `select pipeline_version as version from batch where project_id = $1 and pipeline_name = $2
     order by id desc limit $3`,
    [projectId, pipeline, recentBatches],
  );
  return [...new Set(rows.map((row) => row.version))];
}

/** The version is part of a cell's key, so the key that the cell had in another version can be looked up like any. */
async function cellsInVersions(
  session: Session,
  projectId: string,
  pipeline: string,
  versions: readonly string[],
  jobs: readonly PlannedJob[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const version of versions) {
    const keys = cellKeysInVersion(jobs, pipeline, version);
    const rows = await session.query<{ key: string }>(
      `select k as key from unnest($2::text[]) k
       where exists (select from job_by_key where project_id = $1 and cell_key = k and state = 'succeeded')`,
      [projectId, keys],
    );
    const computed = new Set(rows.map((row) => row.key));
    jobs.forEach(({ cellKey }, index) => {
      if (computed.has(keys[index] ?? '') && !found.has(cellKey)) found.set(cellKey, version);
    });
  }
  return found;
}

async function knownSettings(
  session: Session,
  projectId: string,
  jobs: readonly PlannedJob[],
): Promise<Set<string>> {
  const rows = await session.query<{ key: string }>(
    `select k as key from unnest($2::text[]) k
     where exists (select from job_cell where project_id = $1 and setting_key = k)`,
    [projectId, [...new Set(jobs.map((job) => job.settingKey))]],
  );
  return new Set(rows.map((row) => row.key));
}

/** Digests of these jobs' files that the newest batches of the pipeline used as well, by the references in their specs. */
async function knownInputs(
  session: Session,
  projectId: string,
  pipeline: string,
  jobs: readonly PlannedJob[],
): Promise<Set<string>> {
  const digests = new Set<string>();
  for (const inputs of new Set(jobs.map((job) => job.inputs))) {
    for (const file of Object.values(inputs).flat()) digests.add(file.sha256);
  }
  const rows = await session.query<{ sha256: string }>(
    `with recent as (
       select spec from batch where project_id = $1 and pipeline_name = $2 order by id desc limit $4
     ), reference as (
       select distinct id #>> '{}' as id from recent, lateral (
         select jsonb_path_query(spec, 'lax $.inputs[*].*[*]') as id
         union all select jsonb_path_query(spec, 'lax $.jobs[*].inputs.*[*]')
       ) used
     )
     select distinct f.sha256 from reference r
     join file f on f.id = case when r.id ~ '^[0-9]{1,18}$' then r.id::bigint end
     where f.project_id = $1 and f.sha256 = any($3)`,
    [projectId, pipeline, [...digests], recentBatches],
  );
  return new Set(rows.map((row) => row.sha256));
}
