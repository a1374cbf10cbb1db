import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { JobEvent, JobResult } from '@batchyard/pipelines';
import { type CurrentJob, openCurrentJob } from './current-job.js';
import type { Enclosure } from './enclosure.js';
import type { ChildMessage, JobOrder } from './protocol.js';
import { splitLines } from './split-lines.js';

/** What became of an order: a result, the end of the process while it was done, or nothing at all. */
export type JobEnd =
  | JobDone
  | (Exit & { readonly type: 'exit'; readonly lastOutput: string })
  /** It was not begun, or its result was lost with the process when that ended over a later job. */
  | { readonly type: 'unfinished' };

export interface JobDone {
  readonly type: 'result';
  readonly result: JobResult;
  readonly memoryBytes: number;
  /** Milliseconds since 1970 by this process's clock. */
  readonly beganAtMs: number;
  readonly endedAtMs: number;
}

/** Hears what becomes of a bundle; jobs go by their index in it. */
export interface BundleHearer {
  /** @param atMs since 1970 by this process's clock */
  onEvent(index: number, event: JobEvent, atMs: number): void;
  /** Once for each job. */
  onEnd(index: number, end: JobEnd): void;
}

interface Exit {
  /** For people: `exit code 3`, `signal SIGKILL`. */
  readonly how: string;
  /** 128 + number of the signal where one ended it, as shells count; null when it could not be started. */
  readonly exitCode: number | null;
}

/** One job process with all that it starts. */
export interface JobProcess {
  readonly groupId: number;
  /**
   * Runs jobs one after another; resolves when it is ready for the next ones or has ended. What the last job left behind
   * is ended before its end is told.
   */
  run(orders: readonly JobOrder[], hearer: BundleHearer): Promise<void>;
  /** Index of the job that was begun last; null before the first. */
  current(): number | null;
  /** Asks the whole group to end: a running job stops and answers, an idle process exits. */
  interrupt(): void;
  /** Ends the whole group at once and waits until its leader is gone. */
  kill(): Promise<void>;
  isAlive(): boolean;
}

export interface JobProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly testPipelines: string | null;
  readonly enclosure: Enclosure;
  /** For a small file, which is gone at once. */
  readonly folder: string;
}

const script = fileURLToPath(new URL('../job-child.js', import.meta.url));
const keptOutputChars = 4_000;
const outputGraceMs = 500;

/** Starts a process and waits until it is ready. */
export async function startJobProcess(options: JobProcessOptions): Promise<JobProcess> {
  const { enclosure, environment, testPipelines } = options;
  const program = ['--enable-source-maps', script, ...(testPipelines === null ? [] : [testPipelines])];
  const { command, args } = enclosure.wrap(process.execPath, program);
  const currentJob = openCurrentJob(options.folder);
  const child = spawn(command, [...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', currentJob.fd],
    env: { ...environment },
  });
  if (child.pid === undefined) {
    currentJob.close();
    throw new Error('A job process could not be started.');
  }
  const processes = enclosure.enclose(child.pid);
  const ended = endOf(child, processes.ended);
  void ended.then(currentJob.close);
  const output = listenToOutput(child);
  const [first] = await Promise.race([once(child, 'message'), ended.then(({ how }) => [how])]);
  if (typeof first === 'string')
    throw new Error(`A job process ended at its start (${first}): ${output.last()}`);
  const isAlive = () => child.connected && child.exitCode === null && child.signalCode === null;
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) processes.kill();
    await ended;
  };
  return {
    groupId: processes.groupId(),
    run: (orders, hearer) =>
      runOrders({ child, ended, output, currentJob, isAlone: processes.isAlone, kill }, orders, hearer),
    current: currentJob.read,
    interrupt() {
      if (isAlive()) processes.interrupt();
    },
    kill,
    isAlive,
  };
}

interface Parts {
  readonly child: ChildProcess;
  readonly ended: Promise<Exit>;
  readonly output: Output;
  readonly currentJob: CurrentJob;
  isAlone(): boolean;
  kill(): Promise<void>;
}

async function runOrders(parts: Parts, orders: readonly JobOrder[], hearer: BundleHearer): Promise<void> {
  const { child, output, currentJob } = parts;
  const { onEvent, onEnd } = hearer;
  currentJob.reset();
  output.onLine = (level, text) => onEvent(currentJob.read() ?? 0, { type: 'log', level, text }, Date.now());
  let answered = 0;
  const hear = async (message: Extract<ChildMessage, { type: 'events' | 'answers' }>, isLast: boolean) => {
    const clockMs = Date.now() - message.nowMs;
    if (message.type === 'events') {
      for (const { atMs, event } of message.events) onEvent(message.index, event, clockMs + atMs);
      return;
    }
    if (isLast && !parts.isAlone()) await parts.kill();
    for (const { events, result, beganMs, endedMs } of message.answers) {
      const index = answered++;
      for (const { atMs, event } of events) onEvent(index, event, clockMs + atMs);
      const times = { beganAtMs: clockMs + beganMs, endedAtMs: clockMs + endedMs };
      onEnd(index, { type: 'result', result, memoryBytes: message.memoryBytes, ...times });
    }
  };
  const exit = await new Promise<Exit | null>((resolve) => {
    let isAnswered = false;
    const onMessage = (message: ChildMessage) => {
      if (message.type === 'ready') return;
      const isLast = message.type === 'answers' && message.isLast;
      isAnswered ||= isLast;
      if (isLast) child.off('message', onMessage);
      void hear(message, isLast).then(() => isLast && resolve(null));
    };
    child.on('message', onMessage);
    // A child that cannot be written to any more has ended, which is heard of here.
    child.send([...orders], () => undefined);
    void parts.ended.then((ended) => {
      child.off('message', onMessage);
      if (!isAnswered) resolve(ended);
    });
  });
  output.onLine = null;
  // Who had begun last is who the process ended over.
  const last = exit === null ? -1 : (currentJob.read() ?? 0);
  for (let index = answered; index < orders.length; index++) {
    onEnd(
      index,
      index === last && exit !== null
        ? { type: 'exit', ...exit, lastOutput: output.last() }
        : { type: 'unfinished' },
    );
  }
}

/** Resolves with how it ended, once its output is read. */
function endOf(child: ChildProcess, onExit: () => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, exitCode: null }));
    child.once('exit', (code, signal) => {
      onExit();
      const exit = describeEnd(code, signal);
      child.once('close', () => resolve(exit));
      // Output that somebody who escaped from the group holds open is not waited for.
      setTimeout(() => resolve(exit), outputGraceMs).unref();
    });
  });
}

/** A command that ran the program on our behalf tells the program's signal as a code above 128, like a shell. */
function describeEnd(code: number | null, signal: NodeJS.Signals | null): Exit {
  const exitCode = signal === null ? code : 128 + constants.signals[signal];
  const told = Object.entries(constants.signals).find(([, number]) => exitCode === 128 + number)?.[0];
  return { how: told === undefined ? `exit code ${exitCode}` : `signal ${told}`, exitCode };
}

interface Output {
  onLine: ((level: 'info' | 'warning', text: string) => void) | null;
  /** The end of what it wrote to standard error. */
  last(): string;
}

function listenToOutput(child: ChildProcess): Output {
  let tail = '';
  const output: Output = { onLine: null, last: () => tail.trim() };
  if (child.stdout) splitLines(child.stdout, (text) => output.onLine?.('info', text));
  if (child.stderr) splitLines(child.stderr, (text) => output.onLine?.('warning', text));
  child.stderr?.on('data', (chunk: Buffer) => {
    tail = (tail + chunk.toString()).slice(-keptOutputChars);
  });
  return output;
}
