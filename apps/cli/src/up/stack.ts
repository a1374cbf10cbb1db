/** Everything that `up` runs, in the order in which it starts; it stops in the opposite order. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '@batchyard/persistence';
import { childEnvironment, type UpSettings } from '../env.js';
import { Unreachable } from '../exit-codes.js';
import { type RunningDatabase, startDatabase } from './database.js';
import { type LogFile, openLogFile } from './log-file.js';
import { anyPort, findPort } from './ports.js';
import { startService } from './service.js';
import { describeServices, filesDirOf, loopback } from './services.js';

export interface Stack {
  readonly databaseUrl: string;
  readonly queueUrl: string | undefined;
  readonly filesDir: string;
  /** Where people reach it. */
  readonly url: string;
  /** Fulfilled when pages and API answer. @throws Unreachable with the place of the logs when they never do */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

const readyTimeoutMs = 120_000;
const probeIntervalMs = 100;

/** @param say one line to the person at the terminal */
export async function startStack(
  settings: UpSettings,
  checkoutDir: string,
  say: (text: string) => void,
): Promise<Stack> {
  const logs = path.join(settings.homeDir, 'logs');
  const logFile = (name: string) => openLogFile(path.join(logs, `${name}.log`));
  const log = logFile('postgres');
  const database = await startDatabase({ ...settings, log, say });
  try {
    await migrate(database.databaseUrl);
    return await startServices(settings, checkoutDir, database, logFile, say);
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function startServices(
  settings: UpSettings,
  checkoutDir: string,
  database: RunningDatabase,
  logFile: (name: string) => LogFile,
  say: (text: string) => void,
): Promise<Stack> {
  const port = await findPort(settings.host, settings.port);
  if (port !== settings.port) say(`Port ${settings.port} is in use by another program; using ${port}.`);
  const url = `http://${hostForPeople(settings.host)}:${port}`;
  const addresses = { url, port, apiPort: await anyPort(loopback) };
  const services = describeServices(settings, database.databaseUrl, addresses).map((service) =>
    startService({
      ...service,
      module: path.join(checkoutDir, service.module),
      env: childEnvironment(service.env),
      log: logFile(service.name),
      say,
    }),
  );
  const probe = `http://${addressToProbe(settings.host)}:${port}/health`;
  let stopped = false;
  return {
    databaseUrl: database.databaseUrl,
    queueUrl: settings.queueUrl ?? undefined,
    filesDir: filesDirOf(settings),
    url,
    ready: () => waitUntilReady(probe, settings.homeDir, () => stopped),
    async stop() {
      stopped = true;
      // People first, then what they talk to, then what computes, last what all of them need.
      for (const service of services.reverse()) await service.stop();
      await database.stop();
    },
  };
}

/** Addresses that mean "every interface" are no address to type. */
function hostForPeople(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function addressToProbe(host: string): string {
  if (host === '0.0.0.0') return loopback;
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function waitUntilReady(probe: string, homeDir: string, isStopped: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + readyTimeoutMs;
  while (Date.now() < deadlineMs) {
    const response = await fetch(probe).catch(() => null);
    await response?.body?.cancel();
    if (response?.ok || isStopped()) return;
    await sleep(probeIntervalMs);
  }
  throw new Unreachable(
    `Batchyard did not answer within ${readyTimeoutMs / 1000} s. The reason is in ${path.join(homeDir, 'logs')}.`,
  );
}
