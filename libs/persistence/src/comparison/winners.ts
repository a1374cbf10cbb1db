/** From settings of a comparison to the batch that runs them again with fresh seeds. */
import {
  type BatchOptions,
  batchOptionsSchema,
  confirmDesign,
  defaultBatchOptions,
  type InputSet,
  type JsonObject,
  maxConfirmed,
  NotFound,
  type PlannedInputs,
  type ProjectRole,
  UserError,
} from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import type { BatchRequest } from '../batch-start/plan-batch.js';
import { onlyRow, type Session } from '../database/session.js';
import { type Caller, projectAccess } from '../projects/access.js';
import { type ComparedJob, readComparedJobs } from './compared-jobs.js';
import { type ChosenSource, chooseSources } from './sources.js';

export interface WinnersRequest {
  readonly batchIds: readonly string[];
  readonly designIds: readonly string[];
  readonly settingKeys: readonly string[];
  /** Of each setting on each input. */
  readonly replicates: number;
}

/**
 * The caller's role in the one project that the sources belong to.
 * @throws NotFound; UserError BAD_SOURCES, DIFFERENT_PIPELINES, DIFFERENT_PROJECTS
 */
export async function roleInSources(
  session: Session,
  caller: Caller,
  { batchIds, designIds }: Pick<WinnersRequest, 'batchIds' | 'designIds'>,
): Promise<ProjectRole> {
  const { sources } = await chooseSources(session, caller, { batchIds, designIds, jobIds: [] });
  const [{ kind, id }] = sources;
  if (new Set(sources.map(({ projectId }) => projectId)).size > 1) {
    throw new UserError(
      'DIFFERENT_PROJECTS',
      'These belong to different projects. Confirm the settings of one project at a time.',
      { parameter: 'batchIds' },
    );
  }
  const access = await projectAccess(session, caller, kind, id);
  if (access === null) throw new NotFound(`The ${kind}`);
  return access.role;
}

/**
 * A batch of the settings on all inputs that they ran on, with a seed that nothing in the sources and none of the
 * project's confirmations has, and the options of the newest batch among the sources.
 * @throws UserError UNKNOWN_SETTING for settings that the sources do not have
 */
export async function confirmWinners(
  session: Session,
  caller: Caller,
  { batchIds, designIds, replicates, ...request }: WinnersRequest,
): Promise<BatchRequest> {
  const { sources } = await chooseSources(session, caller, { batchIds, designIds, jobIds: [] });
  const [first] = sources;
  const { jobs } = await readComparedJobs(session, sources);
  const settingKeys = [...new Set(request.settingKeys)];
  refuseUnknown(settingKeys, jobs);
  const wanted = new Set(settingKeys);
  const own = jobs.filter((job) => wanted.has(job.settingKey));
  const held = sources.flatMap((source) => source.batchIds);
  const spec = confirmDesign({
    name: first.name,
    pipeline: first.pipelineName,
    settings: (await readSettings(session, settingKeys, own)) as [JsonObject, ...JsonObject[]],
    inputs: await readInputs(session, own),
    replicates,
    seed: await freshSeed(session, first, held),
    objective: first.objective,
    furtherObjectives: first.furtherObjectives,
  });
  return {
    projectId: first.projectId,
    designId: null,
    spec,
    options: await newestOptions(session, held),
    name: null,
    metadata: { [confirmationMark]: { batchIds: [...batchIds], designIds: [...designIds], settingKeys } },
  };
}

/** In the metadata of batches that confirm. */
const confirmationMark = 'confirms';

function refuseUnknown(settingKeys: readonly string[], jobs: readonly ComparedJob[]): void {
  if (settingKeys.length === 0 || settingKeys.length > maxConfirmed) {
    throw new UserError(
      'BAD_SETTINGS',
      `Choose 1 to ${maxConfirmed} settings to run again, not ${settingKeys.length}.`,
      { parameter: 'settingKeys' },
    );
  }
  const known = new Set(jobs.map(({ settingKey }) => settingKey));
  const problems = settingKeys
    .filter((key) => !known.has(key))
    .map(
      (key): Problem => ({
        code: 'UNKNOWN_SETTING',
        severity: 'error',
        message: `These batches and designs have no setting ${key.slice(0, 12)}.`,
        place: { parameter: 'settingKeys' },
        value: key,
        expectation: 'the key of a setting in the comparison',
        fix: 'Choose settings of the comparison again.',
      }),
    );
  if (problems.length > 0)
    throw new UserError('UNKNOWN_SETTING', 'Some settings are not in the comparison.', {}, problems);
}

/** Complete parameters of each setting, in the order given. */
async function readSettings(
  session: Session,
  settingKeys: readonly string[],
  jobs: readonly ComparedJob[],
): Promise<JsonObject[]> {
  const ids = settingKeys.map((key) => jobs.find(({ settingKey }) => settingKey === key)?.jobId);
  const rows = await session.query<{ params: JsonObject }>(
    `select j.params from unnest($1::bigint[]) with ordinality s (id, place) join job j on j.id = s.id order by s.place`,
    [ids],
  );
  return rows.map(({ params }) => params);
}

/** Each different content once, as the newest job names it. */
async function readInputs(session: Session, jobs: readonly ComparedJob[]): Promise<InputSet[]> {
  const newest = new Map(jobs.map(({ input, jobId }) => [input, jobId]));
  const rows = await session.query<{ inputs: PlannedInputs; label: string; metadata: JsonObject }>(
    `select j.inputs, j.input_label as label, j.metadata
     from unnest($1::bigint[]) with ordinality s (id, place) join job j on j.id = s.id order by s.place`,
    [[...newest.values()]],
  );
  return rows.map(({ inputs, label, metadata }) => ({
    files: Object.fromEntries(
      Object.entries(inputs).map(([name, files]) => [name, files.map(({ reference }) => reference)]),
    ),
    ...(label === '' || label.length > 200 ? {} : { name: label }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }));
}

async function freshSeed(
  session: Session,
  { projectId, pipelineName }: ChosenSource,
  batchIds: readonly string[],
): Promise<number> {
  const { seed } = onlyRow(
    await session.query<{ seed: number }>(
      `select coalesce(max((spec->>'seed')::float8), 0) + 1 as seed from batch
       where id = any($3) or (project_id = $1 and pipeline_name = $2 and metadata ? '${confirmationMark}')`,
      [projectId, pipelineName, batchIds],
    ),
  );
  return seed;
}

/** Those of an earlier release may be none any more. */
async function newestOptions(session: Session, batchIds: readonly string[]): Promise<BatchOptions> {
  const [newest] = await session.query<{ options: unknown }>(
    'select options from batch where id = any($1) order by id desc limit 1',
    [batchIds],
  );
  const parsed = batchOptionsSchema.safeParse(newest?.options ?? {});
  return parsed.success ? parsed.data : defaultBatchOptions;
}
