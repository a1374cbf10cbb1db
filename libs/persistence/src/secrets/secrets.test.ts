import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../../test/fixtures/database.js';
import { openPersistence, type Persistence } from '../persistence.js';
import { seal, unseal } from './seal.js';
import { readSecretsKey } from './secrets-key.js';

const key = randomBytes(32);

describe('sealing', () => {
  it('gives back what was sealed, and differs each time', () => {
    const [one, two] = [seal(key, 'A', 'sesame ä'), seal(key, 'A', 'sesame ä')];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('sesame')).toBe(false);
    expect([unseal(key, 'A', one), unseal(key, 'A', two)]).toEqual(['sesame ä', 'sesame ä']);
  });

  it('refuses another key, another name, and one changed bit', () => {
    const sealed = seal(key, 'A', 'sesame');
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    const message = /The secret . cannot be decrypted/;
    expect(() => unseal(randomBytes(32), 'A', sealed)).toThrow(message);
    expect(() => unseal(key, 'B', sealed)).toThrow(message);
    expect(() => unseal(key, 'A', changed)).toThrow(message);
  });
});

describe('the key', () => {
  const base64 = key.toString('base64');
  it('comes from a variable or a file', () => {
    const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'batchyard-key-')), 'secrets.key');
    writeFileSync(file, `${base64}\n`);
    expect(readSecretsKey({ SECRETS_KEY: base64 })).toEqual(key);
    expect(readSecretsKey({ SECRETS_KEY_FILE: file })).toEqual(key);
    expect(readSecretsKey({})).toBeNull();
  });
  it.each([
    [{ SECRETS_KEY: 'short' }, /^SECRETS_KEY has 3 bytes; it must be 32 random bytes in Base64/],
    [{ SECRETS_KEY_FILE: '/no/such/file' }, /^SECRETS_KEY_FILE cannot be read/],
  ])('%j is refused', (env, message) => {
    expect(() => readSecretsKey(env)).toThrow(message);
  });
});

describe('stored secrets', () => {
  let database: TestDatabase;
  let persistence: Persistence;
  const filesDir = mkdtempSync(path.join(os.tmpdir(), 'batchyard-secrets-'));
  const actor = { userId: null, source: 'system' } as const;

  beforeAll(async () => {
    database = await createTestDatabase();
    persistence = await openPersistence({ databaseUrl: database.databaseUrl, filesDir, secretsKey: key });
  });
  afterAll(async () => {
    await persistence.close();
    await database.dispose();
  });

  it('are read by name, and stand nowhere in the database as they are', async () => {
    const { secrets } = persistence;
    await secrets.set(actor, 'API_KEY', 'first');
    await secrets.set(actor, 'API_KEY', 'canary-value');
    await secrets.set(actor, 'OTHER', 'x');
    expect(await secrets.read(['API_KEY', 'ABSENT'])).toEqual({ API_KEY: 'canary-value' });
    expect((await secrets.list()).map(({ name }) => name)).toEqual(['API_KEY', 'OTHER']);
    const rows = await database.query(
      `select s::text as text from secret s union all select c::text from changeset c union all select e::text from changeset_entry e`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/canary/);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('canary-value').toString('hex'));
    await secrets.remove(actor, 'OTHER');
    await expect(secrets.remove(actor, 'OTHER')).rejects.toMatchObject({ name: 'NotFound' });
  });

  it('cannot be stored without a key', async () => {
    const without = await openPersistence({ databaseUrl: database.databaseUrl, filesDir });
    await expect(without.secrets.set(actor, 'API_KEY', 'x')).rejects.toMatchObject({ code: 'NO_KEY' });
    await without.close();
  });
});
