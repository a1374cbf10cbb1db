import { describe, expect, it } from '@jest/globals';
import { readEnv } from './env.js';

const needed = { DATABASE_URL: 'postgres://db', FILES_DIR: '/data' };

describe('readEnv', () => {
  it('needs a database and a folder, and has defaults for the rest', () => {
    expect(readEnv(needed)).toEqual({
      databaseUrl: 'postgres://db',
      queueUrl: undefined,
      secretsKey: null,
      filesDir: '/data',
      host: '127.0.0.1',
      port: 4000,
      publicUrl: undefined,
      allowedHosts: [],
      maxUploadBytes: 2 ** 31,
      maxConnections: 10,
      maxImportRows: 2_000_000,
      shares: new Map(),
      canAskModel: false,
    });
  });

  it('takes lists, sizes and addresses, and empty values for absent ones', () => {
    const given = {
      ALLOWED_HOSTS: 'A.example, b.example',
      MAX_UPLOAD_MB: '1',
      PUBLIC_URL: 'https://x.example/',
      QUEUE_URL: '',
    };
    expect(readEnv({ ...needed, ...given, PORT: '0' })).toMatchObject({
      allowedHosts: ['a.example', 'b.example'],
      maxUploadBytes: 2 ** 20,
      publicUrl: 'https://x.example',
      queueUrl: undefined,
      port: 0,
    });
  });

  it('names every variable that is wrong', () => {
    expect(() => readEnv({ PORT: '70000', PUBLIC_URL: 'ftp://x' })).toThrow(
      /DATABASE_URL:[\s\S]*FILES_DIR:[\s\S]*PORT:[\s\S]*PUBLIC_URL: expected an address/,
    );
  });
});
