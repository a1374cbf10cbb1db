/** A worker: registers, dispatches, runs jobs, rescues, and leaves nothing behind when it stops. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { availableParallelism, hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFairRule } from '@batchyard/domain';
import { type Coalesced, coalesce, type Persistence, workerSilenceMs } from '@batchyard/persistence';
import { offeredNeeds, removeReadOnly, usableMemoryBytes, workingRunners } from '@batchyard/pipelines';
import { proposeSettings } from './adaptive/propose-settings.js';
import { carryOutBulkActions } from './bulk/bulk-actions.js';
import { chooseEnclosure, type Enclosure, groupEnclosure } from './child/enclosure.js';
import { startJobProcess } from './child/job-process.js';
import { createPool } from './child/pool.js';
import { consumeJobs } from './dispatch/consume-jobs.js';
import { paceDispatch } from './dispatch/pace.js';
import { stopPoorJobs } from './early-stopping/stop-poor-jobs.js';
import type { WorkerSettings } from './env.js';
import { runNotifications } from './notifications/run-notifications.js';
import { repeat } from './repeat.js';
import { watchDisks } from './rescue/disk-room.js';
import { makeWorkerFolder, sweepWorkerFolders } from './rescue/folders.js';
import { sweepKeptFolders } from './rescue/kept-folders.js';
import { rescue } from './rescue/rescue.js';
import { attemptFolders } from './run-job/attempt-folder.js';
import { holdJobs } from './run-job/held-jobs.js';
import { watchMemory } from './run-job/memory-watch.js';
import { beginJob, beginNextJobs, type JobRunner } from './run-job/run-job.js';
import { openSlots, type Slots } from './run-job/slots.js';
import { runSchedules } from './schedules/run-schedules.js';
import { watchFolders } from './watched-folders/watch-folders.js';

export interface RunningWorker {
  readonly id: string;
  /**
   * Takes no more jobs, waits for running ones, hands back those that do not end in time.
   * @param graceMs how long to wait for running jobs
   */
  stop(graceMs: number): Promise<void>;
}

export const workerVersion = '0.1.0';

const dispatchEveryMs = 1_000;
const dispatchPauseMs = 20;
const settleEveryMs = 250;
const stopAgainMs = 100;

/** @param log one line for the operator */
export async function startWorker(
  settings: WorkerSettings,
  store: Persistence,
  log: (text: string) => void,
): Promise<RunningWorker> {
  const { timing, slots } = settings;
  const id = `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const onError = (error: unknown) => log(error instanceof Error ? error.message : String(error));
  const commandMeans = await withWorkingRunners(settings.commandMeans, log);
  const labels = [...new Set([...settings.labels, ...offeredNeeds(commandMeans.runners)])];
  await mkdir(settings.workDir, { recursive: true, mode: 0o700 });
  const workerDir = await makeWorkerFolder(settings.workDir, id);
  const { pid } = process;
  const memoryBytes = usableMemoryBytes();
  await store.workers.register({
    id,
    host: hostname(),
    pid,
    slots,
    labels,
    version: workerVersion,
    memoryBytes,
  });

  const enclosure = await encloseJobs(settings, commandMeans.runners.length > 0);
  log(enclosure.description);
  const cores = availableParallelism();
  if (slots > cores)
    log(
      `Warning: ${slots} slots are more than the ${cores} processor cores here; jobs slow each other down.`,
    );
  const { childEnvironment: environment, testPipelines, structureModel } = settings;
  const pool = createPool(() => startJobProcess({ environment, testPipelines, enclosure }), slots);
  // A job that has started and waits for its process would lose an attempt if this worker died.
  await pool.warmUp().catch(onError);
  const disks = watchDisks([settings.workDir, settings.filesDir], settings.minFreeMb);
  const lookAtDisks = async () => {
    const wasRefusing = disks.refusal;
    const health = await disks.look();
    if (health.refusal !== null && wasRefusing === null) log(`Takes no jobs for now. ${health.refusal}`);
    if (health.refusal === null && wasRefusing !== null) log('Takes jobs again: there is room on the disk.');
    return health;
  };
  const held = holdJobs(store, id, timing, onError, lookAtDisks);
  const memory = watchMemory(onError);
  const folders = attemptFolders(workerDir, store.blobs);
  const runner: JobRunner = {
    workerId: id,
    folders,
    timing,
    store,
    pool,
    held,
    memory,
    structureModel,
    commandMeans,
    onError,
  };
  const settle = settleLater(store, onError);

  const rule = createFairRule();
  const dispatching = repeat(() => store.jobs.dispatch(rule, workerSilenceMs), {
    everyMs: dispatchEveryMs,
    pauseMs: dispatchPauseMs,
    onError,
  });
  const rescuing = repeat(
    async () => {
      const lost = await rescue(store, timing);
      if (lost > 0) log(`Took back ${lost} jobs of workers that stopped answering.`);
      await sweepWorkerFolders(settings.workDir);
      await sweepKeptFolders(settings.workDir);
    },
    { everyMs: timing.rescueMs, pauseMs: 0, onError },
  );
  const bulkActions = carryOutBulkActions(store, onError);
  const proposing = proposeSettings(store, onError);
  const earlyStopping = stopPoorJobs(store, { log, onError });
  const schedules = runSchedules(store, { log, onError });
  const notifications = runNotifications(store, { workerId: id, environment, onError });
  const watching = watchFolders(store, { log, onError });
  const ignoreCancels = store.changes.onCancel(held.check);
  const pace = paceDispatch({
    wake: dispatching.wake,
    slots,
    inHand: () => (runSlots.helpThemselves ? Number.POSITIVE_INFINITY : runSlots.waiting),
  });
  const unsubscribe = store.changes.subscribe('all', pace.changed, dispatchPauseMs);
  const runSlots: Slots = openSlots({
    count: slots,
    // What it does not take stays queued and is announced again.
    begin: async (jobId) => (disks.refusal === null ? beginJob(runner, jobId) : null),
    beginNextOf: async (batchId, count) =>
      disks.refusal === null ? beginNextJobs(runner, batchId, count) : [],
    async onEnd(batchId, hasFailed) {
      pace.jobEnded();
      if (hasFailed) await store.batches.settle(batchId).catch(onError);
      else settle(batchId);
    },
  });
  const consumer = consumeJobs(store, { slots, labels, onError, handle: runSlots.run });

  const drain = async (graceMs: number) => {
    await Promise.race([runSlots.idle(), sleep(graceMs, undefined, { ref: false })]);
    held.stopAll({ type: 'shutdown' });
    // Again, because a start may have been under way.
    const again = setInterval(() => held.stopAll({ type: 'shutdown' }), stopAgainMs);
    await runSlots.idle();
    clearInterval(again);
  };
  return {
    id,
    async stop(graceMs) {
      runSlots.close();
      unsubscribe();
      pace.cancel();
      ignoreCancels();
      await Promise.all([consumer.pause(), dispatching.stop(), store.workers.stop(id).catch(onError)]);
      await drain(graceMs);
      await Promise.all([
        earlyStopping.stop(),
        schedules.stop(),
        notifications.stop(),
        watching.stop(),
        bulkActions.stop(),
        proposing.stop(),
        rescuing.stop(),
        held.close(),
        memory.close(),
        pool.close(),
      ]);
      await removeReadOnly(workerDir);
    },
  };
}

/** Engines that do not answer are told and not offered. */
async function withWorkingRunners(
  means: WorkerSettings['commandMeans'],
  log: (text: string) => void,
): Promise<WorkerSettings['commandMeans']> {
  const working = await workingRunners(means.runners, means.environment.PATH ?? '');
  const silent = means.runners.filter((runner) => !working.includes(runner));
  if (silent.length > 0) log(`Warning: ${silent.join(', ')} of COMMAND_RUNNERS does not work here.`);
  return { ...means, runners: working };
}

/** Engines of containers need rights that processes of a namespace cannot get. */
async function encloseJobs({ testEnclosure }: WorkerSettings, hasRunners: boolean): Promise<Enclosure> {
  if (testEnclosure === 'group') return groupEnclosure('a test wants it so');
  return hasRunners ? groupEnclosure('programs may start containers or jobs of Slurm') : chooseEnclosure();
}

/** Looks whether a batch is over: at once after its first job, then at most 4 times a second while jobs end. */
function settleLater(store: Persistence, onError: (error: unknown) => void): (batchId: string) => void {
  const batches = new Map<string, Coalesced>();
  const settleNow = async (batchId: string) => {
    const state = await store.batches.settle(batchId);
    if (state !== 'running' && state !== 'paused') batches.delete(batchId);
  };
  return (batchId) => {
    const settle =
      batches.get(batchId) ?? coalesce(() => void settleNow(batchId).catch(onError), settleEveryMs);
    batches.set(batchId, settle);
    settle();
  };
}
