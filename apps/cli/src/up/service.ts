/** One service under supervision: started, watched, started again when it dies, stopped in good order. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { LogFile } from './log-file.js';

export interface ServiceSpec {
  /** As shown to people: `The API`. */
  readonly title: string;
  /** Absolute path of the module to run. */
  readonly module: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: LogFile;
  /** Time from SIGTERM to the kill; half of it before, a second SIGTERM asks for an end without waiting for jobs. */
  readonly graceMs: number;
  say(text: string): void;
}

export interface Service {
  readonly title: string;
  /** Whether the process runs now. */
  isRunning(): boolean;
  stop(): Promise<void>;
}

const firstDelayMs = 500;
const longestDelayMs = 30_000;
/** A service that ran this long before it died starts with the shortest delay again. */
const steadyMs = 60_000;

const keptWordsChars = 4_000;

const exitWithParent = new URL('./exit-with-parent.js', import.meta.url).href;

export function startService(spec: ServiceSpec): Service {
  const said = { last: '' };
  let child = spawnService(spec, said);
  let startedMs = Date.now();
  let delayMs = firstDelayMs;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;
  const watch = () => {
    child.once('exit', (code, signal) => {
      if (stopping) return;
      if (Date.now() - startedMs > steadyMs) delayMs = firstDelayMs;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      const when = `it starts again in ${delayMs / 1000} s`;
      spec.say(`${spec.title} ended ${how}${lastWords(said.last)}; ${when}. Its log: ${spec.log.path}`);
      restart = setTimeout(() => {
        said.last = '';
        child = spawnService(spec, said);
        startedMs = Date.now();
        watch();
      }, delayMs);
      delayMs = Math.min(delayMs * 2, longestDelayMs);
    });
  };
  watch();
  return {
    title: spec.title,
    isRunning: () => isRunning(child),
    async stop() {
      stopping = true;
      clearTimeout(restart);
      await stopChild(child, spec.graceMs);
    },
  };
}

function spawnService({ module, env, log }: ServiceSpec, said: { last: string }): ChildProcess {
  // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops services in order.
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', exitWithParent, module], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.on('data', (chunk: Buffer) => log.write(chunk));
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    said.last = (said.last + chunk.toString()).slice(-keptWordsChars);
  });
  child.on('error', (error) => log.write(`${error.message}\n`));
  return child;
}

/** The message in what a process wrote last, in brackets; empty where there is none. */
function lastWords(text: string): string {
  const line = text.split('\n').findLast((each) => /^\S*Error\b.*: |(cannot|did not) start\b/.test(each));
  return line === undefined ? '' : ` (${line.trim().slice(0, 200)})`;
}

function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

async function stopChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (!isRunning(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const hurry = setTimeout(() => child.kill('SIGTERM'), graceMs / 2);
  const kill = setTimeout(() => killGroup(child), graceMs);
  await ended;
  clearTimeout(hurry);
  clearTimeout(kill);
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
