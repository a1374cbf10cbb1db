import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type JobEvent, type JobResult, splitLines } from '@batchyard/pipelines';
import type { Enclosure } from './enclosure.js';
import type { ChildMessage, JobOrder } from './protocol.js';

/** How a job process answered an order: with a result, or by ending without one. */
export type JobEnd =
  | { readonly type: 'result'; readonly result: JobResult; readonly memoryBytes: number }
  | (Exit & { readonly type: 'exit'; readonly lastOutput: string });

interface Exit {
  /** For people: `exit code 3`, `signal SIGKILL`. */
  readonly how: string;
  /** 128 + number of the signal where one ended it, as shells count; null when it could not be started. */
  readonly exitCode: number | null;
}

/** One job process with all that it starts. */
export interface JobProcess {
  readonly groupId: number;
  /** Runs one job; the next order may only be given when this one is answered. */
  run(order: JobOrder, onEvent: (event: JobEvent) => void): Promise<JobEnd>;
  /** Asks the whole group to end: a running job stops and answers, an idle process exits. */
  interrupt(): void;
  /** Ends the whole group at once and waits until its leader is gone. */
  kill(): Promise<void>;
  isAlive(): boolean;
  /** How long the job itself took that it answered last; infinite where it did not. */
  readonly lastJobMs: number;
  /** Whether it can take another job: alive, and nothing that the last job started is left. */
  isReusable(): boolean;
}

export interface JobProcessOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly testPipelines: string | null;
  readonly enclosure: Enclosure;
}

const script = fileURLToPath(new URL('../job-child.js', import.meta.url));
const keptOutputChars = 4_000;
const outputGraceMs = 500;

/** Starts a process and waits until it is ready. */
export async function startJobProcess(options: JobProcessOptions): Promise<JobProcess> {
  const { enclosure, environment, testPipelines } = options;
  const program = ['--enable-source-maps', script, ...(testPipelines === null ? [] : [testPipelines])];
  const { command, args } = enclosure.wrap(process.execPath, program);
  const child = spawn(command, [...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...environment },
  });
  if (child.pid === undefined) throw new Error('A job process could not be started.');
  const processes = enclosure.enclose(child.pid);
  const ended = endOf(child, processes.ended);
  const output = listenToOutput(child);
  const [first] = await Promise.race([once(child, 'message'), ended.then(({ how }) => [how])]);
  if (typeof first === 'string')
    throw new Error(`A job process ended at its start (${first}): ${output.last()}`);
  const answers = listenToAnswers(child, ended, output);
  const isAlive = () => child.connected && child.exitCode === null && child.signalCode === null;
  return {
    groupId: processes.groupId(),
    run: answers.run,
    get lastJobMs() {
      return answers.lastJobMs;
    },
    interrupt() {
      if (isAlive()) processes.interrupt();
    },
    async kill() {
      if (child.exitCode === null && child.signalCode === null) processes.kill();
      await ended;
    },
    isAlive,
    isReusable: () => isAlive() && processes.isAlone(),
  };
}

/** Takes what a job process says for whoever gave it the present order. */
function listenToAnswers(child: ChildProcess, ended: Promise<Exit>, output: Output) {
  let lastJobMs = Number.POSITIVE_INFINITY;
  let asking: { onEvent(event: JobEvent): void; answer(end: JobEnd): void } | null = null;
  const answer = (end: JobEnd) => {
    const asked = asking;
    asking = null;
    output.onLine = null;
    asked?.answer(end);
  };
  child.on('message', (message: ChildMessage) => {
    if (asking === null || message.type === 'ready') return;
    message.events.forEach(asking.onEvent);
    if (message.type !== 'done') return;
    lastJobMs = message.result.stages.reduce((sum, stage) => sum + stage.durationMs, 0);
    answer({ type: 'result', result: message.result, memoryBytes: message.memoryBytes });
  });
  let exit: Exit | null = null;
  const stopped = (how: Exit) => answer({ type: 'exit', ...how, lastOutput: output.last() });
  void ended.then((how) => {
    exit = how;
    stopped(how);
  });
  return {
    run: (order: JobOrder, onEvent: (event: JobEvent) => void) =>
      new Promise<JobEnd>((resolve) => {
        lastJobMs = Number.POSITIVE_INFINITY;
        asking = { onEvent, answer: resolve };
        output.onLine = (level, text) => onEvent({ type: 'log', level, text });
        if (exit !== null) stopped(exit);
        // A child that cannot be written to any more has ended, which is heard of above.
        else child.send(order, () => undefined);
      }),
    get lastJobMs() {
      return lastJobMs;
    },
  };
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
