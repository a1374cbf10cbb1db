/** Which jobs of a list are wanted for what is said of their subjects, as SQL for one job. */
import type { LeftOut } from '@batchyard/domain';

export interface AnnotationFilter {
  /** Only jobs of which one of these is said; none: all. */
  readonly annotatedAs?: readonly LeftOut[] | null;
  /** Only jobs of which none of these is said. */
  readonly leaveOut?: readonly LeftOut[] | null;
}

/** Whether jobs must be looked at one by one. */
export function asksOfAnnotations({ annotatedAs, leaveOut }: AnnotationFilter): boolean {
  return (annotatedAs ?? []).length + (leaveOut ?? []).length > 0;
}

/** ` and …` on a job `j`. @param add gives the placeholder of a value */
export function annotationConditions(
  { annotatedAs, leaveOut }: AnnotationFilter,
  add: (value: unknown) => string,
): string {
  const said = (wanted: readonly LeftOut[]) =>
    saidOfJob(add(wanted.map(({ kind }) => kind)), add(wanted.map(({ value }) => value ?? null)));
  return [
    annotatedAs?.length ? ` and ${said(annotatedAs)}` : '',
    leaveOut?.length ? ` and not ${said(leaveOut)}` : '',
  ].join('');
}

/**
 * A statement of the subject that the metadata name, of the one called like an input file, of the one of which an input
 * file is a frame that the statement covers, or made on the result of the job. Comparisons mean the same by `leaveOut`.
 * `offset 0` keeps each step a look into an index for this one job, whatever the planner thinks of the tables.
 */
const saidOfJob = (kinds: string, values: string) => `exists (
  select from (
    select s.id as subject_id, null::int as number, null::bigint as job_id from (
      select j.metadata->>'subject' as name
      union all select regexp_replace(f->>'name', '\\.[^.]*$', '') from jsonb_path_query(j.inputs, '$.*[*]') f
    ) n cross join lateral (
      select id from subject where project_id = j.project_id and name = n.name and removed_by is null offset 0) s
    union all
    select fr.subject_id, fr.number, null from jsonb_path_query(j.inputs, '$.*[*]') f cross join lateral (
      select subject_id, number from frame where file_id
        = case when f->>'reference' ~ '^[1-9][0-9]{0,17}$' then (f->>'reference')::bigint end offset 0) fr
    union all
    select r.subject_id, null, r.job_id from (
      select subject_id, job_id from annotation
      where job_id = coalesce(j.reused_from, j.id) and ended_by is null offset 0) r
  ) o cross join lateral (
    select a.kind, a.value from annotation a
    where a.subject_id = o.subject_id and a.ended_by is null and (o.job_id is null or a.job_id = o.job_id)
      and (o.number is null or a.frames is null or o.number <@ a.frames) offset 0
  ) said join unnest(${kinds}::text[], ${values}::text[]) w (kind, value)
    on said.kind = w.kind and (w.value is null or said.value = w.value)
  join subject s on s.id = o.subject_id and s.removed_by is null
)`;
