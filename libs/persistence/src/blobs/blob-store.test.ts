import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BlobStore, OutOfSpace, openBlobStore } from './blob-store.js';

let folder: string;
let blobs: BlobStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-blobs-'));
  blobs = await openBlobStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const sha256 = (contents: string) => createHash('sha256').update(contents).digest('hex');
const drafts = () => readdir(path.join(folder, '.tmp'));

describe('blob store', () => {
  it('makes its folder for its own account alone', async () => {
    const fresh = path.join(folder, 'data', 'files');
    await openBlobStore(fresh);
    expect((await stat(fresh)).mode & 0o777).toBe(0o700);
  });

  it('keeps a stream by its contents, read-only', async () => {
    const blob = await blobs.put(Readable.from([Buffer.from('ab'), Buffer.from('c')]));
    expect(blob).toEqual({ sha256: sha256('abc'), sizeBytes: 3 });
    expect(await text(blobs.open(blob.sha256))).toBe('abc');
    expect((await stat(blobs.pathOf(blob.sha256))).mode & 0o777).toBe(0o444);
    expect(await drafts()).toEqual([]);
  });

  it('keeps equal contents once, also when they come at the same time', async () => {
    const file = path.join(folder, 'source');
    await writeFile(file, 'same');
    const stored = await Promise.all([
      blobs.put(file),
      blobs.put(Readable.from([Buffer.from('same')])),
      blobs.put(file),
    ]);
    expect(new Set(stored.map((blob) => blob.sha256))).toEqual(new Set([sha256('same')]));
    expect(await readFile(blobs.pathOf(sha256('same')), 'utf8')).toBe('same');
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('connection lost');
      })(),
    );
    await expect(blobs.put(broken)).rejects.toThrow('connection lost');
    expect(await drafts()).toEqual([]);
  });

  it('says that the disk is full', async () => {
    const full = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw Object.assign(new Error('write'), { code: 'ENOSPC' });
      })(),
    );
    await expect(blobs.put(full)).rejects.toThrow(OutOfSpace);
    expect(await drafts()).toEqual([]);
  });

  it.each(['', '../../etc/passwd', 'A'.repeat(64), `${'a'.repeat(63)}/`])(
    'takes no other name: %j',
    (name) => {
      expect(() => blobs.pathOf(name)).toThrow(/is not a SHA-256/);
    },
  );

  it('sweeps only what has been left for long', async () => {
    const [old, fresh] = ['old', 'fresh'].map((name) => path.join(folder, '.tmp', name)) as [string, string];
    await writeFile(old, '');
    await writeFile(fresh, '');
    await utimes(old, new Date(0), new Date(0));
    expect(await blobs.sweep(60_000)).toBe(1);
    expect(await drafts()).toEqual(['fresh']);
  });
});
