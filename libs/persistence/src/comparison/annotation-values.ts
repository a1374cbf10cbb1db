/** What is said of the subjects of jobs, as a number for each job. */
import type { AnnotationMetric, ComparisonWarning } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import { type ComparedJob, hasResult } from './compared-jobs.js';
import { comparedSql } from './job-inputs.js';

/** A metric with its values by job. A job has none where nothing of the kind is said of its subject. */
export interface AnnotationValues {
  readonly metric: AnnotationMetric;
  readonly byJob: ReadonlyMap<string, number>;
  /** Jobs with a result. */
  readonly of: number;
}

interface JobRow {
  readonly job: string;
  /** Frames that have it. */
  readonly hits: number;
  readonly frames: number;
  readonly isSaid: boolean;
}

/**
 * The subject of a job is found as in `leaveOut`; where single frames of it are the input, only these count. Statements
 * that were made on the result of one of the jobs belong to that job alone.
 */
export async function readAnnotationValues(
  session: Session,
  jobs: readonly ComparedJob[],
  metric: AnnotationMetric,
): Promise<AnnotationValues> {
  const ids = jobs.filter(hasResult).map(({ jobId }) => jobId);
  const rows = await session.query<JobRow>(valuesSql, [ids, metric.kind.name, metric.value]);
  const values = rows.flatMap((row): [string, number][] => {
    const value = jobValue(metric, row);
    return value === null ? [] : [[row.job, value]];
  });
  return { metric, byJob: new Map(values), of: ids.length };
}

function jobValue({ kind, measure }: AnnotationMetric, { hits, frames, isSaid }: JobRow): number | null {
  if (kind.scope === 'subject') return isSaid ? 1 : 0;
  if (measure === 'count') return hits;
  return frames === 0 ? null : (100 * hits) / frames;
}

/** All numbers there are, for subjects that count as a whole. */
const everyFrame = `'{(,)}'::int4multirange`;

/** Frames are counted once for jobs that see the same of a subject. */
const valuesSql = `with ${comparedSql}, named as (
    select c.id as job, s.id as subject_id from compared c
    join subject s on s.project_id = c.project_id and s.name = c.subject and s.removed_by is null
    union
    select f.id, s.id from file_of f
    join subject s on s.project_id = f.project_id and s.name = f.stem and s.removed_by is null
    union
    select c.id, a.subject_id from compared c
    join annotation a on a.job_id = c.result and a.kind = $2 and a.ended_by is null
    join subject s on s.id = a.subject_id and s.removed_by is null
  ), seen_of as (
    select job, subject_id, ${everyFrame} as seen from named
    union all
    select f.id, frame.subject_id, range_agg(int4range(frame.number, frame.number + 1)) from file_of f
    join frame on frame.file_id = f.file_id join subject s on s.id = frame.subject_id and s.removed_by is null
    where not exists (select from named n where n.job = f.id and n.subject_id = frame.subject_id)
    group by f.id, frame.subject_id
  ), said as (
    select a.subject_id, case when a.job_id in (select result from compared) then a.job_id end as result,
      coalesce(range_agg(a.frames) filter (where $3::text is null or a.value = $3), '{}') as frames,
      bool_or($3::text is null or a.value = $3) as is_said
    from annotation a where a.subject_id in (select subject_id from seen_of) and a.kind = $2 and a.ended_by is null
    group by 1, 2
  ), judged as (
    select o.job, o.subject_id, o.seen, range_agg(said.frames) as frames, bool_or(said.is_said) as is_said
    from seen_of o join compared c on c.id = o.job
    join said on said.subject_id = o.subject_id and (said.result is null or said.result = c.result)
    group by o.job, o.subject_id, o.seen
  ), counted as (
    select d.*, n.hits, n.frames as all_frames
    from (select distinct subject_id, seen, frames from judged) d cross join lateral (
      select count(*) filter (where f.number <@ d.frames) as hits, count(*) as frames
      from frame f where f.subject_id = d.subject_id and f.number <@ d.seen
    ) n
  )
  select job, sum(hits)::int as hits, sum(all_frames)::int as frames, bool_or(is_said) as "isSaid"
  from judged join counted using (subject_id, seen, frames) group by job`;

/** How many jobs have no value of the compared metric, and why. Nobody may have looked, which is not nothing found. */
export function notAnnotated({
  options,
  annotated,
}: {
  readonly options: { readonly metric: { readonly name: string } };
  readonly annotated: readonly AnnotationValues[];
}): ComparisonWarning[] {
  const values = annotated.find(({ metric }) => metric.spec.name === options.metric.name);
  if (values === undefined) return [];
  const { metric, byJob, of } = values;
  const jobs = of - byJob.size;
  if (jobs === 0) return [];
  const verb = jobs === 1 ? 'has' : 'have';
  const message = `${jobs} of ${of} jobs with a result ${verb} no value of “${metric.spec.title}”, because nothing of the kind ${metric.kind.title} is said of the subject of their input. That is not counted as 0.`;
  return [{ code: 'NOT_ANNOTATED', message }];
}
