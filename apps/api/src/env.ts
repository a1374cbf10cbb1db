/** The only place that reads the environment. */
import { readSecretsKey, readShares, type ShareFolders } from '@batchyard/persistence';
import { z } from 'zod';

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'expected an address such as https://batchyard.example.org',
});

const schema = z.object({
  DATABASE_URL: z.string().min(1, 'expected a PostgreSQL address: postgres://user:password@host:5432/name'),
  QUEUE_URL: z.string().min(1).optional(),
  FILES_DIR: z.string().min(1, 'expected a folder for uploaded files and artifacts'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  PUBLIC_URL: httpUrl.optional(),
  ALLOWED_HOSTS: z.string().default(''),
  MAX_UPLOAD_MB: z.coerce.number().int().min(1).default(2048),
  MAX_IMPORT_ROWS: z.coerce.number().int().min(1_000).default(2_000_000),
  AI_URL: z.string().trim().default(''),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
});

export interface ApiSettings {
  readonly databaseUrl: string;
  /** Redis or Valkey; absent: the queue lives in PostgreSQL. */
  readonly queueUrl?: string | undefined;
  readonly filesDir: string;
  /** Folders outside that workers may read, by name. */
  readonly shares?: ShareFolders | undefined;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Where people reach the service, without a slash at the end; absent: where it listens. */
  readonly publicUrl?: string | undefined;
  /** Further names under which it may be reached, without ports. */
  readonly allowedHosts: readonly string[];
  /** Bytes of one uploaded file at most. */
  readonly maxUploadBytes: number;
  readonly maxConnections: number;
  /** Rows of one imported sheet at most; absent: two million. */
  readonly maxImportRows?: number | undefined;
  /** Whether workers have a language model to ask; the service itself asks nobody. */
  readonly canAskModel: boolean;
  /** Encrypts secrets; absent: none can be stored. */
  readonly secretsKey?: Buffer | null | undefined;
  /** The built check process; absent: the one beside this code. */
  readonly checkScript?: string | undefined;
  /** The built process that looks at videos and scaffolds; absent: the one beside this code. */
  readonly riverScript?: string | undefined;
  /** The built process that reads sheets; absent: the one beside this code. */
  readonly sheetScript?: string | undefined;
}

/** @throws Error that names every variable that is wrong */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): ApiSettings {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment is not as needed.\n${lines.join('\n')}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    queueUrl: env.QUEUE_URL,
    filesDir: env.FILES_DIR,
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ''),
    allowedHosts: env.ALLOWED_HOSTS.split(',')
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
    maxUploadBytes: env.MAX_UPLOAD_MB * 2 ** 20,
    maxConnections: env.DATABASE_CONNECTIONS,
    maxImportRows: env.MAX_IMPORT_ROWS,
    canAskModel: env.AI_URL !== '',
    secretsKey: readSecretsKey(variables),
    shares: readShares(variables),
  };
}
