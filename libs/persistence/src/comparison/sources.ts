/** What is compared: batches, designs and single jobs, each only when the caller may see it. */
import { NotFound, type Objective, UserError } from '@batchyard/domain';
import { defaultObjective } from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import { knownPipeline } from '../pipelines/pipeline-catalog.js';
import type { PipelineKey } from '../pipelines/pipeline-store.js';
import { type Caller, callerParameters, isId, visibleProject } from '../projects/access.js';

export const comparisonSourceKinds = ['batch', 'design', 'job'] as const;
export type ComparisonSourceKind = (typeof comparisonSourceKinds)[number];

/** Something whose jobs are compared. */
export interface ComparisonSourceRecord {
  /** A, B, C … in the order batches, designs, jobs. */
  readonly label: string;
  readonly kind: ComparisonSourceKind;
  readonly id: string;
  readonly name: string;
  /** All its jobs, before cells that several sources have are counted once. */
  readonly jobs: number;
}

export interface SourceRequest {
  readonly batchIds: readonly string[];
  readonly designIds: readonly string[];
  readonly jobIds: readonly string[];
}

/** What a source ranks by, as its design says. */
export interface SourceObjective {
  readonly objective: Objective;
  readonly furtherObjectives: readonly Objective[];
}

interface FoundSource extends SourceObjective {
  readonly kind: ComparisonSourceKind;
  readonly id: string;
  readonly name: string;
  readonly projectId: string;
  readonly pipelineName: string;
  /** Of the batches that hold its jobs. */
  readonly versions: readonly string[];
  /** Batches that are its own as a whole; none of a job. */
  readonly batchIds: readonly string[];
}
export type ChosenSource = Omit<FoundSource, 'versions'> & { readonly label: string };

export interface ChosenSources {
  readonly sources: readonly [ChosenSource, ...ChosenSource[]];
  /** The pipeline in every version that ran. */
  readonly pipelines: readonly PipelineKey[];
}

/** Batches and designs compared at once at most. */
const maxSweeps = 20;
const maxJobs = 500;

/**
 * In the order batches, designs, jobs, each once.
 * @throws NotFound for any that the caller may not see; UserError BAD_SOURCES, DIFFERENT_PIPELINES
 */
export async function chooseSources(
  session: Session,
  caller: Caller,
  request: SourceRequest,
): Promise<ChosenSources> {
  const [batchIds, designIds, jobIds] = [request.batchIds, request.designIds, request.jobIds].map((ids) => [
    ...new Set(ids),
  ]) as [string[], string[], string[]];
  refuseBadNumbers(batchIds.length + designIds.length, jobIds.length);
  const found = [
    ...inOrder(batchIds, await findBatches(session, caller, batchIds), 'The batch'),
    ...inOrder(designIds, await findDesigns(session, caller, designIds), 'The design'),
    ...inOrder(jobIds, await findJobs(session, caller, jobIds), 'The job'),
  ];
  const pipelines = onePipeline(found);
  const sources = found.map(({ versions: _, ...source }, index) => ({ ...source, label: labelAt(index) }));
  return { sources: sources as [ChosenSource, ...ChosenSource[]], pipelines };
}

function refuseBadNumbers(sweeps: number, jobs: number): void {
  if (sweeps + jobs > 0 && sweeps <= maxSweeps && jobs <= maxJobs) return;
  throw new UserError(
    'BAD_SOURCES',
    `A comparison takes at least one batch, design or job, at most ${maxSweeps} batches and designs together and at most ${maxJobs} jobs; given: ${sweeps} and ${jobs}.`,
    { parameter: 'batchIds' },
  );
}

function inOrder(ids: readonly string[], found: readonly FoundSource[], what: string): FoundSource[] {
  const byId = new Map(found.map((source) => [source.id, source]));
  return ids.map((id) => {
    const source = byId.get(id);
    if (source === undefined) throw new NotFound(what);
    return source;
  });
}

/** A … Z, AA, AB … */
function labelAt(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : labelAt(Math.floor(index / 26) - 1) + last;
}

function onePipeline(found: readonly FoundSource[]): PipelineKey[] {
  const names = [...new Set(found.map(({ pipelineName }) => pipelineName))];
  if (names.length > 1) {
    throw new UserError(
      'DIFFERENT_PIPELINES',
      `These ran different pipelines (${names.join(', ')}), so they have no metrics in common.`,
    );
  }
  const versions = new Set(found.flatMap((source) => source.versions));
  return names.flatMap((name) => [...versions].map((version) => ({ name, version })));
}

/** Of a batch `b`: what it ranks by. The direction is that of the batch, whatever its design has become. */
const objectiveOfBatch = `coalesce(b.spec->'objective', '{}'::jsonb)
    || jsonb_build_object('metric', b.objective_metric, 'direction', b.objective_direction) as objective,
  coalesce(b.spec->'furtherObjectives', '[]'::jsonb) as "furtherObjectives"`;

function findBatches(session: Session, caller: Caller, ids: readonly string[]): Promise<FoundSource[]> {
  return find(
    session,
    caller,
    ids,
    `select 'batch' as kind, b.id, b.name, b.project_id as "projectId", b.pipeline_name as "pipelineName",
       array[b.pipeline_version] as versions, array[b.id::text] as "batchIds", ${objectiveOfBatch}
     from batch b where b.id = any($3) and ${visibleProject('b.project_id')}`,
  );
}

function findJobs(session: Session, caller: Caller, ids: readonly string[]): Promise<FoundSource[]> {
  return find(
    session,
    caller,
    ids,
    // A chunk is a part of a job and has no result of its own.
    `select 'job' as kind, j.id, j.label as name, j.project_id as "projectId", b.pipeline_name as "pipelineName",
       array[b.pipeline_version] as versions, '{}'::text[] as "batchIds", ${objectiveOfBatch}
     from job j join batch b on b.id = j.batch_id
     where j.id = any($3) and j.chunk_of is null and ${visibleProject('j.project_id')}`,
  );
}

interface DesignRow extends Omit<FoundSource, keyof SourceObjective> {
  readonly objective: Objective | null;
  readonly furtherObjectives: readonly Objective[];
}

/** With the batches of the designs that it extends: their cells are its cells. */
async function findDesigns(session: Session, caller: Caller, ids: readonly string[]): Promise<FoundSource[]> {
  const rows = await find<DesignRow>(
    session,
    caller,
    ids,
    `with recursive lineage as (
       select d.id, d.id as ancestor_id, d.project_id from design d
       where d.id = any($3) and ${visibleProject('d.project_id')}
       union
       select l.id, d.extends_id, l.project_id from lineage l join design d on d.id = l.ancestor_id
       where d.extends_id is not null
     )
     select 'design' as kind, d.id, d.name, d.project_id as "projectId", d.pipeline_name as "pipelineName",
       coalesce(own.versions, '{}') as versions, coalesce(own.ids, '{}') as "batchIds",
       d.spec->'objective' as objective, coalesce(d.spec->'furtherObjectives', '[]'::jsonb) as "furtherObjectives"
     from design d left join lateral (
       select array_agg(b.id::text order by b.id) as ids, array_agg(distinct b.pipeline_version) as versions
       from lineage l join batch b on b.design_id = l.ancestor_id and b.project_id = l.project_id where l.id = d.id
     ) own on true
     where d.id in (select id from lineage)`,
  );
  const found: FoundSource[] = [];
  for (const row of rows) {
    const installed = await knownPipeline(session, row.pipelineName);
    const byDefault: Objective =
      installed === undefined ? { metric: '', direction: 'minimize' } : defaultObjective(installed);
    // Without a batch, the version that would run now says which metrics there are.
    const versions = row.versions.length > 0 || installed === undefined ? row.versions : [installed.version];
    found.push({ ...row, versions, objective: row.objective ?? byDefault });
  }
  return found;
}

function find<Row = FoundSource>(
  session: Session,
  caller: Caller,
  ids: readonly string[],
  sql: string,
): Promise<Row[]> {
  const known = ids.filter(isId);
  return known.length === 0
    ? Promise.resolve([])
    : session.query<Row>(sql, [...callerParameters(caller), known]);
}
