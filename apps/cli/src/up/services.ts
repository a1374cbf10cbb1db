/** Which processes `up` runs besides the database, and what each is told. */
import path from 'node:path';
import type { UpSettings } from '../env.js';
import { secretsKeyFile } from './secrets-key.js';

export interface ServiceDescription {
  /** Names its log file. */
  readonly name: string;
  /** As shown to people. */
  readonly title: string;
  /** Relative to the checkout. */
  readonly module: string;
  readonly env: Readonly<Record<string, string>>;
  /** Time from SIGTERM to the kill. */
  readonly graceMs: number;
}

export interface Addresses {
  /** Where people reach the service. */
  readonly url: string;
  readonly port: number;
  readonly apiPort: number;
}

/** The API listens to this machine only; people reach it through the dashboard's address. */
export const loopback = '127.0.0.1';

/** In the order in which they start; they stop in the opposite order. */
export function describeServices(
  settings: UpSettings,
  databaseUrl: string,
  { url, port, apiPort }: Addresses,
): readonly ServiceDescription[] {
  const base = {
    NODE_ENV: 'production',
    NO_COLOR: '1',
    DATABASE_URL: databaseUrl,
    FILES_DIR: filesDirOf(settings),
    WORK_DIR: path.join(settings.homeDir, 'work'),
    SECRETS_KEY_FILE: secretsKeyFile(settings.homeDir),
  };
  return [
    {
      name: 'worker',
      title: 'The worker',
      module: 'apps/worker/dist/main.js',
      env: base,
      graceMs: 12_000,
    },
    {
      name: 'api',
      title: 'The API',
      module: 'apps/api/dist/main.js',
      env: {
        ...base,
        HOST: loopback,
        PORT: String(apiPort),
        PUBLIC_URL: url,
        ALLOWED_HOSTS: settings.allowedHosts.join(','),
      },
      graceMs: 5_000,
    },
    {
      name: 'web',
      title: 'The dashboard',
      module: 'apps/web/server.mjs',
      env: { ...base, HOST: settings.host, PORT: String(port), API_ORIGIN: `http://${loopback}:${apiPort}` },
      graceMs: 4_000,
    },
  ];
}

export function filesDirOf(settings: UpSettings): string {
  return path.join(settings.homeDir, 'files');
}
