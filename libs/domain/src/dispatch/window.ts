/**
 * How much is queued at a time: a small window, so that cancel, pause and head starts act at once. There is one window
 * for each set of labels that batches ask for, because other workers empty it.
 */
import {
  type ActiveBatch,
  carriesLabels,
  type DispatchSituation,
  inFlight,
  inFlightByProject,
  labelKey,
  slotsFor,
} from './situation.js';

/** The window never holds more than this, however short the jobs are. */
const maxWindow = 1_000;
const maxJobsPerMessage = 64;

/** How many more jobs may be queued, by label key. */
export type Rooms = ReadonlyMap<string, number>;

/**
 * Room in the window of each set of labels that batches ask for: twice the free slots, and twice as many as started
 * lately, less those queued already. Those that nobody has started for a while do not count: what a dead worker had
 * heard of must not keep the living ones waiting until it is announced again.
 * @param startedSince jobs that started since the last look, by batch id
 */
export function roomsInWindows(
  situation: DispatchSituation,
  startedSince: ReadonlyMap<string, number> = new Map(),
): Rooms {
  const groups = new Map(situation.batches.map(({ labels }) => [labelKey(labels), labels]));
  return new Map([...groups].map(([key, labels]) => [key, roomFor(situation, labels, startedSince)]));
}

function roomFor(
  { batches, workers }: DispatchSituation,
  labels: readonly string[],
  startedSince: ReadonlyMap<string, number>,
): number {
  const slots = slotsFor(workers, labels);
  // Without a worker that takes jobs nothing is to be queued, whatever happened before.
  if (slots === 0) return 0;
  // Jobs that ask for more run on the same workers.
  const running = sum(batches, (batch) => (carriesLabels(batch.labels, labels) ? batch.counts.running : 0));
  const group = batches.filter((batch) => labelKey(batch.labels) === labelKey(labels));
  const queued = sum(group, (batch) => (batch.state === 'running' ? batch.counts.queued : 0));
  const stale = sum(group, (batch) => (batch.state === 'running' ? batch.staleQueued : 0));
  const started = sum(group, (batch) => startedSince.get(batch.id) ?? 0);
  const window = Math.min(maxWindow, 2 * Math.max(0, slots - running) + 2 * started);
  return Math.max(0, Math.min(window - (queued - stale), 2 * maxWindow - queued));
}

/** How many jobs may be taken from each batch (batch id → number above 0): room, batch limit and project limit. */
export function limitsOf(situation: DispatchSituation, rooms: Rooms): Map<string, number> {
  const inProject = inFlightByProject(situation.batches);
  const limits = situation.batches.map((batch): [string, number] => {
    const limit = situation.projectLimits.get(batch.projectId) ?? Number.POSITIVE_INFINITY;
    const roomInProject = limit - (inProject.get(batch.projectId) ?? 0);
    return [
      batch.id,
      Math.min(rooms.get(labelKey(batch.labels)) ?? 0, roomInBatch(batch), Math.max(0, roomInProject)),
    ];
  });
  return new Map(limits.filter(([, limit]) => limit > 0));
}

function roomInBatch(batch: ActiveBatch): number {
  if (batch.state !== 'running') return 0;
  const { counts, concurrency } = batch;
  return Math.min(counts.waiting + counts.lost, (concurrency ?? Number.POSITIVE_INFINITY) - inFlight(batch));
}

/**
 * What one worker gets through in a period, for its slots to share: more than one only where jobs are so short that
 * the messages would be more work than the jobs.
 * @param started jobs that start within a period
 */
export function jobsPerMessage(workers: number, started: number): number {
  return Math.min(maxJobsPerMessage, Math.max(1, Math.floor(started / Math.max(1, workers))));
}

function sum<T>(values: readonly T[], numberOf: (value: T) => number): number {
  return values.reduce((total, value) => total + numberOf(value), 0);
}
