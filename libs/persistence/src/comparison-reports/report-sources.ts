import {
  countDesign,
  type DesignSpec,
  inputSetsOf,
  type JsonObject,
  type ReportSource,
} from '@batchyard/domain';
import type { ComparisonSourceRecord } from '../comparison/sources.js';
import type { Session } from '../database/session.js';
import { isId } from '../projects/access.js';

export interface SourceRow {
  readonly source: ReportSource;
  readonly projectSlug: string;
  readonly projectName: string;
}

/** A design with the files that it names by id. */
export interface StoredDesign {
  readonly spec: DesignSpec;
  readonly files: ReadonlyMap<string, { readonly name: string; readonly sha256: string }>;
}

interface Facts extends Pick<SourceRow, 'projectSlug' | 'projectName'> {
  readonly pipelineVersion: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  readonly spec: DesignSpec;
  readonly options: JsonObject;
}

/** @param base complete parameters of some setting, for conditions on what a design does not set */
export async function readSources(
  session: Session,
  sources: readonly ComparisonSourceRecord[],
  base: JsonObject,
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for (const { label, kind, id, name } of sources) {
    const [facts] = await session.query<Facts>(statements[kind], [id]);
    if (facts === undefined) continue;
    const { projectSlug, projectName, createdAt, finishedAt, spec, options, pipelineVersion } = facts;
    const source: ReportSource = {
      label,
      kind,
      id,
      name,
      pipelineVersion: pipelineVersion ?? '',
      createdAt: createdAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      // The jobs of a list stand in the tables.
      spec: kind === 'job' ? null : withoutJobs(spec),
      options,
      excludedByWhere: kind === 'job' ? null : excludedBy(spec, base),
    };
    rows.push({ source, projectSlug, projectName });
  }
  return rows;
}

const project = `p.slug as "projectSlug", p.name as "projectName"`;
const batchFacts = `b.pipeline_version as "pipelineVersion", b.created_at as "createdAt",
  b.finished_at as "finishedAt", b.spec, b.options`;

const statements: Readonly<Record<ComparisonSourceRecord['kind'], string>> = {
  batch: `select ${project}, ${batchFacts} from batch b join project p on p.id = b.project_id where b.id = $1`,
  job: `select ${project}, ${batchFacts} from job j join batch b on b.id = j.batch_id
    join project p on p.id = b.project_id where j.id = $1`,
  design: `select ${project}, d.created_at as "createdAt", d.spec, '{}'::jsonb as options,
      own.versions as "pipelineVersion", own.finished as "finishedAt"
    from design d join project p on p.id = d.project_id left join lateral (
      select string_agg(distinct b.pipeline_version, ', ') as versions,
        case when bool_and(b.finished_at is not null) then max(b.finished_at) end as finished
      from batch b where b.design_id = d.id
    ) own on true where d.id = $1`,
};

function withoutJobs({ jobs: _, ...spec }: DesignSpec): JsonObject {
  return spec as unknown as JsonObject;
}

/** Null where it cannot be told: too many combinations, or a condition on labels of inputs. */
function excludedBy(spec: DesignSpec, base: JsonObject): number | null {
  if (spec.where === undefined) return 0;
  if (/\binput\b/.test(spec.where)) return null;
  const { excludedByWhere, isCapped } = countDesign(spec, { base });
  return isCapped ? null : excludedByWhere;
}

/** The design behind a source; null for a single job. */
export async function readDesign(
  session: Session,
  { kind, id }: Pick<ComparisonSourceRecord, 'kind' | 'id'>,
): Promise<StoredDesign | null> {
  if (kind === 'job') return null;
  const [row] = await session.query<{ spec: DesignSpec; projectId: string }>(
    `select spec, project_id as "projectId" from ${kind} where id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const references = new Set(inputSetsOf(row.spec).flatMap((set) => Object.values(set).flat()));
  const files = await session.query<{ id: string; name: string; sha256: string }>(
    'select id, name, sha256 from file where id = any($1) and project_id = $2',
    [[...references].filter(isId), row.projectId],
  );
  return {
    spec: row.spec,
    files: new Map(files.map(({ id: file, name, sha256 }) => [file, { name, sha256 }])),
  };
}
