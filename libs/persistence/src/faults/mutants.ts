/**
 * Known wrong versions of the product, one at a time, for tests that prove that the fault suite would notice. Nothing
 * of this is in effect unless an app's env.ts asks for it, which it may in tests only.
 */

/** Wrong in one condition of a statement, which is changed on its way to the database. */
const sqlMutants = {
  /** Whoever ends an attempt writes, whether it is still the current one or not. */
  no_fence: (sql: string) =>
    sql.replace(/job\.attempt = asked\.attempt and[\s\S]*?clock_timestamp\(\)/, 'true'),
  /** Leases are renewed and judged by the clock of the worker instead of the database's. */
  client_clock: (sql: string) =>
    /update job set lease_until|lease_until < clock_timestamp/.test(sql)
      ? sql.replaceAll(/(lease_until [=<>]+ )clock_timestamp\(\)/g, `$1to_timestamp(${Date.now() / 1_000})`)
      : sql,
  /** The rescue pass takes every running job for lost. */
  rescue_ignores_leases: (sql: string) => sql.replace('lease_until < clock_timestamp()', 'true'),
  /** A failure that can pass is tried again for ever. */
  retry_does_not_count: (sql: string) => sql.replaceAll('job.attempt < job.attempt_limit', 'true'),
  /** A job that kills its workers is never given up. */
  deaths_do_not_count: (sql: string) => sql.replace('attempt >= attempt_limit', 'false'),
  /** A batch never ends. */
  never_settle: (sql: string) =>
    sql.replace(
      /(update batch set state = \$2, finished_at = clock_timestamp\(\)) where/,
      '$1 where false and',
    ),
  /** A job that somebody wants cancelled is handed back or tried again like any other. */
  cancel_not_rechecked: (sql: string) => sql.replaceAll('job.cancel_requested_at is null', 'true'),
  /** Dispatch does not know how many jobs of a batch may run at once. */
  no_caps: (sql: string) => sql.replace(/\bb\.concurrency,/, 'null::int as concurrency,'),
} as const;

/** Wrong in what is done; asked for at the place with `isMutant`. */
const placedMutants = [
  /** The end of an attempt is written while its files are still on their way to the storage. */
  'record_before_blob',
  /** Of a job's processes only the one that the worker started is killed. */
  'kill_leader_only',
] as const;

type SqlMutant = keyof typeof sqlMutants;
type PlacedMutant = (typeof placedMutants)[number];
export type Mutant = SqlMutant | PlacedMutant;
export const mutants: readonly Mutant[] = [...(Object.keys(sqlMutants) as SqlMutant[]), ...placedMutants];

let active: Mutant | null = null;
let changeSql: ((sql: string) => string) | null = null;

/** Makes this process the named mutant; only for tests. @throws Error that lists the names */
export function becomeMutant(name: string): void {
  const mutant = mutants.find((known) => known === name);
  if (mutant === undefined) throw new Error(`There is no mutant ${name}; there are ${mutants.join(', ')}.`);
  active = mutant;
  changeSql = mutant in sqlMutants ? sqlMutants[mutant as SqlMutant] : null;
}

export function isMutant(name: PlacedMutant): boolean {
  return active === name;
}

/** A statement as this process sends it. */
export function statementToSend(sql: string): string {
  return changeSql === null ? sql : changeSql(sql);
}
