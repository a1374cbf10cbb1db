/** `batchyard up`, which `npm start` calls: the whole service on this machine until Ctrl-C. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPersistence, type Persistence } from '@batchyard/persistence';
import { parseArguments } from '../arguments.js';
import { environmentHelp, readUpSettings, type UpSettings } from '../env.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { renderTable } from '../terminal/table.js';
import { firstAdministrator, linkHours, newSignInLink } from '../up/administrator.js';
import { type Holder, type HomeLock, lockHome } from '../up/home-lock.js';
import { makeSample, type SampleKind } from '../up/sample/make-sample.js';
import { sampleOutcome } from '../up/sample/outcome.js';
import { makeRiver } from '../up/sample/river.js';
import { makeTimeLapse } from '../up/sample/time-lapse.js';
import { type Stack, startStack } from '../up/stack.js';

/** The folder that holds apps/ and libs/. */
const checkoutDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');
/** The files and designs of the sample project, as everybody finds them in the documentation. */
const exampleFolders = {
  sweep: 'docs/examples/rigid-body',
  spectra: 'docs/examples/spectral-comparison',
} as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, {
    help: { type: 'boolean', short: 'h', help: 'Show this help' },
  });
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  if (positionals.length > 0)
    throw new UsageError(`up takes no arguments; ${positionals[0]} is one too many.`);
  const settings = readUpSettings(checkoutDir);
  mkdirSync(settings.homeDir, { recursive: true });
  const locked = lockHome(settings.homeDir);
  if ('holder' in locked) {
    say(alreadyRunning(locked.holder));
    return exitCodes.succeeded;
  }
  try {
    await runUntilStopped(settings, locked.lock);
  } finally {
    locked.lock.release();
  }
  return exitCodes.succeeded;
}

async function runUntilStopped(settings: UpSettings, lock: HomeLock): Promise<void> {
  // A terminal that was closed takes no more text; stopping in order matters more.
  process.stdout.on('error', () => undefined);
  const stop = stopSignal();
  const stack = await startStack(settings, checkoutDir, say);
  try {
    const { databaseUrl, queueUrl, filesDir } = stack;
    const persistence = await openPersistence({ databaseUrl, queueUrl, filesDir, maxConnections: 2 });
    try {
      await welcome(stack, persistence, lock, stop);
    } finally {
      await persistence.close();
    }
    await aborted(stop);
    say('Stopping …');
  } finally {
    await stack.stop();
  }
  say('Stopped. Your data stays; the same command starts it again.');
}

/** Tells how to get in, and on the first start what there is to see; returns when nothing is left to tell. */
async function welcome(
  stack: Stack,
  persistence: Persistence,
  lock: HomeLock,
  stop: AbortSignal,
): Promise<void> {
  const administrator = await firstAdministrator(persistence);
  const make = (kind: SampleKind) =>
    makeSample(persistence, administrator, kind, path.join(checkoutDir, exampleFolders[kind]));
  const sample = await make('sweep');
  // Ctrl-C counts from the first moment on, not only when everything is up.
  await Promise.race([stack.ready(), aborted(stop)]);
  if (stop.aborted) return;
  lock.announce(stack.url);
  say(`Batchyard is running at ${stack.url}`);
  say(`Sign in (once, valid ${linkHours} h): ${await newSignInLink(persistence, administrator, stack.url)}`);
  if (sample) say(`The sample sweep has ${sample.jobs} jobs; watch it at ${stack.url}${sample.page}`);
  say('Stop with Ctrl-C.');
  const outcome = sample && (await sampleOutcome(persistence, administrator, sample, stop).catch(() => null));
  if (outcome !== null) say(outcome);
  // After the sweep, so that nothing stands before the first result.
  if (stop.aborted) return;
  await make('spectra').catch((error: Error) => {
    if (!stop.aborted) say(`The sample spectra could not be made: ${error.message}`);
  });
  if (stop.aborted) return;
  await makeTimeLapse(persistence, administrator).catch((error: Error) => {
    if (!stop.aborted) say(`The sample time lapse could not be made: ${error.message}`);
  });
  if (stop.aborted) return;
  await makeRiver(persistence, administrator).catch((error: Error) => {
    if (!stop.aborted) say(`The sample river could not be made: ${error.message}`);
  });
}

/**
 * Aborted by the first signal to stop. npm passes Ctrl-C on although the terminal already did, so further ones mean
 * nothing; stopping is bounded in time by itself.
 */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function alreadyRunning({ pid, url }: Holder): string {
  const where = url === null ? 'Batchyard is already starting' : `Batchyard is already running at ${url}`;
  return `${where} (process ${pid}).\nStop it with Ctrl-C in its terminal, or with: kill ${pid}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function help(): string {
  return `batchyard up

Runs database, API, worker and dashboard on this machine until Ctrl-C. Nothing has to be set up first.

${renderTable(['variable', 'meaning'], Object.entries(environmentHelp))}`;
}
