/** Leaves out of a comparison what people or pipelines said something of: "without inputs flagged NO_EMBRYO". */
import type { ComparisonWarning, LeftOut } from '@batchyard/domain';
import type { Session } from '../database/session.js';
import type { ComparedJobs } from './compared-jobs.js';
import { comparedSql } from './job-inputs.js';

/**
 * A job is left out when a statement is made of its subject: the one that its metadata names (`subject`), the one
 * called like an input file, or the one of which an input file is a frame that the statement covers; also when it was
 * made on the result of the job. Lists of jobs mean the same (`annotationConditions`).
 */
export async function leaveOut(
  session: Session,
  compared: ComparedJobs,
  wanted: readonly LeftOut[],
): Promise<ComparedJobs> {
  if (wanted.length === 0) return compared;
  const rows = await session.query<{ id: string }>(flaggedSql, [
    compared.jobs.map(({ jobId }) => jobId),
    wanted.map(({ kind }) => kind),
    wanted.map(({ value }) => value),
  ]);
  const flagged = new Set(rows.map(({ id }) => id));
  const jobs = compared.jobs.filter(({ jobId }) => !flagged.has(jobId));
  return { ...compared, jobs, leftOut: { jobs: flagged.size, of: compared.jobs.length, wanted } };
}

const flaggedSql = `with ${comparedSql}, said as (
    select a.project_id, a.subject_id, a.job_id, s.name, a.frames
    from unnest($2::text[], $3::text[]) w (kind, value)
    join annotation a on a.kind = w.kind and (w.value is null or a.value = w.value) and a.ended_by is null
      and a.project_id in (select project_id from compared)
    join subject s on s.id = a.subject_id and s.removed_by is null
  )
  select c.id from compared c join said on said.project_id = c.project_id and said.name = c.subject
  union
  select f.id from file_of f join said on said.project_id = f.project_id and said.name = f.stem
  union
  select f.id from file_of f join frame on frame.file_id = f.file_id
  join said on said.subject_id = frame.subject_id and (said.frames is null or frame.number <@ said.frames)
  union
  select c.id from compared c join said on said.job_id = c.result`;

/** How many were left out and why. */
export function leftOutWarning(...compared: readonly ComparedJobs[]): ComparisonWarning[] {
  const told = compared.flatMap(({ leftOut }) => leftOut ?? []);
  const [first] = told;
  if (first === undefined) return [];
  const jobs = told.reduce((sum, each) => sum + each.jobs, 0);
  const of = told.reduce((sum, each) => sum + each.of, 0);
  const names = first.wanted.map(({ kind, value }) => `${kind} ${value ?? '(any)'}`).join(', ');
  const verb = jobs === 1 ? 'was' : 'were';
  const message = `${jobs} of ${of} jobs ${verb} left out, because the subject of their input has ${names}.`;
  return [{ code: 'LEFT_OUT', message }];
}
