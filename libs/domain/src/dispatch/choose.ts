/**
 * Which waiting jobs go to the queue next: fair round robin over projects; within a project by age with head start;
 * within a batch by the job's own priority, then position. Never more than a batch, its project or the window allow.
 */
import { openBatchOf } from './open-batch.js';
import {
  type ActiveBatch,
  byHeadStart,
  compareIds,
  type DispatchSituation,
  inFlightByProject,
  labelKey,
} from './situation.js';
import { jobsPerMessage, limitsOf, type Rooms, roomsInWindows } from './window.js';

/** A job that may be queued; the attempt is the number of its newest one. */
export interface DispatchCandidate {
  readonly id: string;
  readonly attempt: number;
}

export interface Choice {
  readonly projectId: string;
  /** What the worker must carry. */
  readonly labels: readonly string[];
  readonly job: DispatchCandidate;
}

/** Candidates by batch id, best first. */
export type Candidates = ReadonlyMap<string, readonly DispatchCandidate[]>;

export interface DispatchPlan {
  /** Best first. */
  readonly choices: readonly Choice[];
  /** Jobs that a worker takes at once, for its slots to share; 1 unless they are tiny. */
  readonly jobsPerMessage: number;
  /** See `openBatchOf`. */
  readonly openBatchId: string | null;
}

export interface DispatchRule {
  /** Most jobs to take from each batch (batch id → number above 0). */
  limits(situation: DispatchSituation): ReadonlyMap<string, number>;
  /** What to queue, out of the candidates of each batch. */
  choose(situation: DispatchSituation, candidates: Candidates): DispatchPlan;
}

/** The window is to last for about two of these, however often it is filled up. */
const windowPeriodMs = 100;
/** Two looks right after each other say little about the speed. */
const minPeriodMs = 20;

/**
 * A rule that remembers how many jobs started since it was last asked: where jobs are so short that the window runs
 * empty between two passes, it grows with their speed.
 */
export function createFairRule(clockMs = () => performance.now()): DispatchRule {
  let startedBefore = new Map<string, number>();
  let lookedAtMs = clockMs();
  /** Jobs that start within one period at the present speed, by batch. */
  let startedSince = new Map<string, number>();
  let rooms: Rooms = new Map();
  let openBatchId: string | null = null;
  return {
    limits(situation) {
      const started = new Map(situation.batches.map((batch) => [batch.id, startedJobs(batch)]));
      const nowMs = clockMs();
      const share = windowPeriodMs / Math.max(minPeriodMs, nowMs - lookedAtMs);
      startedSince = new Map(
        [...started].map(([id, count]) => [
          id,
          Math.round(share * Math.max(0, count - (startedBefore.get(id) ?? count))),
        ]),
      );
      startedBefore = started;
      lookedAtMs = nowMs;
      // Its jobs need no stock: those who run them help themselves.
      openBatchId = openBatchOf(situation);
      startedSince.delete(openBatchId ?? '');
      rooms = roomsInWindows(situation, startedSince);
      return limitsOf(situation, rooms);
    },
    choose(situation, candidates) {
      const started = [...startedSince.values()].reduce((total, count) => total + count, 0);
      return {
        choices: chooseFairly(situation, candidates, rooms),
        jobsPerMessage: jobsPerMessage(situation.workers.length, started),
        openBatchId,
      };
    },
  };
}

/** Jobs of a batch that left the queue at any time; goes down only by a retry. */
function startedJobs({ counts }: ActiveBatch): number {
  return counts.running + counts.succeeded + counts.failed + counts.timed_out + counts.out_of_memory;
}

/** Turn by turn: the project with the fewest jobs in flight is served, of equals the one after the last served. */
export function chooseFairly(situation: DispatchSituation, candidates: Candidates, rooms: Rooms): Choice[] {
  const lines = projectLines(situation, candidates);
  const left = new Map(rooms);
  let last = situation.lastProjectId;
  const choices: Choice[] = [];
  for (;;) {
    const line = nextLine(lines, left, last);
    const portion = line?.portions.find((one) => hasRoom(left, one));
    const job = portion?.jobs.shift();
    if (line === undefined || portion === undefined || job === undefined) return choices;
    left.set(portion.key, (left.get(portion.key) ?? 0) - 1);
    line.inFlight++;
    last = line.projectId;
    choices.push({ projectId: line.projectId, labels: portion.labels, job });
  }
}

/** What one batch offers. */
interface Portion {
  readonly key: string;
  readonly labels: readonly string[];
  /** Best first. */
  readonly jobs: DispatchCandidate[];
}

interface ProjectLine {
  readonly projectId: string;
  readonly limit: number;
  inFlight: number;
  /** Best first. */
  readonly portions: Portion[];
}

/** In the order of project ids. */
function projectLines(
  { batches, projectLimits }: DispatchSituation,
  candidates: Candidates,
): readonly ProjectLine[] {
  const lines = [...inFlightByProject(batches)].map(
    ([projectId, inFlight]): ProjectLine => ({
      projectId,
      limit: projectLimits.get(projectId) ?? Number.POSITIVE_INFINITY,
      inFlight,
      portions: batches
        .filter((batch) => batch.projectId === projectId && candidates.has(batch.id))
        .sort(byHeadStart)
        .map(({ id, labels }) => ({ key: labelKey(labels), labels, jobs: [...(candidates.get(id) ?? [])] })),
    }),
  );
  return lines.sort((a, b) => compareIds(a.projectId, b.projectId));
}

function nextLine(
  lines: readonly ProjectLine[],
  rooms: Rooms,
  lastProjectId: string | null,
): ProjectLine | undefined {
  const hungry = lines.filter(
    (line) => line.inFlight < line.limit && line.portions.some((portion) => hasRoom(rooms, portion)),
  );
  const fewest = Math.min(...hungry.map((line) => line.inFlight));
  const equals = hungry.filter((line) => line.inFlight === fewest);
  if (lastProjectId === null) return equals[0];
  return equals.find((line) => compareIds(line.projectId, lastProjectId) > 0) ?? equals[0];
}

function hasRoom(rooms: Rooms, { key, jobs }: Portion): boolean {
  return jobs.length > 0 && (rooms.get(key) ?? 0) > 0;
}
