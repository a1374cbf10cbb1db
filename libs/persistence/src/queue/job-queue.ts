/**
 * The queue only says "these jobs may be started". Rows in PostgreSQL are the truth: a message that is lost, doubled
 * or late changes nothing but time, and the queue's own counters and clocks are never read.
 */
import { createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import type { Session } from '../database/session.js';
import { queueSchema } from './install.js';

/** What a message is about; the attempt keeps a retry's message apart from the former one. */
export interface QueuedJob {
  readonly id: string;
  readonly attempt: number;
}

export interface JobQueue {
  /**
   * Announces jobs: with the session's commit on PostgreSQL, after it on Redis.
   * @param jobsPerMessage jobs that one message names, to be run one after another; 1 unless they are tiny
   */
  enqueue(session: Session, jobs: readonly QueuedJob[], jobsPerMessage?: number): Promise<void>;
  /** Calls `handle` for each message, at most `concurrency` at a time. A rejection is told to `onError`, no more. */
  consume(options: ConsumeOptions): Consumer;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  readonly concurrency: number;
  readonly handle: (jobIds: readonly string[]) => Promise<void>;
  readonly onError: (error: Error) => void;
}

export interface Consumer {
  /** Takes no further message; those in hand go on. */
  pause(): Promise<void>;
  /** Waits for the messages in hand. */
  close(): Promise<void>;
}

interface Message {
  readonly jobIds: readonly string[];
}

const queueName = 'jobs';
const messageName = 'start';
const messageOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };
/** The same job is not announced twice within this time while its message is still there. */
const repeatAfterMs = 600_000;

interface Announcement extends Message {
  readonly id: string;
}

/** A message is known by its first job. */
function announcementsOf(jobs: readonly QueuedJob[], jobsPerMessage: number, nowMs: number): Announcement[] {
  const period = Math.floor(nowMs / repeatAfterMs);
  const announcements: Announcement[] = [];
  for (let from = 0; from < jobs.length; from += jobsPerMessage) {
    const group = jobs.slice(from, from + jobsPerMessage);
    const id = `${group[0]?.id}-${group[0]?.attempt}-${period}`;
    announcements.push({ id, jobIds: group.map((job) => job.id) });
  }
  return announcements;
}

/** @param options.queueUrl Redis or Valkey; absent: the PostgreSQL of `databaseUrl` carries the queue */
export function openJobQueue(options: { databaseUrl: string; queueUrl?: string | undefined }): JobQueue {
  return options.queueUrl === undefined ? postgresQueue(options.databaseUrl) : redisQueue(options.queueUrl);
}

function postgresQueue(databaseUrl: string): JobQueue {
  const consumers: Consumer[] = [];
  return {
    async enqueue(session, jobs, jobsPerMessage = 1) {
      const nowMs = Date.now();
      await session.query(
        // The function's own search_path leads to the queue's schema. Stated by name: queue, id, name, data, options,
        // priority, delay, time, attempts; then parent, deduplication and scheduler, which we do not use.
        `select ${queueSchema}.add_job($1, m->>'id', $2, jsonb_build_object('jobIds', m->'jobIds'), $3, 0, 0, $4, 1,
           null, null, null, null, null, false)
         from jsonb_array_elements($5) m`,
        [
          queueName,
          messageName,
          JSON.stringify(messageOptions),
          nowMs,
          JSON.stringify(announcementsOf(jobs, jobsPerMessage, nowMs)),
        ],
      );
    },
    consume(consumeOptions) {
      const connection = {
        connectionString: databaseUrl,
        schema: queueSchema,
        max: 4,
        keepAlive: true,
        connectionTimeoutMillis: 5_000,
        application_name: 'batchyard queue',
        // What a crash of the database takes from the queue is announced again.
        options: '-c synchronous_commit=off',
      };
      const worker = new Worker(
        queueName,
        (message: Job<Message>) => consumeOptions.handle(message.data.jobIds),
        { ...consumerOptions(consumeOptions), connection },
        createPostgresBackend,
      );
      return track(consumers, consumerOf(worker, consumeOptions));
    },
    close: () => closeAll(consumers),
  };
}

function redisQueue(queueUrl: string): JobQueue {
  const consumers: Consumer[] = [];
  const connection = { url: queueUrl, maxRetriesPerRequest: null };
  const queue = new Queue(queueName, { connection });
  // Messages that could not be added are added again by the rescue pass.
  queue.on('error', () => undefined);
  return {
    async enqueue(session, jobs, jobsPerMessage = 1) {
      const messages = announcementsOf(jobs, jobsPerMessage, Date.now()).map(({ id, jobIds }) => ({
        name: messageName,
        data: { jobIds },
        opts: { ...messageOptions, jobId: id },
      }));
      session.afterCommit(() => void queue.addBulk(messages).catch(() => undefined));
    },
    consume(consumeOptions) {
      const worker = new Worker(
        queueName,
        (message: Job<Message>) => consumeOptions.handle(message.data.jobIds),
        { ...consumerOptions(consumeOptions), connection },
      );
      return track(consumers, consumerOf(worker, consumeOptions));
    },
    async close() {
      await closeAll(consumers);
      await queue.close();
    },
  };
}

function consumerOptions({ concurrency }: ConsumeOptions) {
  // A message that is taken for stalled too early does no harm, so it may stall any number of times.
  return { concurrency, lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 1_000_000 };
}

/** The part of a queue worker that both backends share. */
interface QueueWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: unknown, error: Error) => void): unknown;
  pause(doNotWaitActive: boolean): Promise<void>;
  close(): Promise<void>;
}

function consumerOf(worker: QueueWorker, { onError }: ConsumeOptions): Consumer {
  worker.on('error', onError);
  worker.on('failed', (_message, error) => onError(error));
  return { pause: () => worker.pause(true), close: () => worker.close() };
}

function track(consumers: Consumer[], consumer: Consumer): Consumer {
  consumers.push(consumer);
  return consumer;
}

async function closeAll(consumers: readonly Consumer[]): Promise<void> {
  await Promise.all(consumers.map((consumer) => consumer.close()));
}
