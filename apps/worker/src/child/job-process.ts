import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { splitLines } from '@batchyard/pipelines';
import type { Enclosure } from './enclosure.js';
import { type Exit, type JobEnd, type JobListener, openOrderLine } from './order-line.js';
import type { ChildMessage, JobOrder } from './protocol.js';

/** One job process with all that it starts. */
export interface JobProcess {
  readonly groupId: number;
  /** Runs a job, after those that it was given before. */
  run(order: JobOrder, listener: JobListener): Promise<JobEnd>;
  /**
   * Asks the whole group to end: the running job stops and answers. Where others are in line behind it, that waits until
   * they are taken elsewhere, which is soon.
   */
  interrupt(): void;
  /** Ends the whole group at once and waits until its leader is gone. */
  kill(): Promise<void>;
  isAlive(): boolean;
  /** How long the job took that it answered last; infinite where it did not. */
  readonly lastJobMs: number;
  /** Whether it can take another job: alive, with all orders answered, and nothing that the last job started is left. */
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
  // A child that cannot be written to any more has ended, which is heard of below.
  const line = openOrderLine((orders) => void child.send(orders, () => undefined));
  child.on('message', (message: ChildMessage) => line.hear(message));
  output.onLine = line.hearLine;
  void ended.then((exit) => line.end(exit, output.last()));
  const isAlive = () => child.connected && child.exitCode === null && child.signalCode === null;
  return {
    groupId: processes.groupId(),
    run: line.add,
    get lastJobMs() {
      return line.lastJobMs;
    },
    interrupt: () =>
      line.whenAlone(() => {
        if (isAlive()) processes.interrupt();
      }),
    async kill() {
      if (child.exitCode === null && child.signalCode === null) processes.kill();
      await ended;
    },
    isAlive,
    isReusable: () => isAlive() && line.isEmpty() && processes.isAlone(),
  };
}

/** Resolves with how it ended, once its output is read, and what it said of jobs before. */
function endOf(child: ChildProcess, onExit: () => void): Promise<Exit> {
  const heard = (event: 'close' | 'disconnect') => new Promise((resolve) => child.once(event, resolve));
  const heardAll = Promise.all([heard('close'), heard('disconnect')]);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ how: error.message, exitCode: null }));
    child.once('exit', (code, signal) => {
      onExit();
      const exit = describeEnd(code, signal);
      void heardAll.then(() => resolve(exit));
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
