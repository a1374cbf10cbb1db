import { onlyRow, type Session } from '../database/session.js';

export interface BatchTotals {
  readonly warnings: number;
  readonly outputFiles: number;
  readonly outputBytes: number;
  /** Of all attempts, one after another, as far as they have ended. */
  readonly computeSeconds: number;
  /** Of the attempt that needed most; null where none was measured. */
  readonly peakMemoryBytes: number | null;
  /** By metric, of the jobs that were computed here; 0 where none has reported it. */
  readonly sums: Readonly<Record<string, number>>;
}

/** Chunks count with their jobs. */
export async function readBatchTotals(
  session: Session,
  batchId: string,
  metrics: readonly string[],
): Promise<BatchTotals> {
  const totals = onlyRow(
    await session.query<Omit<BatchTotals, 'sums'>>(
      `with own as (select id, warnings from job where batch_id = $1),
       tries as (
         select sum(extract(epoch from a.ended_at - a.started_at)) as seconds, max(a.peak_memory_bytes) as memory
         from own join attempt a on a.job_id = own.id
       ), files as (
         select count(*) as n, sum(f.size_bytes) as bytes from own join artifact f on f.job_id = own.id
       )
       select (select coalesce(sum(jsonb_array_length(warnings)), 0) from own)::int as warnings,
         files.n::int as "outputFiles", coalesce(files.bytes, 0)::float8 as "outputBytes",
         coalesce(tries.seconds, 0)::float8 as "computeSeconds", tries.memory::float8 as "peakMemoryBytes"
       from tries, files`,
      [batchId],
    ),
  );
  const found = await session.query<{ name: string; sum: number }>(
    `select m.name, sum(m.value)::float8 as sum from job j join job_metric m on m.job_id = j.id and m.name = any($2)
     where j.batch_id = $1 and j.reused_from is null group by m.name`,
    [batchId, metrics],
  );
  const sums = new Map(found.map(({ name, sum }) => [name, sum]));
  return { ...totals, sums: Object.fromEntries(metrics.map((name) => [name, sums.get(name) ?? 0])) };
}
