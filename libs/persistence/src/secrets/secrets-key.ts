import { readFileSync } from 'node:fs';
import { secretsKeyBytes } from './seal.js';

/**
 * The key of the secrets: `SECRETS_KEY`, or what stands in the file `SECRETS_KEY_FILE`; 32 bytes in Base64.
 * @returns null where neither is set @throws Error with one clear line where it is no key
 */
export function readSecretsKey(env: Readonly<Record<string, string | undefined>>): Buffer | null {
  const { SECRETS_KEY, SECRETS_KEY_FILE } = env;
  if (!SECRETS_KEY && !SECRETS_KEY_FILE) return null;
  const where = SECRETS_KEY ? 'SECRETS_KEY' : `SECRETS_KEY_FILE ${SECRETS_KEY_FILE}`;
  const text = SECRETS_KEY || readKeyFile(SECRETS_KEY_FILE ?? '');
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === secretsKeyBytes) return key;
  throw new Error(
    `${where} has ${key.length} bytes; it must be ${secretsKeyBytes} random bytes in Base64, as from: openssl rand -base64 32`,
  );
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`SECRETS_KEY_FILE cannot be read: ${(error as Error).message}.`);
  }
}
