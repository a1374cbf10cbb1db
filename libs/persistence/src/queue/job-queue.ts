/**
 * The queue only says "these jobs may be started". Rows in PostgreSQL are the truth: a message that is lost, doubled
 * or late changes nothing but time, and the queue's own counters and clocks are never read.
 */

import { randomUUID } from 'node:crypto';
import { labelKey } from '@batchyard/domain';
import { type Job, Queue, Worker } from 'bullmq';
import type { Session } from '../database/session.js';
import { queueSchema } from './install.js';
import { createQueueBackend } from './queue-backend.js';

/** What a message is about; the attempt keeps a retry's message apart from the former one. */
export interface QueuedJob {
  readonly id: string;
  readonly attempt: number;
  /** What the worker that takes it must carry; each set of labels has a queue of its own. */
  readonly labels?: readonly string[];
}

export interface JobQueue {
  /**
   * Announces jobs to workers with their labels: with the session's commit on PostgreSQL, after it on Redis.
   * @param jobsPerMessage jobs that one message names, for the slots of one worker to share; 1 unless they are tiny
   */
  enqueue(session: Session, jobs: readonly QueuedJob[], jobsPerMessage?: number): Promise<void>;
  /**
   * Announces jobs again that were announced long ago and that nobody has started. Does nothing for those whose message
   * still waits its turn; a message that a worker took before it died is no reason to wait for.
   */
  announceAgain(session: Session, jobs: readonly QueuedJob[]): Promise<void>;
  /** Jobs whose message waits for a worker; none where the queue does not tell. */
  waitingJobs(session: Session): Promise<ReadonlySet<string>>;
  /** Calls `handle` for each message, at most `concurrency` at a time. A rejection is told to `onError`, no more. */
  consume(options: ConsumeOptions): Consumer;
  close(): Promise<void>;
}

export interface ConsumeOptions {
  /** Takes messages on jobs that ask for exactly these labels. */
  readonly labels?: readonly string[];
  readonly concurrency: number;
  readonly handle: (jobIds: readonly string[]) => Promise<void>;
  readonly onError: (error: Error) => void;
}

export interface Consumer {
  /** Takes no further message; those in hand go on. */
  pause(): Promise<void>;
  /** Has at most so many messages in hand from now on; none is taken back, and 0 takes no further one for now. */
  allow(messages: number): void;
  /** Waits for the messages in hand. */
  close(): Promise<void>;
}

interface Message {
  readonly jobIds: readonly string[];
}

/** `jobs` for workers of any kind, `jobs@big,gpu` for those that carry both labels. */
function queueNameOf(labels: readonly string[]): string {
  const key = labelKey(labels);
  return key === '' ? 'jobs' : `jobs@${key}`;
}

const messageName = 'start';
const messageOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };
/** The same job is not announced twice within this time while its message is still there. */
const repeatAfterMs = 600_000;

interface Announcement extends Message {
  readonly queueName: string;
  readonly id: string;
}

/** A message is known by its first job, and names jobs of one queue. */
function announcementsOf(
  jobs: readonly QueuedJob[],
  jobsPerMessage: number,
  period: string | number,
): Announcement[] {
  const byQueue = new Map<string, QueuedJob[]>();
  for (const job of jobs) {
    const queueName = queueNameOf(job.labels ?? []);
    const queued = byQueue.get(queueName);
    if (queued === undefined) byQueue.set(queueName, [job]);
    else queued.push(job);
  }
  const announcements: Announcement[] = [];
  for (const [queueName, queued] of byQueue) {
    for (let from = 0; from < queued.length; from += jobsPerMessage) {
      const group = queued.slice(from, from + jobsPerMessage);
      const id = `${group[0]?.id}-${group[0]?.attempt}-${period}`;
      announcements.push({ queueName, id, jobIds: group.map((job) => job.id) });
    }
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
    enqueue: (session, jobs, jobsPerMessage = 1) =>
      addMessages(session, announcementsOf(jobs, jobsPerMessage, Math.floor(Date.now() / repeatAfterMs))),
    async announceAgain(session, jobs) {
      const waiting = await readWaiting(session);
      const unheard = jobs.filter((job) => !waiting.has(job.id));
      // Under a name of its own: the queue takes a message back from a dead worker only by the clocks of others, which
      // may be wrong by hours.
      await addMessages(session, announcementsOf(unheard, 1, randomUUID()));
    },
    waitingJobs: readWaiting,
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
        queueNameOf(consumeOptions.labels ?? []),
        (message: Job<Message>) => consumeOptions.handle(message.data.jobIds),
        { ...consumerOptions(consumeOptions), connection },
        createQueueBackend,
      );
      return track(consumers, consumerOf(worker, consumeOptions));
    },
    close: () => closeAll(consumers),
  };
}

async function readWaiting(session: Session): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ id: string }>(
    `select jsonb_array_elements_text(data->'jobIds') as id from ${queueSchema}.job where state = 'waiting'`,
  );
  return new Set(rows.map((row) => row.id));
}

async function addMessages(session: Session, announcements: readonly Announcement[]): Promise<void> {
  await session.query(
    // The function's own search_path leads to the queue's schema. Stated by name: queue, id, name, data, options,
    // priority, delay, time, attempts; then parent, deduplication and scheduler, which we do not use.
    `select ${queueSchema}.add_job(m->>'queueName', m->>'id', $1, jsonb_build_object('jobIds', m->'jobIds'), $2, 0, 0, $3, 1,
       null, null, null, null, null, false)
     from jsonb_array_elements($4) m`,
    [messageName, JSON.stringify(messageOptions), Date.now(), JSON.stringify(announcements)],
  );
}

function redisQueue(queueUrl: string): JobQueue {
  const consumers: Consumer[] = [];
  const connection = { url: queueUrl, maxRetriesPerRequest: null };
  const queues = new Map<string, Queue>();
  const queueNamed = (name: string) => {
    const queue = queues.get(name) ?? new Queue(name, { connection });
    // Messages that could not be added are added again by the rescue pass.
    if (!queues.has(name)) queue.on('error', () => undefined);
    queues.set(name, queue);
    return queue;
  };
  const enqueue: JobQueue['enqueue'] = async (session, jobs, jobsPerMessage = 1) => {
    const announcements = announcementsOf(jobs, jobsPerMessage, Math.floor(Date.now() / repeatAfterMs));
    for (const name of new Set(announcements.map((one) => one.queueName))) {
      const messages = announcements
        .filter((one) => one.queueName === name)
        .map(({ id, jobIds }) => ({
          name: messageName,
          data: { jobIds },
          opts: { ...messageOptions, jobId: id },
        }));
      session.afterCommit(
        () =>
          void queueNamed(name)
            .addBulk(messages)
            .catch(() => undefined),
      );
    }
  };
  return {
    enqueue,
    // Redis goes by its own clock, and gives messages of the dead back in time.
    announceAgain: (session, jobs) => enqueue(session, jobs),
    waitingJobs: async () => new Set(),
    consume(consumeOptions) {
      const worker = new Worker(
        queueNameOf(consumeOptions.labels ?? []),
        (message: Job<Message>) => consumeOptions.handle(message.data.jobIds),
        { ...consumerOptions(consumeOptions), connection },
      );
      return track(consumers, consumerOf(worker, consumeOptions));
    },
    async close() {
      await closeAll(consumers);
      await Promise.all([...queues.values()].map((queue) => queue.close()));
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
  resume(): Promise<void> | void;
  isPaused(): boolean;
  concurrency: number;
  close(): Promise<void>;
}

function consumerOf(worker: QueueWorker, { onError }: ConsumeOptions): Consumer {
  worker.on('error', onError);
  worker.on('failed', (_message, error) => onError(error));
  let isStopped = false;
  return {
    pause() {
      isStopped = true;
      return worker.pause(true);
    },
    allow(messages) {
      if (isStopped) return;
      if (messages === 0) return void worker.pause(true);
      worker.concurrency = messages;
      if (worker.isPaused()) void worker.resume();
    },
    close: () => worker.close(),
  };
}

function track(consumers: Consumer[], consumer: Consumer): Consumer {
  consumers.push(consumer);
  return consumer;
}

async function closeAll(consumers: readonly Consumer[]): Promise<void> {
  await Promise.all(consumers.map((consumer) => consumer.close()));
}
