import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { secretsKeyBytes } from '@batchyard/persistence';

/** File of the key that encrypts secrets, made once and readable by this user alone. Without it they are lost. */
export function secretsKeyFile(homeDir: string): string {
  const file = path.join(homeDir, 'secrets.key');
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(secretsKeyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}
