import type { ComparisonJob, JsonObject, PlannedInputs } from '@batchyard/domain';
import type { AnnotationValues } from '../comparison/annotation-values.js';
import type { ComparedJob } from '../comparison/compared-jobs.js';
import type { Session } from '../database/session.js';

/** Jobs read by one statement. */
const jobsAtOnce = 500;

type JobRow = Pick<
  ComparisonJob,
  | 'id'
  | 'position'
  | 'label'
  | 'params'
  | 'metadata'
  | 'metrics'
  | 'error'
  | 'failureKind'
  | 'failureKey'
  | 'warnings'
  | 'durationS'
  | 'replicate'
> & { readonly setting: JsonObject; readonly inputs: PlannedInputs };

/** In the order of sources, oldest first. */
export async function* readReportJobs(
  session: Session,
  compared: readonly ComparedJob[],
  annotated: readonly AnnotationValues[],
): AsyncGenerator<ComparisonJob> {
  const ordered = [...compared].sort((a, b) => (a.sources[0] ?? 0) - (b.sources[0] ?? 0));
  for (let at = 0; at < ordered.length; at += jobsAtOnce) {
    const portion = ordered.slice(at, at + jobsAtOnce);
    const rows = new Map((await readRows(session, portion)).map((row) => [row.id, row]));
    for (const job of portion) {
      const row = rows.get(job.jobId);
      // Deleted since the comparison was read.
      if (row === undefined) continue;
      yield complete(job, { ...row, metrics: { ...row.metrics, ...said(job, annotated) } });
    }
  }
}

/** Of the compared annotations, as metrics beside those of the job. */
function said({ jobId }: ComparedJob, annotated: readonly AnnotationValues[]): Record<string, number> {
  return Object.fromEntries(
    annotated.flatMap(({ metric, byJob }) => {
      const value = byJob.get(jobId);
      return value === undefined ? [] : [[metric.spec.name, value]];
    }),
  );
}

function complete(job: ComparedJob, { setting, inputs, ...row }: JobRow): ComparisonJob {
  return {
    ...row,
    source: job.sources[0] ?? 0,
    state: job.state,
    settingKey: job.settingKey,
    cellKey: job.cellKey,
    inputKey: job.input,
    inputLabel: job.inputLabel,
    seed: job.seed,
    axes: Object.keys(setting),
    inputFiles: Object.entries(inputs).flatMap(([input, files]) =>
      files.map(({ name, sha256 }) => ({ input, name, sha256 })),
    ),
  };
}

function readRows(session: Session, jobs: readonly ComparedJob[]): Promise<JobRow[]> {
  return session.query<JobRow>(
    `select j.id, j.position, j.label, j.replicate, j.params, j.setting, j.metadata, j.inputs,
       j.error->>'message' as error, j.failure_kind as "failureKind", j.failure_key as "failureKey", j.warnings,
       case when j.state <> 'reused' then extract(epoch from j.finished_at - j.started_at)::float8 end as "durationS",
       coalesce((select jsonb_object_agg(m.name, m.value) from job_metric m where m.job_id = j.id), '{}') as metrics
     from job j where j.id = any($1)`,
    [jobs.map(({ jobId }) => jobId)],
  );
}
