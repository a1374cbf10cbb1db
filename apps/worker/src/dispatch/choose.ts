/**
 * Which waiting jobs go to the queue next: fair round robin over projects, then priority, then age; never more of a
 * batch than it allows at once; and only a small window, so that cancel, pause and priority act at once.
 */
import type { ActiveBatch, Choice, DispatchRule, DispatchSituation, QueuedJob } from '@batchyard/persistence';

/** The window never holds more than this, however short the jobs are. */
const maxWindow = 500;
const maxJobsPerMessage = 8;

/**
 * A rule that remembers how many jobs started since it was last asked: where jobs are so short that the window runs
 * empty between two passes, it grows.
 */
export function createFairRule(): DispatchRule {
  let startedBefore = new Map<string, number>();
  let room = 0;
  let startedSince = 0;
  return {
    limits(situation) {
      const started = new Map(situation.batches.map((batch) => [batch.id, startedJobs(batch)]));
      startedSince = [...started].reduce(
        (sum, [id, count]) => sum + Math.max(0, count - (startedBefore.get(id) ?? count)),
        0,
      );
      startedBefore = started;
      room = roomInWindow(situation, startedSince);
      return limitsOf(situation, room);
    },
    choose: (situation, candidates) => ({
      choices: chooseFairly(situation, candidates, room),
      jobsPerMessage: jobsPerMessage(situation.slots, startedSince),
    }),
  };
}

/** Jobs of a batch that left the queue at any time; goes down only by a retry. */
function startedJobs({ counts }: ActiveBatch): number {
  return counts.running + counts.succeeded + counts.failed + counts.timed_out + counts.out_of_memory;
}

/** How many jobs may be taken from each batch, when `room` more fit into the window. */
export function limitsOf(situation: DispatchSituation, room: number): Map<string, number> {
  const limits = situation.batches
    .map((batch): [string, number] => [batch.id, Math.min(room, roomInBatch(batch))])
    .filter(([, limit]) => limit > 0);
  return new Map(limits);
}

/** How many more jobs may be queued: twice the free slots, and as many as jobs are short, less those queued already. */
export function roomInWindow({ batches, slots }: DispatchSituation, startedSince: number): number {
  const running = sum(batches.map((batch) => batch.counts.running));
  const queued = sum(batches.filter(isRunning).map((batch) => batch.counts.queued));
  const free = Math.max(0, slots - running);
  // Without a living worker nothing is to be queued, whatever happened before.
  const window = slots === 0 ? 0 : Math.min(maxWindow, 2 * free + 2 * startedSince);
  return Math.max(0, window - queued);
}

/** More than one only where every slot got through some since the last look: none then waits long behind another. */
export function jobsPerMessage(slots: number, startedSince: number): number {
  return Math.min(maxJobsPerMessage, Math.max(1, Math.floor((2 * startedSince) / slots)));
}

function roomInBatch(batch: ActiveBatch): number {
  const { counts } = batch;
  if (!isRunning(batch)) return 0;
  const inFlight = counts.running + counts.queued;
  return Math.min(counts.waiting + counts.lost, (batch.concurrency ?? Number.POSITIVE_INFINITY) - inFlight);
}

/** Turn by turn: the project with the fewest jobs in flight is served, of equals the one after the last served. */
export function chooseFairly(
  situation: DispatchSituation,
  candidates: ReadonlyMap<string, readonly QueuedJob[]>,
  room: number,
): Choice[] {
  const lines = projectLines(situation.batches, candidates);
  let last = situation.lastProjectId;
  const choices: Choice[] = [];
  while (choices.length < room) {
    const line = nextLine(lines, last);
    const job = line?.jobs.shift();
    if (line === undefined || job === undefined) break;
    line.inFlight++;
    last = line.projectId;
    choices.push({ projectId: line.projectId, job });
  }
  return choices;
}

interface ProjectLine {
  readonly projectId: string;
  inFlight: number;
  /** Best first. */
  readonly jobs: QueuedJob[];
}

function projectLines(
  batches: readonly ActiveBatch[],
  candidates: ReadonlyMap<string, readonly QueuedJob[]>,
): ProjectLine[] {
  const lines = new Map<string, ProjectLine>();
  const byPriorityAndAge = [...batches].sort((a, b) => b.priority - a.priority || compareIds(a.id, b.id));
  for (const { id, projectId, counts } of byPriorityAndAge) {
    const line = lines.get(projectId) ?? { projectId, inFlight: 0, jobs: [] };
    line.inFlight += counts.running + counts.queued;
    line.jobs.push(...(candidates.get(id) ?? []));
    lines.set(projectId, line);
  }
  return [...lines.values()].sort((a, b) => compareIds(a.projectId, b.projectId));
}

/** Lines are in the order of project ids. */
function nextLine(lines: readonly ProjectLine[], lastProjectId: string | null): ProjectLine | undefined {
  const waiting = lines.filter((line) => line.jobs.length > 0);
  const fewest = Math.min(...waiting.map((line) => line.inFlight));
  const equals = waiting.filter((line) => line.inFlight === fewest);
  if (lastProjectId === null) return equals[0];
  return equals.find((line) => compareIds(line.projectId, lastProjectId) > 0) ?? equals[0];
}

/** Ids are decimal texts without leading zeros. */
function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

function isRunning(batch: ActiveBatch): boolean {
  return batch.state === 'running';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
