/** Places where a test lets a process die, fail or wait. Nothing happens there unless an app's env.ts arms one. */
import { setTimeout as sleep } from 'node:timers/promises';

export const failPoints = [
  /** A job is marked as running by this worker, its process has not heard of it. */
  'after_start',
  /** The job's process has answered, none of its files is in the storage. */
  'before_publish',
  /** A file is written and synced under a temporary name. */
  'before_blob_rename',
  /** A file is in the storage under its final name, no row names it. */
  'after_blob_rename',
  /** All files are in the storage, the end of the attempt is not written. */
  'before_finish',
  /** Jobs are marked as queued in a transaction that has not announced them. */
  'in_dispatch',
  /** A new batch is written, its transaction is open. */
  'before_batch_commit',
  /** A new batch is committed, nobody has heard of it. */
  'after_batch_commit',
] as const;
export type FailPoint = (typeof failPoints)[number];

interface ArmedPoint {
  readonly name: FailPoint;
  readonly act: () => Promise<void>;
}

let armed: ArmedPoint | null = null;

/**
 * Arms one fail point of this process; only for tests.
 * @param text `name:kill`, `name:throw`, `name:sleep(ms)` or `name:block(ms)`, which stops the whole process for that time
 * @throws Error that lists what is possible
 */
export function armFailPoint(text: string): void {
  const [, name, action, ms] = /^(\w+):(kill|throw|sleep|block)(?:\((\d+)\))?$/.exec(text) ?? [];
  const point = failPoints.find((known) => known === name);
  if (point === undefined || action === undefined || /sleep|block/.test(action) !== (ms !== undefined)) {
    throw new Error(
      `Fail point ${JSON.stringify(text)} must be <name>:kill, <name>:throw, <name>:sleep(<ms>) or <name>:block(<ms>), with one of the names ${failPoints.join(', ')}.`,
    );
  }
  armed = { name: point, act: () => carryOut(point, action, Number(ms)) };
}

/** To be called at the place itself. */
export async function failPoint(name: FailPoint): Promise<void> {
  if (armed?.name === name) await armed.act();
}

async function carryOut(name: FailPoint, action: string, ms: number): Promise<void> {
  if (action === 'sleep') await sleep(ms);
  else if (action === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  else if (action === 'throw') throw new Error(`Fail point ${name}.`);
  else process.kill(process.pid, 'SIGKILL');
}
