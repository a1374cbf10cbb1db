import { mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import type { PlannedInputs } from '@batchyard/domain';
import { findPipeline, ProblemsError, removeReadOnly } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BlobStore, openBlobStore } from '../../../../libs/persistence/src/blobs/blob-store.js';
import { attemptFolders, type PlacedJob } from './attempt-folder.js';

let folder: string;
let blobs: BlobStore;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard-attempts-'));
  mkdirSync(path.join(folder, 'work'));
  blobs = await openBlobStore(path.join(folder, 'files'));
});
afterAll(() => removeReadOnly(folder));

/** A zip of one file. */
function zipOf(name: string, text: string): Buffer {
  const contents = deflateRawSync(text);
  const [local, central, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(crc32(text), 16);
  central.writeUInt32LE(contents.length, 20);
  central.writeUInt32LE(text.length, 24);
  central.writeUInt16LE(name.length, 28);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + contents.length, 16);
  return Buffer.concat([local, Buffer.from(name), contents, central, Buffer.from(name), end]);
}

const inputSpecs = findPipeline('particle-tracking')?.inputs ?? [];

async function jobOn(jobId: string, bytes: Buffer): Promise<PlacedJob> {
  const { sha256 } = await blobs.put(Readable.from([bytes]));
  const inputs: PlannedInputs = { experiment: [{ reference: '1', name: 'run.zip', sha256 }] };
  return { fence: { jobId, attempt: 1, workerId: 'w' }, inputSpecs, inputs };
}

describe('the folder of an attempt', () => {
  it('gives jobs on one stored directory one read-only copy of it, which outlives each of them', async () => {
    const folders = attemptFolders(path.join(folder, 'work'), blobs);
    const bytes = zipOf('top/a.txt', 'text');
    const [one, two] = [await jobOn('1', bytes), await jobOn('2', bytes)];
    const first = await folders.make(one, null, 'remove');
    const second = await folders.make(two, null, 'remove');
    const [given, same] = [first, second].map(({ inputs }) => inputs.experiment?.[0]);
    expect(given).toEqual({ name: 'run.zip', path: expect.stringMatching(/top$/) });
    expect(same).toEqual(given);
    const directory = given?.path ?? '';
    expect(readFileSync(path.join(directory, 'a.txt'), 'utf8')).toBe('text');
    expect(statSync(directory).mode & 0o222).toBe(0);
    await first.remove();
    await second.remove();
    const third = await folders.make(await jobOn('3', bytes), null, 'remove');
    expect(third.inputs.experiment?.[0]?.path).toBe(directory);
    await third.remove();
  });

  it('is not made of a damaged zip: the problem names input and file', async () => {
    const folders = attemptFolders(path.join(folder, 'work'), blobs);
    const damaged = zipOf('../a.txt', 'text');
    const making = folders.make(await jobOn('4', damaged), null, 'remove');
    await expect(making).rejects.toThrow(ProblemsError);
    await expect(making).rejects.toMatchObject({
      problems: [{ code: 'UNFIT_ARCHIVE', place: { input: 'experiment', file: 'run.zip' } }],
    });
    expect(() => statSync(path.join(folder, 'work', '4-1'))).toThrow(/ENOENT/);
  });
});
