/** The database of `up`: the one that DATABASE_URL names, or an embedded PostgreSQL that is kept running. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@batchyard/persistence';
import type { LogFile } from './log-file.js';

export interface RunningDatabase {
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const restartDelayMs = 500;
const longestDelayMs = 30_000;

/** @throws Error when PostgreSQL does not come up the first time */
export async function startDatabase(options: {
  readonly homeDir: string;
  readonly databaseUrl: string | null;
  readonly log: LogFile;
  say(text: string): void;
}): Promise<RunningDatabase> {
  const { databaseUrl, log, say } = options;
  if (databaseUrl !== null) return { databaseUrl, stop: async () => undefined };
  const dataDir = path.join(options.homeDir, 'postgres');
  const start = () => startEmbeddedPostgres({ dataDir, settings: { max_connections: '100' } });
  let server = await start();
  let stopping = false;
  const keepRunning = async (first: EmbeddedPostgres) => {
    for (let ended = await first.exited; !stopping; ended = await server.exited) {
      log.write(ended.log);
      say(`PostgreSQL ended; it starts again. Its log: ${log.path}`);
      server = await startAgain(start, log, () => stopping);
    }
  };
  const keeper = keepRunning(server).catch((error: Error) => log.write(`${error.message}\n`));
  return {
    databaseUrl: server.databaseUrl,
    async stop() {
      stopping = true;
      await server.stop();
      await keeper;
    },
  };
}

async function startAgain(
  start: () => Promise<EmbeddedPostgres>,
  log: LogFile,
  isStopping: () => boolean,
): Promise<EmbeddedPostgres> {
  for (let delayMs = restartDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    await sleep(delayMs);
    if (isStopping()) throw new Error('Stopped while PostgreSQL was down.');
    try {
      return await start();
    } catch (error) {
      log.write(`${(error as Error).message}\n`);
    }
  }
}
