/**
 * All pipelines there are: those built in, and the commands that administrators have defined. Whoever needs a pipeline
 * asks here, and need not know which of both it is.
 */
import {
  commandPipeline,
  findPipeline,
  type Pipeline,
  type PipelineReference,
  pipelines,
  readCommandDefinition,
  referenceTo,
} from '@batchyard/pipelines';
import type { Session } from '../database/session.js';
import type { PipelineKey } from './pipeline-store.js';

interface StoredCommand extends PipelineKey {
  readonly yaml: string;
}

/** Definitions kept in memory, as a version never changes. */
const maxKept = 500;
const kept = new Map<string, Pipeline>();

/** In the order in which they are offered: built-in ones first, then commands by name in their newest version. */
export async function listPipelines(session: Session): Promise<Pipeline[]> {
  const rows = await session.query<StoredCommand>(
    `select distinct on (name) name, version, yaml from command_pipeline where retired_at is null
     order by name, id desc`,
  );
  return [...pipelines, ...rows.flatMap((row) => toPipeline(row) ?? [])];
}

/** What new batches use: the newest version that is not retired. */
export async function offeredPipeline(session: Session, name: string): Promise<Pipeline | undefined> {
  return findPipeline(name) ?? (await newestCommand(session, name, 'retired_at is null'));
}

/** As `offeredPipeline`, but one that is retired rather than none: for pages about what was done with it. */
export async function knownPipeline(session: Session, name: string): Promise<Pipeline | undefined> {
  return findPipeline(name) ?? (await newestCommand(session, name, 'true'));
}

/** The pipeline of exactly this version, retired or not; of a built-in one whichever version is installed. */
export async function pipelineInVersion(
  session: Session,
  { name, version }: PipelineKey,
): Promise<Pipeline | undefined> {
  const builtIn = findPipeline(name);
  if (builtIn !== undefined) return builtIn;
  const known = kept.get(keyOf({ name, version }));
  if (known !== undefined) return known;
  const [row] = await session.query<StoredCommand>(
    'select name, version, yaml from command_pipeline where name = $1 and version = $2',
    [name, version],
  );
  return row && toPipeline(row);
}

const references = new Map<string, PipelineReference>();

/** What a job process must be told to run a version. Asked for once by a process: jobs wait for the answer. */
export async function referenceInVersion(session: Session, key: PipelineKey): Promise<PipelineReference> {
  const known = references.get(keyOf(key));
  if (known !== undefined) return known;
  const pipeline = await pipelineInVersion(session, key);
  const reference = { ...key, command: pipeline === undefined ? null : referenceTo(pipeline).command };
  if (references.size >= maxKept) references.clear();
  references.set(keyOf(key), reference);
  return reference;
}

async function newestCommand(
  session: Session,
  name: string,
  condition: string,
): Promise<Pipeline | undefined> {
  const [row] = await session.query<StoredCommand>(
    `select name, version, yaml from command_pipeline where name = $1 and ${condition}
     order by retired_at is not null, id desc limit 1`,
    [name],
  );
  return row && toPipeline(row);
}

/** Undefined where a later release does not accept the definition any more. */
function toPipeline(row: StoredCommand): Pipeline | undefined {
  const known = kept.get(keyOf(row));
  if (known !== undefined) return known;
  const { definition } = readCommandDefinition(row.yaml, row.name);
  if (definition === null) return undefined;
  const pipeline = commandPipeline(definition);
  if (kept.size >= maxKept) kept.delete([...kept.keys()][0] ?? '');
  kept.set(keyOf(row), pipeline);
  return pipeline;
}

function keyOf({ name, version }: PipelineKey): string {
  return `${name} ${version}`;
}
