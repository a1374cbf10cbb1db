import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BlobStore, openBlobStore } from '../../../../libs/persistence/src/blobs/blob-store.js';
import { publishArtifacts } from './publish.js';

let folder: string;
let outputDir: string;
let blobs: BlobStore;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-publish-'));
  outputDir = path.join(folder, 'outputs');
  await mkdir(path.join(outputDir, 'plots'), { recursive: true });
  await writeFile(path.join(folder, 'secret'), 'secret');
  blobs = await openBlobStore(path.join(folder, 'files'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const publish = (name: string) => {
  const artifact = {
    path: name,
    title: 'A',
    role: 'data',
    mediaType: 'text/plain',
    sizeBytes: 0,
    sha256: '',
  } as const;
  return publishArtifacts(outputDir, [artifact], blobs);
};

describe('publishing what a job produced', () => {
  it("keeps a file with the storage's own size and digest", async () => {
    await writeFile(path.join(outputDir, 'plots', 'a.txt'), 'abc');
    const [stored] = await publish('plots/a.txt');
    expect(stored).toMatchObject({ path: 'plots/a.txt', sizeBytes: 3 });
    expect(await text(blobs.open(stored?.sha256 ?? ''))).toBe('abc');
  });

  it('follows a link that stays inside', async () => {
    await writeFile(path.join(outputDir, 'newest.txt'), 'abc');
    await symlink('newest.txt', path.join(outputDir, 'link.txt'));
    expect(await publish('link.txt')).toMatchObject([{ sizeBytes: 3 }]);
  });

  it.each([
    ['a link to a foreign file', (place: string) => symlink(path.join(folder, 'secret'), place)],
    [
      'a link to a link to a foreign file',
      async (place: string) => {
        await symlink(path.join(folder, 'secret'), path.join(outputDir, 'hop'));
        await symlink('hop', place);
      },
    ],
    ['a folder that is a link', (place: string) => symlink(folder, place)],
  ])('refuses %s', async (_what, plant) => {
    await plant(path.join(outputDir, 'planted'));
    await expect(publish('planted')).rejects.toThrow(/lies outside|no regular file/);
    await expect(publish('planted/secret')).rejects.toThrow(/lies outside|ENOTDIR/);
  });

  it('refuses a way out, and a named pipe without waiting for it', async () => {
    await expect(publish('../secret')).rejects.toThrow('lies outside');
    spawnSync('mkfifo', [path.join(outputDir, 'pipe')]);
    await expect(publish('pipe')).rejects.toThrow('Artifact pipe is no regular file.');
  });
});
