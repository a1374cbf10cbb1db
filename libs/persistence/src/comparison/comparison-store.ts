import {
  type Comparison,
  compare,
  type JsonObject,
  type MetricSummary,
  NotFound,
  type Observation,
  type SettingAggregate,
  UserError,
} from '@batchyard/domain';
import type { MetricDirection, MetricSpec } from '@batchyard/pipelines';
import { type BatchListStore, type BatchRecord, batchListStore } from '../batch-lists/batch-list-store.js';
import type { Database, Session } from '../database/session.js';
import { type PipelineDefinition, pipelineStore } from '../pipelines/pipeline-store.js';
import type { Caller } from '../projects/access.js';

/** Batches compared at once at most. */
const maxBatches = 20;

export interface ComparisonRequest {
  readonly batchIds: readonly string[];
  /** null: the objective of the first batch. */
  readonly metric: string | null;
  /** null: the metric's own, else that of the first batch's objective. */
  readonly direction: MetricDirection | null;
  readonly baselineKey: string | null;
}

export interface ComparedBatches {
  readonly comparison: Comparison;
  /** The newest version among the batches. */
  readonly definition: PipelineDefinition;
}

export function comparisonStore(database: Database) {
  const batches = batchListStore(database);
  const { definitions } = pipelineStore(database);
  return {
    /** @throws NotFound, UserError BAD_BATCHES, DIFFERENT_PIPELINES, UNKNOWN_METRIC */
    compare: async (caller: Caller, request: ComparisonRequest): Promise<ComparedBatches> => {
      const chosen = await chooseBatches(batches, caller, request.batchIds);
      const keys = chosen.map(({ pipelineName: name, pipelineVersion: version }) => ({ name, version }));
      const definition = newestOf(await definitions(keys));
      const metric = chooseMetric(definition, request.metric ?? chosen[0].objectiveMetric);
      const options = {
        metric,
        direction: request.direction ?? directionFor(metric, chosen[0]),
        baselineKey: request.baselineKey,
      };
      const aggregates = await readAggregates(
        database,
        chosen.map((batch) => batch.id),
        metric.name,
      );
      return { comparison: compare(aggregates, options), definition };
    },
  };
}

/** The batches in the order asked for. */
async function chooseBatches(
  store: BatchListStore,
  caller: Caller,
  batchIds: readonly string[],
): Promise<[BatchRecord, ...BatchRecord[]]> {
  const ids = [...new Set(batchIds)];
  if (ids.length === 0 || ids.length > maxBatches) {
    throw new UserError('BAD_BATCHES', `A comparison takes 1 to ${maxBatches} batches, not ${ids.length}.`);
  }
  const found = new Map((await store.byIds(caller, ids)).map((batch) => [batch.id, batch]));
  const chosen = ids.map((id) => {
    const batch = found.get(id);
    if (batch === undefined) throw new NotFound('The batch');
    return batch;
  });
  if (new Set(chosen.map((batch) => batch.pipelineName)).size > 1) {
    throw new UserError(
      'DIFFERENT_PIPELINES',
      'These batches ran different pipelines, so they have no metrics in common.',
    );
  }
  return chosen as [BatchRecord, ...BatchRecord[]];
}

function newestOf(definitions: readonly PipelineDefinition[]): PipelineDefinition {
  const byVersion = [...definitions].sort((a, b) =>
    a.version.localeCompare(b.version, 'en', { numeric: true }),
  );
  const newest = byVersion.at(-1);
  if (newest === undefined) throw new Error('A batch refers to a pipeline version that is not stored.');
  return newest;
}

function chooseMetric(definition: PipelineDefinition, name: string): MetricSpec {
  const metric = definition.metrics.find((entry) => entry.name === name);
  if (metric !== undefined) return metric;
  const names = definition.metrics.map((entry) => entry.name).join(', ');
  throw new UserError('UNKNOWN_METRIC', `There is no metric ${name}; ${definition.name} has ${names}.`, {
    parameter: 'metric',
  });
}

function directionFor(metric: MetricSpec, batch: BatchRecord): MetricDirection {
  if (metric.name === batch.objectiveMetric) return batch.objectiveDirection;
  return metric.direction ?? 'minimize';
}

interface MetricRow extends MetricSummary {
  readonly settingKey: string;
  readonly name: string;
}

/** One row a setting and one a metric of it, aggregated by the database. Reused jobs carry copies of their numbers. */
async function readAggregates(
  session: Session,
  batchIds: readonly string[],
  objective: string,
): Promise<SettingAggregate[]> {
  const settings = await session.query<Omit<SettingAggregate, 'metrics'> & { params: JsonObject }>(
    `select s.*, j.params from (
       select setting_key as "settingKey", min(id) as "firstId", count(*)::int as jobs,
         count(*) filter (where state in ('succeeded', 'reused'))::int as "withResult",
         count(*) filter (where state in ('failed', 'timed_out', 'out_of_memory'))::int as failed,
         count(*) filter (where state in ('cancelled', 'skipped'))::int as "cancelledOrSkipped",
         count(*) filter (where state in ('waiting', 'queued', 'running', 'lost'))::int as unfinished,
         avg(extract(epoch from finished_at - started_at)) filter (where state = 'succeeded')::float8 as "meanDurationS",
         (row_number() over (order by min(id)))::int as position
       from job where batch_id = any($1) and chunk_of is null group by setting_key
     ) s join job j on j.id = s."firstId"`,
    [batchIds],
  );
  const metrics = await session.query<MetricRow>(
    `select j.setting_key as "settingKey", m.name, count(*)::int as n, avg(m.value) as mean,
       stddev_samp(m.value) as sd, min(m.value) as min, max(m.value) as max
     from job j join job_metric m on m.job_id = j.id
     where j.batch_id = any($1) and j.chunk_of is null and j.state in ('succeeded', 'reused')
     group by j.setting_key, m.name order by j.setting_key, m.name`,
    [batchIds],
  );
  const bySetting = new Map<string, Record<string, MetricSummary>>();
  for (const { settingKey, name, n, mean, sd, min, max } of metrics) {
    const summaries = bySetting.get(settingKey) ?? {};
    summaries[name] = { n, mean, sd, min, max };
    bySetting.set(settingKey, summaries);
  }
  const observations = await readObservations(session, batchIds, objective);
  return settings.map((setting) => ({
    ...setting,
    metrics: bySetting.get(setting.settingKey) ?? {},
    observations: observations.get(setting.settingKey) ?? [],
  }));
}

/** Values of one metric, with what pairs them over settings: the content of the inputs and the replicate. */
async function readObservations(
  session: Session,
  batchIds: readonly string[],
  metric: string,
): Promise<Map<string, Observation[]>> {
  const rows = await session.query<{ settingKey: string; observations: Observation[] }>(
    `select j.setting_key as "settingKey", jsonb_agg(jsonb_build_object('value', m.value, 'replicate', j.replicate,
       'input', md5(jsonb_path_query_array(j.inputs, '$.*[*].sha256')::text)) order by j.id) as observations
     from job j join job_metric m on m.job_id = j.id and m.name = $2
     where j.batch_id = any($1) and j.state in ('succeeded', 'reused') and j.chunk_of is null group by j.setting_key`,
    [batchIds, metric],
  );
  return new Map(rows.map((row) => [row.settingKey, row.observations]));
}
