import type { LivingWorker } from '@batchyard/domain';
import type { Database, Session } from '../database/session.js';

export interface NewWorker {
  /** Chosen by the worker, unique for each start of the process. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly version: string;
  /** What only some workers have, for example `gpu`; batches may ask for it. */
  readonly labels?: readonly string[];
  /** Of its machine, or what it may use of it; absent: not known. */
  readonly memoryBytes?: number;
}

/** What a worker tells with each heartbeat. */
export interface WorkerHealth {
  /** Where it works; null when not known. */
  readonly freeDiskBytes: number | null;
  /** Why it takes no further job just now, as a sentence; null when it does. Its slots do not count then. */
  readonly refusal: string | null;
}

export interface WorkerStatus {
  readonly id: string;
  readonly host: string;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly freeDiskBytes: number | null;
  readonly refusal: string | null;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly runningJobs: number;
  readonly isAlive: boolean;
}

/** A worker that was silent for this time is no longer counted on. */
export const workerSilenceMs = 15_000;

/** Workers that were heard of lately and were not stopped, with what decides which jobs they take. */
export function readLivingWorkers(session: Session, livingMs = workerSilenceMs): Promise<LivingWorker[]> {
  return session.query<LivingWorker>(
    `select slots, labels, refusal from worker
     where stopped_at is null and heartbeat_at > clock_timestamp() - $1 * interval '1 ms'`,
    [livingMs],
  );
}

/** The processes that run jobs. */
export function workerStore(database: Database) {
  return {
    async register(worker: NewWorker): Promise<void> {
      await database.query(
        'insert into worker (id, host, pid, slots, version, labels, memory_bytes) values ($1, $2, $3, $4, $5, $6, $7)',
        [
          worker.id,
          worker.host,
          worker.pid,
          worker.slots,
          worker.version,
          worker.labels ?? [],
          worker.memoryBytes ?? null,
        ],
      );
    },

    /** @param health absent: as told before */
    async heartbeat(workerId: string, health?: WorkerHealth): Promise<void> {
      if (health === undefined) {
        await database.query('update worker set heartbeat_at = clock_timestamp() where id = $1', [workerId]);
        return;
      }
      await database.query(
        `update worker set heartbeat_at = clock_timestamp(), free_disk_bytes = $2, refusal = $3 where id = $1`,
        [workerId, health.freeDiskBytes, health.refusal],
      );
    },

    /** The worker takes no more jobs. */
    async stop(workerId: string): Promise<void> {
      await database.query('update worker set stopped_at = clock_timestamp() where id = $1', [workerId]);
    },

    /** Workers that run, and those that fell silent within the last day, newest first; not those that were stopped. */
    list(): Promise<WorkerStatus[]> {
      return database.query<WorkerStatus>(
        `select w.id, w.host, w.slots, w.labels, w.free_disk_bytes::float8 as "freeDiskBytes", w.refusal, w.started_at as "startedAt", w.heartbeat_at as "heartbeatAt",
           coalesce(r.n, 0)::int as "runningJobs",
           w.heartbeat_at > clock_timestamp() - $1 * interval '1 ms' as "isAlive"
         from worker w left join (
           select worker_id, count(*) as n from job where state = 'running' and not taken_ahead group by 1) r
           on r.worker_id = w.id
         where w.stopped_at is null and w.heartbeat_at > clock_timestamp() - interval '1 day'
         order by w.started_at desc, w.id`,
        [workerSilenceMs],
      );
    },
  };
}
