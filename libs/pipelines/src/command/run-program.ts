/** Runs a program to its end, without a shell, in a process group of its own, within its limits. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { promisify } from 'node:util';
import { canSeeProcesses, processTree, signalProcess } from '../processes/process-tree.js';
import { killGroupWithUs } from '../processes/reaper.js';
import { splitLines } from '../processes/split-lines.js';
import type { CommandLimits } from './definition.js';
import { sizeOf } from './output-files.js';

export interface ProgramRun {
  /** The program and its arguments. */
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: CommandLimits;
  /** Ends what the program is where that is not among our processes; null: it is. */
  readonly release: readonly string[] | null;
  readonly outputDir: string;
  readonly signal: AbortSignal;
  readonly onLine: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** How it ended. */
export type ProgramEnd =
  | { readonly type: 'exit'; readonly code: number }
  /** A limit was passed, or it could not be started. */
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'aborted' };

/** From a polite request to end to the kill. */
const graceMs = 1_200;
const lookEveryMs = 250;
const measureOutputEveryMs = 2_000;
/** Output that somebody who left the group holds open is not waited for. */
const outputGraceMs = 500;

export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  if (run.signal.aborted) return { type: 'aborted' };
  const [program = '', ...args] = run.command;
  const child = spawn(program, args, {
    cwd: run.workingDirectory,
    // What a framework wants in every environment of its own is none of the program's.
    env: { ...run.environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = endOf(child);
  if (child.pid === undefined) return ended;
  const { pid } = child;
  splitLines(child.stdout, (text) => run.onLine('stdout', text));
  splitLines(child.stderr, (text) => run.onLine('stderr', text));
  const callOffReaper = killGroupWithUs(pid);
  let cut: ProgramEnd | null = null;
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: ProgramEnd) => {
    if (cut !== null) return;
    cut = why;
    signalTree(pid, 'SIGTERM');
    timers.push(setTimeout(() => signalTree(pid, 'SIGKILL'), graceMs));
  };
  const onAbort = () => stop({ type: 'aborted' });
  run.signal.addEventListener('abort', onAbort, { once: true });
  const watch = watchLimits(pid, run, (reason) => stop({ type: 'refused', reason }));
  try {
    const end = await ended;
    return cut ?? end;
  } finally {
    run.signal.removeEventListener('abort', onAbort);
    timers.forEach(clearTimeout);
    watch.end();
    // Whatever the program left running ends with it.
    signalProcess(-pid, 'SIGKILL');
    callOffReaper();
    if (cut !== null && run.release !== null) await carryOut(run.release, run.environment);
  }
}

/** Longest that ending a program elsewhere may take. */
const releaseLimitMs = 10_000;

/** One that has ended by itself meanwhile is no error. */
async function carryOut(
  [program = '', ...args]: readonly string[],
  environment: ProgramRun['environment'],
): Promise<void> {
  const options = { env: { ...environment } as NodeJS.ProcessEnv, timeout: releaseLimitMs };
  await promisify(execFile)(program, args, options).catch(() => undefined);
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      const [program = ''] = child.spawnargs;
      const why = error.code === 'ENOENT' ? 'it, or the working directory, is not there' : error.message;
      resolve({
        type: 'refused',
        reason: `The program ${program} cannot be started on this machine: ${why}.`,
      });
    });
    child.once('exit', (code, signal) => {
      const end: ProgramEnd = {
        type: 'exit',
        code: signal === null ? (code ?? 0) : 128 + constants.signals[signal],
      };
      child.once('close', () => resolve(end));
      setTimeout(() => resolve(end), outputGraceMs).unref();
    });
  });
}

/** The first processes of a sandbox end with the program; a polite signal would end it impolitely. */
const sandboxProgram = 'bwrap';

function signalTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  const tree = processTree(pid);
  const isOurs = (name: string) => signal === 'SIGTERM' && name === sandboxProgram;
  for (const process of tree) if (!isOurs(process.name)) signalProcess(process.pid, signal);
  if (signal === 'SIGKILL' || !tree.some(({ name }) => name === sandboxProgram)) signalProcess(-pid, signal);
}

function watchLimits(pid: number, { limits, outputDir }: ProgramRun, onBreach: (reason: string) => void) {
  const { memoryMb, timeS, processes, outputMb } = limits;
  const timers: NodeJS.Timeout[] = [];
  if (timeS !== undefined) {
    const tooLong = () => onBreach(`The program ran longer than its limit of ${timeS} s.`);
    timers.push(setTimeout(tooLong, timeS * 1_000));
  }
  if (canSeeProcesses) {
    timers.push(
      setInterval(() => {
        const tree = processTree(pid).filter(({ name }) => name !== sandboxProgram);
        const usedMb = tree.reduce((sum, each) => sum + each.memoryBytes, 0) / 1e6;
        if (memoryMb !== undefined && usedMb > memoryMb)
          onBreach(`The program needed ${Math.ceil(usedMb)} MB of memory; its limit is ${memoryMb} MB.`);
        if (tree.length > processes)
          onBreach(`The program had ${tree.length} processes; its limit is ${processes}.`);
      }, lookEveryMs),
    );
  }
  timers.push(
    setInterval(
      () => void refuseFlood(outputDir, outputMb).then((reason) => reason && onBreach(reason)),
      measureOutputEveryMs,
    ),
  );
  return { end: () => timers.forEach(clearTimeout) };
}

/** @returns what is wrong with the size of the output, or null */
export async function refuseFlood(outputDir: string, outputMb: number): Promise<string | null> {
  const writtenMb = (await sizeOf(outputDir)) / 1e6;
  if (writtenMb <= outputMb) return null;
  return `The program wrote ${Math.ceil(writtenMb)} MB; its limit is ${outputMb} MB.`;
}
