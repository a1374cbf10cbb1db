import type { Database } from '../database/session.js';

export interface NewWorker {
  /** Chosen by the worker, unique for each start of the process. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly slots: number;
  readonly version: string;
}

export interface WorkerStatus {
  readonly id: string;
  readonly host: string;
  readonly slots: number;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly runningJobs: number;
  readonly isAlive: boolean;
}

/** A worker that was silent for this time is no longer counted on. */
export const workerSilenceMs = 15_000;

/** The processes that run jobs. */
export function workerStore(database: Database) {
  return {
    async register(worker: NewWorker): Promise<void> {
      await database.query('insert into worker (id, host, pid, slots, version) values ($1, $2, $3, $4, $5)', [
        worker.id,
        worker.host,
        worker.pid,
        worker.slots,
        worker.version,
      ]);
    },

    async heartbeat(workerId: string): Promise<void> {
      await database.query('update worker set heartbeat_at = clock_timestamp() where id = $1', [workerId]);
    },

    /** The worker takes no more jobs. */
    async stop(workerId: string): Promise<void> {
      await database.query('update worker set stopped_at = clock_timestamp() where id = $1', [workerId]);
    },

    /** Workers that run, and those that fell silent within the last day, newest first; not those that were stopped. */
    list(): Promise<WorkerStatus[]> {
      return database.query<WorkerStatus>(
        `select w.id, w.host, w.slots, w.started_at as "startedAt", w.heartbeat_at as "heartbeatAt",
           coalesce(r.n, 0)::int as "runningJobs",
           w.heartbeat_at > clock_timestamp() - $1 * interval '1 ms' as "isAlive"
         from worker w left join (select worker_id, count(*) as n from job where state = 'running' group by 1) r
           on r.worker_id = w.id
         where w.stopped_at is null and w.heartbeat_at > clock_timestamp() - interval '1 day'
         order by w.started_at desc, w.id`,
        [workerSilenceMs],
      );
    },
  };
}
