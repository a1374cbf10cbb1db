/** The only place that reads the environment of the worker. */
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { labelPattern } from '@batchyard/domain';
import { readSecretsKey, readShares, type ShareFolders } from '@batchyard/persistence';
import { type CommandMeans, type ModelEndpoint, readModelEndpoint, readRunners } from '@batchyard/pipelines';

/** Times that govern leases and shutdown; tests shorten them. */
export interface WorkerTiming {
  /** A worker that does not renew within this time is taken for dead. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly rescueMs: number;
  /** A queued job that nobody started within this time is announced again. */
  readonly forgottenMs: number;
  /** From a polite request to end to the kill. */
  readonly killGraceMs: number;
  /** How long running jobs may go on after the first signal to stop. */
  readonly shutdownGraceMs: number;
  /** First delay before a failed try is repeated; it doubles with each attempt. Null: the batch's own. */
  readonly backoffMs: number | null;
}

export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly queueUrl: string | undefined;
  readonly filesDir: string;
  /** Folders outside that it may read, by name: watched folders, and files and sheets of schedules. */
  readonly shares: ShareFolders;
  /** Private folder for attempts. */
  readonly workDir: string;
  /** Jobs at once. */
  readonly slots: number;
  /** What only some workers have; batches may ask for it. */
  readonly labels: readonly string[];
  /** Free disk space below which it takes no job; null: 1 GB, or 5 % of the disk where that is less. */
  readonly minFreeMb: number | null;
  readonly timing: WorkerTiming;
  /** Language model that jobs may ask about files of doubtful structure, or null. */
  readonly structureModel: ModelEndpoint | null;
  /** Decrypts secrets; null: there are none. */
  readonly secretsKey: Buffer | null;
  /** What programs of command pipelines are given, but for their secrets. */
  readonly commandMeans: Omit<CommandMeans, 'secrets'>;
  /** Module with `pipelines` for tests, or null. */
  readonly testPipelines: string | null;
  /** `group` in tests that want no namespaces, or null. */
  readonly testEnclosure: 'group' | null;
  /** What is to go wrong in this process, for tests; see persistence/faults. */
  readonly faults: { readonly failPoint: string | null; readonly mutant: string | null };
  /** Environment of job processes: nothing of ours, no addresses or secrets. */
  readonly childEnvironment: Readonly<Record<string, string>>;
}

const defaultTiming: WorkerTiming = {
  leaseMs: 10_000,
  heartbeatMs: 3_000,
  rescueMs: 5_000,
  forgottenMs: 30_000,
  killGraceMs: 3_000,
  shutdownGraceMs: 20_000,
  backoffMs: null,
};

/** @throws Error with one clear line for each setting that is missing or wrong */
export function readSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): WorkerSettings {
  const filesDir = path.resolve(required(env, 'FILES_DIR', '/var/lib/batchyard/files'));
  const workDir = path.resolve(env.WORK_DIR || path.join(tmpdir(), 'batchyard-work'));
  return {
    databaseUrl: required(env, 'DATABASE_URL', 'postgres://user:password@host:5432/batchyard'),
    queueUrl: env.QUEUE_URL || undefined,
    filesDir,
    shares: readShares(env),
    workDir,
    slots: readSlots(env.WORKER_SLOTS),
    labels: readLabels(env.WORKER_LABELS),
    minFreeMb: readMinFreeMb(env.WORKER_MIN_FREE_MB),
    timing: {
      ...defaultTiming,
      ...readTestOnly<Partial<WorkerTiming>>(env, 'BATCHYARD_TEST_TIMING', JSON.parse),
    },
    // Beside the files, as all workers share these: an answer is asked for once.
    structureModel: readModelEndpoint(env, path.join(filesDir, 'model-answers')),
    testPipelines: readTestOnly(env, 'BATCHYARD_TEST_PIPELINES', (text) => text),
    testEnclosure: readTestOnly(env, 'BATCHYARD_TEST_ENCLOSURE', () => 'group'),
    faults: {
      failPoint: readTestOnly(env, 'FP', (text) => text),
      mutant: readTestOnly(env, 'MUTANT', (text) => text),
    },
    childEnvironment: pick(env, ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ']),
    secretsKey: readSecretsKey(env),
    commandMeans: {
      environment: pick(env, ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', ...names(env.COMMAND_ENVIRONMENT)]),
      // Files of other jobs and projects, and the key of secrets.
      hidden: [...new Set([filesDir, workDir, ...keyFolder(env)])].sort((a, b) => a.length - b.length),
      runners: readRunners(env.COMMAND_RUNNERS),
    },
  };
}

function names(text = ''): string[] {
  return text.split(',').flatMap((name) => name.trim() || []);
}

function keyFolder({ SECRETS_KEY_FILE }: Readonly<Record<string, string | undefined>>): string[] {
  return SECRETS_KEY_FILE ? [path.dirname(path.resolve(SECRETS_KEY_FILE))] : [];
}

function required(env: Readonly<Record<string, string | undefined>>, name: string, example: string): string {
  const value = env[name];
  if (!value) throw new Error(`${name} is not set; it looks like ${example}.`);
  return value;
}

function readSlots(text: string | undefined): number {
  if (!text) return Math.max(availableParallelism() - 1, 1);
  const slots = Number(text);
  if (!Number.isInteger(slots) || slots < 1 || slots > 1_000) {
    throw new Error(`WORKER_SLOTS is ${JSON.stringify(text)}; it must be a whole number from 1 to 1000.`);
  }
  return slots;
}

/** Comma-separated. */
function readLabels(text = ''): readonly string[] {
  const labels = text.split(',').flatMap((label) => label.trim() || []);
  const wrong = labels.find((label) => !labelPattern.test(label));
  if (wrong === undefined) return [...new Set(labels)];
  throw new Error(
    `WORKER_LABELS has ${JSON.stringify(wrong)}; a label is lower case letters, digits, . _ and -, for example gpu,big.`,
  );
}

function readMinFreeMb(text: string | undefined): number | null {
  if (!text) return null;
  const minFreeMb = Number(text);
  if (!(minFreeMb >= 0)) {
    throw new Error(
      `WORKER_MIN_FREE_MB is ${JSON.stringify(text)}; it must be a number of megabytes from 0.`,
    );
  }
  return minFreeMb;
}

function readTestOnly<T>(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  parse: (text: string) => T,
): T | null {
  const text = env[name];
  if (!text) return null;
  if (env.NODE_ENV !== 'test') throw new Error(`${name} is for tests only; unset it.`);
  return parse(text);
}

function pick(
  env: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
