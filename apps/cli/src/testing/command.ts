/** Runs the real command, as built, in a process of its own. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const command = path.resolve(import.meta.dirname, '../../bin/batchyard.mjs');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Fulfilled with the match when standard output matches; rejected when the command ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
}

export function startCommand(
  args: readonly string[],
  options: {
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Number of the user to run as; only root can choose. */
    readonly uid?: number | undefined;
  } = {},
): RunningCommand {
  const child = spawn(process.execPath, [command, ...args], {
    cwd: options.cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    ...(options.uid !== undefined && { uid: options.uid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        look();
        void ended.then((outcome) =>
          reject(new Error(`Ended before ${pattern}: ${JSON.stringify(outcome)}`)),
        );
      }),
  };
}

export function runCommand(...parameters: Parameters<typeof startCommand>): Promise<Outcome> {
  return startCommand(...parameters).ended;
}

export interface CommandLine {
  run(...args: readonly string[]): Promise<Outcome>;
  close(): void;
}

/** The command in one warm process, for many short calls one after another. What needs signals needs `startCommand`. */
export function openCommandLine(
  cwd?: string,
  environment: Readonly<Record<string, string>> = {},
): CommandLine {
  const script = path.join(import.meta.dirname, 'command-line.mjs');
  const child = fork(script, {
    ...(cwd !== undefined && { cwd }),
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
  });
  const died = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The command ended its process: ${code ?? signal}.`);
  });
  died.catch(() => undefined);
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(...args) {
      const outcome = last.then(async () => {
        child.send(args);
        const [answer] = await Promise.race([once(child, 'message'), died]);
        return answer as Outcome;
      });
      last = outcome.catch(() => undefined);
      return outcome;
    },
    close: () => child.disconnect(),
  };
}

/** A folder of its own whose path has a space. */
export function makeFolder(): string {
  return mkdtempSync(path.join(os.tmpdir(), 'batchyard cli '));
}

const exampleDir = path.resolve(import.meta.dirname, '../../../../docs/examples/rigid-body');

/** Puts an example recording into a folder as markers.csv and truth.csv. */
export function copyExample(folder: string): void {
  copyFileSync(path.join(exampleDir, 'walk_01.csv'), path.join(folder, 'markers.csv'));
  copyFileSync(path.join(exampleDir, 'walk_01_truth.csv'), path.join(folder, 'truth.csv'));
}

/** Writes the example recording over and over until it has this many frames: a job that takes its time. */
export function writeLongRecording(file: string, frames: number): void {
  const [header, ...rows] = readFileSync(path.join(exampleDir, 'walk_01.csv'), 'utf8').trim().split('\n');
  const cells = rows.map((row) => row.split(',').slice(2).join(','));
  const lines = Array.from(
    { length: frames },
    (_, frame) => `${frame},${(frame / 100).toFixed(2)},${cells[frame % cells.length]}`,
  );
  writeFileSync(file, [header, ...lines].join('\n'));
}

/** A process as Linux knows it: its number may be given to another one later, its start time may not. */
export interface ProcessMark {
  readonly pid: number;
  readonly start: string;
}

/** Everything that a process started, however deep. Linux only. */
export function descendantsOf(pid: number): ProcessMark[] {
  const all = readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0);
  const parents = all.flatMap((each) => {
    const fields = statFields(each);
    return fields === null ? [] : [{ pid: each, start: fields[19] ?? '', parent: Number(fields[1]) }];
  });
  const below = (parent: number): ProcessMark[] =>
    parents
      .filter((each) => each.parent === parent)
      .flatMap(({ pid: child, start }) => [{ pid: child, start }, ...below(child)]);
  return below(pid);
}

/** Those that still run; one that ended and was not collected yet does not count. */
export function stillRunning(marks: readonly ProcessMark[]): ProcessMark[] {
  return marks.filter(({ pid, start }) => {
    const fields = statFields(pid);
    return fields !== null && fields[0] !== 'Z' && fields[19] === start;
  });
}

/** After the command name: state is the 1st field, parent the 2nd, start time the 20th. */
function statFields(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? null;
  } catch {
    return null;
  }
}

const terminalProgram = '/usr/bin/script';
/** Whether there is the program that gives a command a terminal, as Linux has it. */
export const hasTerminal = process.platform === 'linux' && existsSync(terminalProgram);

/** Runs the command on a terminal. @returns all that it showed there */
export async function showOnTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const quoted = [process.execPath, command, ...args].map((text) => `'${text.replaceAll("'", `'\\''`)}'`);
  const child = spawn(terminalProgram, ['-qec', quoted.join(' '), '/dev/null'], {
    env: { ...process.env, NODE_OPTIONS: '', TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  await once(child, 'close');
  return shown;
}
