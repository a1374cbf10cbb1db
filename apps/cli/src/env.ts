/** The environment variables the command reads; the only file here that looks at the environment. */
import { homedir, hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import type { CommandDefinition, CommandMeans, ModelEndpoint } from '@batchyard/pipelines';
import { readModelEndpoint } from '@batchyard/pipelines/model-endpoint';
import { type Runner, readRunners } from '@batchyard/pipelines/runners';
import { UsageError } from './exit-codes.js';

/** What each variable means, for the README and `batchyard up --help`. */
export const environmentHelp = {
  PORT: 'Port of the dashboard and API (default 3000; the next free one when it is taken)',
  HOST: 'Address to listen on (default 127.0.0.1, this machine only; 0.0.0.0 for the whole network)',
  BATCHYARD_HOME: 'Folder of all data (default .batchyard in the checkout)',
  DATABASE_URL: 'PostgreSQL to use instead of the embedded one, as postgres://user:password@host/name',
  QUEUE_URL:
    'Redis or Valkey that carries the queue, as redis://host:6379 (default: the queue lives in PostgreSQL)',
  ALLOWED_HOSTS:
    'Further names people use for this machine, with commas (default: its own names and addresses)',
  WORKER_SLOTS: 'Jobs computed at once (default: processor cores less one)',
  WORKER_LABELS:
    'What this worker has and batches may ask for, with commas, for example gpu,big (default: nothing)',
  WORKER_MIN_FREE_MB:
    'Free disk space in MB below which a worker takes no job (default 1024, or 5 % of a smaller disk)',
  SHARES:
    'Folders outside that watched folders and schedules may read, as lab=/mnt/lab,camera=/data/camera (default: none); administrators say which projects may',
  COMMAND_ENVIRONMENT:
    'Variables that command pipelines may ask for, with commas, for example CUDA_VISIBLE_DEVICES (default: none)',
  COMMAND_RUNNERS:
    'What command pipelines may run in that ask for it, with commas: apptainer, singularity, podman, docker, slurm (default: none)',
  AI_URL:
    'Language model that may see the head of spectra whose structure is doubtful, as http://localhost:11434/v1 (default: none, nothing leaves the machine)',
  AI_MODEL: 'Name of the model there; needed with AI_URL',
  AI_KEY: 'Key for it, where the service wants one',
} as const;
export type EnvironmentName = keyof typeof environmentHelp;

export interface UpSettings {
  readonly homeDir: string;
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | null;
  readonly queueUrl: string | null;
  /** Names under which browsers may ask for the service, beside the loopback ones. */
  readonly allowedHosts: readonly string[];
}

/** @throws UsageError naming the variable that cannot be used */
export function readUpSettings(checkoutDir: string): UpSettings {
  const host = read('HOST') ?? '127.0.0.1';
  return {
    homeDir: path.resolve(read('BATCHYARD_HOME') ?? path.join(checkoutDir, '.batchyard')),
    port: readPort(read('PORT') ?? '3000'),
    host,
    databaseUrl: read('DATABASE_URL'),
    queueUrl: read('QUEUE_URL'),
    allowedHosts: [
      ...(read('ALLOWED_HOSTS')?.split(',') ?? []),
      ...(isEveryInterface(host) ? ownNames() : []),
    ],
  };
}

function isEveryInterface(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** This machine's name and addresses, as people on its network may type them. */
function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [
    hostname(),
    ...addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address.split('%')[0]}]` : address)),
  ];
}

/** @throws UsageError when it is not set */
export function requireDatabaseUrl(): string {
  const url = read('DATABASE_URL');
  if (url === null)
    throw new UsageError('Set DATABASE_URL, for example postgres://user:password@host/batchyard.');
  return url;
}

/**
 * The language model that jobs run here may ask, or null.
 * @throws UsageError naming the variable that cannot be used
 */
export function readStructureModel(): ModelEndpoint | null {
  const home = read('BATCHYARD_HOME') ?? path.join(homedir(), '.cache', 'batchyard');
  try {
    return readModelEndpoint(process.env, path.join(path.resolve(home), 'model-answers'));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/**
 * What a command pipeline gets that runs here: the usual variables, those that it asks for, and its secrets, which are
 * variables of the same names.
 */
export function readCommandMeans({ environment, secrets }: CommandDefinition): CommandMeans {
  const usual = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ'];
  return {
    environment: pickVariables([...usual, ...environment]),
    secrets: pickVariables(secrets),
    hidden: [],
    runners: offeredRunners(),
  };
}

/** @throws UsageError naming the one that there is not */
function offeredRunners(): readonly Runner[] {
  try {
    return readRunners(process.env.COMMAND_RUNNERS);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function pickVariables(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The access token for a server. @throws UsageError when it is not set */
export function requireToken(): string {
  const token = process.env.BATCHYARD_TOKEN?.trim();
  if (token) return token;
  throw new UsageError(
    'Set BATCHYARD_TOKEN to an access token; make one on your account page of the server.',
  );
}

/** What a verb needs that works on a service's own data. @throws UsageError when DATABASE_URL is not set */
export function readServiceSettings() {
  return {
    databaseUrl: requireDatabaseUrl(),
    queueUrl: read('QUEUE_URL') ?? undefined,
    filesDir: process.env.FILES_DIR ?? path.resolve('.batchyard/files'),
    publicUrl: (process.env.PUBLIC_URL ?? 'http://localhost:3000').replace(/\/$/, ''),
  };
}

/** The environment of a child process: ours and what it is told. */
export function childEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...extra };
}

function read(name: EnvironmentName): string | null {
  const value = process.env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`PORT is ${text}: expected a whole number of 1 to 65535.`);
}
