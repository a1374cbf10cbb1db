/** What a batch of an adaptive design has computed so far, setting by setting. */
import type { AllowedSetting, JsonObject, SettingObservation } from '@batchyard/domain';
import type { Session } from '../database/session.js';

export interface SettingsSoFar {
  /** Settings all of whose jobs have ended, in the order in which they were proposed. */
  readonly observations: readonly SettingObservation[];
  /** Settings with jobs that have not ended. */
  readonly pending: readonly AllowedSetting[];
}

interface SettingRow {
  readonly key: string;
  readonly setting: JsonObject;
  readonly unfinished: number;
  readonly values: readonly number[];
  readonly ended: number;
}

/** States that jobs leave by themselves. */
const unfinished = `('waiting', 'queued', 'running', 'lost')`;

/** How many settings have jobs that have not ended; reads those jobs only. */
export async function countOpenSettings(session: Session, batchId: string): Promise<number> {
  const [row] = await session.query<{ n: number }>(
    `select count(distinct setting_key)::int as n from job where batch_id = $1 and state in ${unfinished}`,
    [batchId],
  );
  return row?.n ?? 0;
}

/** Reads every job of the batch. Jobs that ended without a value of the metric count as failed, whyever it was. */
export async function readSettings(
  session: Session,
  batchId: string,
  metric: string,
): Promise<SettingsSoFar> {
  const rows = await session.query<SettingRow>(
    `select j.setting_key as key, (array_agg(j.setting order by j.position))[1] as setting,
       count(*) filter (where j.state in ${unfinished})::int as unfinished,
       count(*) filter (where j.state not in ${unfinished})::int as ended,
       coalesce(array_agg(m.value order by j.position) filter (where m.value is not null), '{}') as values
     from job j left join job_metric m on m.job_id = j.id and m.name = $2
     where j.batch_id = $1 group by j.setting_key order by min(j.position)`,
    [batchId, metric],
  );
  const [pending, done] = [
    rows.filter((row) => row.unfinished > 0),
    rows.filter((row) => row.unfinished === 0),
  ];
  return {
    observations: done.map(({ key, setting, values, ended }) => ({
      key,
      setting,
      values,
      failed: ended - values.length,
    })),
    pending: pending.map(({ key, setting }) => ({ key, setting })),
  };
}
