import type { Session } from '../database/session.js';

export interface StageSummaryRecord {
  readonly name: string;
  /** Jobs that have finished the stage. */
  readonly done: number;
  readonly running: number;
  /** Over a sample of jobs that succeeded. */
  readonly medianSeconds: number | null;
}

interface SampledStage {
  readonly name: string;
  /** Of jobs that did not succeed (or not yet). */
  readonly doneElsewhere: number;
  readonly running: number;
  readonly medianSeconds: number | null;
  /** Share of sampled successful jobs that have this stage. */
  readonly share: number;
}

/** Successful jobs that are looked at for medians. */
const succeededSample = 200;
/** Jobs in every other state that are looked at. */
const otherSample = 1000;

/**
 * One row a stage in the order of the pipeline, stages it did not declare first. A successful job has finished all its
 * stages, so its count comes from the batch's counters; only jobs that failed or run are looked at one by one.
 */
export async function readStageSummary(
  session: Session,
  batchId: string,
  stages: readonly string[],
): Promise<StageSummaryRecord[]> {
  const sampled = new Map((await sampleStages(session, batchId)).map((stage) => [stage.name, stage]));
  const [count] = await session.query<{ n: number }>(
    `select n from batch_job_count where batch_id = $1 and state = 'succeeded'`,
    [batchId],
  );
  const undeclared = [...sampled.keys()].filter((name) => !stages.includes(name));
  return [...undeclared, ...stages].map((name) => {
    const stage = sampled.get(name);
    return {
      name,
      done: Math.round((count?.n ?? 0) * (stage?.share ?? 0)) + (stage?.doneElsewhere ?? 0),
      running: stage?.running ?? 0,
      medianSeconds: stage?.medianSeconds ?? null,
    };
  });
}

async function sampleStages(session: Session, batchId: string): Promise<SampledStage[]> {
  const sampleOf = (state: string, size: number) =>
    `(select id, attempt, state from job where batch_id = $1 and state = '${state}' order by position desc limit ${size})`;
  return session.query<SampledStage>(
    `with sample as (${sampleOf('succeeded', succeededSample)}
       union all ${['running', 'failed', 'timed_out', 'out_of_memory'].map((state) => sampleOf(state, otherSample)).join(' union all ')}
     ), succeeded as (select count(*) as n from sample where state = 'succeeded')
     select s.name,
       count(*) filter (where j.state <> 'succeeded' and s.state = 'succeeded')::int as "doneElsewhere",
       count(*) filter (where j.state = 'running' and s.state = 'running')::int as running,
       percentile_cont(0.5) within group (order by s.duration_ms) filter (where j.state = 'succeeded') / 1000
         as "medianSeconds",
       coalesce(count(*) filter (where j.state = 'succeeded')::float8 / nullif((select n from succeeded), 0), 0) as share
     from sample j join job_stage s on s.job_id = j.id and s.attempt = j.attempt
     group by s.name order by min(s.position)`,
    [batchId],
  );
}
