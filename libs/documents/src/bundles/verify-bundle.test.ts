import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DraftEntry, type Drafts, openDrafts } from '../archives/drafts.js';
import { type ZipEntry, zipArchive } from '../archives/zip.js';
import { checksumLine, checksumsPath } from './checksums.js';
import { NotABundle, verifyBundle } from './verify-bundle.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard verify '));
const at = new Date('2026-03-04T05:06:08Z');
let drafts: Drafts;
beforeAll(async () => {
  drafts = await openDrafts();
});
afterAll(async () => {
  await drafts.remove();
  rmSync(folder, { recursive: true });
});

async function* once(text: string) {
  yield text;
}
const entryOf = (name: string, text: string) => drafts.add(name, at, once(text));
const storedOf = async (name: string, text: string) => {
  const draft = await drafts.create();
  await draft.write(text);
  return draft.entry(name, at);
};

async function bytesOf(entries: readonly ZipEntry[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const source = async function* () {
    yield* entries;
  };
  for await (const chunk of zipArchive(source())) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function check(bytes: Buffer) {
  const file = path.join(folder, 'bundle.zip');
  writeFileSync(file, bytes);
  return verifyBundle(file);
}

const listOf = (entries: readonly DraftEntry[]) => entryOf(checksumsPath, entries.map(checksumLine).join(''));
const kinds = async (bytes: Buffer) => (await check(bytes)).drift.map((drift) => [drift.kind, drift.path]);

async function files(): Promise<DraftEntry[]> {
  return [
    await entryOf('report.html', '<p>'.repeat(1000)),
    await storedOf('logs/läufe 1.log', 'a log\n'),
    await entryOf('empty', ''),
  ];
}

describe('a bundle', () => {
  it('is as it was made', async () => {
    const entries = await files();
    expect(await check(await bytesOf([...entries, await listOf(entries)]))).toEqual({ intact: 3, drift: [] });
  });

  it('with any byte of a content flipped names the file', async () => {
    const entries = await files();
    const list = await listOf(entries);
    const bytes = await bytesOf([...entries, list]);
    let start = 0;
    for (const entry of [...entries, list]) {
      const from = start + 30 + Buffer.byteLength(entry.path);
      for (let place = from; place < from + entry.sizeBytes; place += 1) {
        const flipped = Buffer.from(bytes);
        flipped[place] = (flipped[place] ?? 0) ^ 1;
        const { drift } = await check(flipped);
        if (drift.length !== 1) throw new Error(`Byte ${place}: ${JSON.stringify(drift)}`);
        expect(drift[0]?.path).toBe(entry.path);
      }
      start = from + entry.sizeBytes;
    }
  });

  it('cut short is damaged', async () => {
    const entries = await files();
    const bytes = await bytesOf([...entries, await listOf(entries)]);
    for (const length of [bytes.length - 1, bytes.length - 30, 100, 22, 5]) {
      expect((await kinds(bytes.subarray(0, length))).map(([kind]) => kind)).toEqual(['damaged']);
    }
  });

  it('names files that are missing, added, changed together with their archive checksum, or there twice', async () => {
    const entries = await files();
    const list = await listOf(entries);
    const [report, log, empty] = entries as [DraftEntry, DraftEntry, DraftEntry];
    expect(await kinds(await bytesOf([report, empty, list]))).toEqual([['missing', 'logs/läufe 1.log']]);
    const extra = await entryOf('extra.txt', 'x');
    expect(await kinds(await bytesOf([...entries, extra, list]))).toEqual([['added', 'extra.txt']]);
    const other = await entryOf('report.html', '<b>'.repeat(1000));
    expect(await kinds(await bytesOf([other, log, empty, list]))).toEqual([['changed', 'report.html']]);
    expect(await kinds(await bytesOf([...entries, report, list]))).toEqual([['repeated', 'report.html']]);
    expect(await kinds(await bytesOf(entries))).toEqual([['missing', checksumsPath]]);
    expect(await kinds(await bytesOf([...entries, await entryOf(checksumsPath, 'nonsense\n')]))).toEqual([
      ['damaged', checksumsPath],
      ['added', 'report.html'],
      ['added', 'logs/läufe 1.log'],
      ['added', 'empty'],
    ]);
  });

  it('that would leave its folder is unsafe', async () => {
    const entry = await entryOf('xx/passwd', 'x');
    const bytes = await bytesOf([entry, await listOf([{ ...entry, path: '../passwd' }])]);
    const hostile = Buffer.from(bytes.toString('latin1').replaceAll('xx/passwd', '../passwd'), 'latin1');
    expect(await kinds(hostile)).toEqual([['unsafe', '../passwd']]);
  });

  it('that unpacks to more than it says is stopped', async () => {
    const bomb = Buffer.alloc(50_000_000);
    const packed = deflateRawSync(bomb);
    const entry: ZipEntry = {
      path: 'bomb',
      modifiedAt: at,
      sizeBytes: packed.length,
      unpackedBytes: 1000,
      crc32: crc32(bomb),
      async *contents() {
        yield packed;
      },
    };
    const sha256 = '0'.repeat(64);
    const list = await entryOf(checksumsPath, checksumLine({ sha256, path: 'bomb' }));
    expect((await check(await bytesOf([entry, list]))).drift).toEqual([
      {
        path: 'bomb',
        kind: 'damaged',
        message: 'Its contents differ: it does not unpack to 1000 bytes.',
      },
    ]);
    const huge = await check(await bytesOf([{ ...entry, unpackedBytes: 2 ** 33 }, list]));
    expect(huge.drift[0]?.message).toContain('says it unpacks to more than it can');
  });

  it('must be an archive', async () => {
    await expect(check(Buffer.from('hello'))).rejects.toThrow(NotABundle);
    await expect(check(Buffer.alloc(0))).rejects.toThrow(NotABundle);
    await expect(verifyBundle(path.join(folder, 'absent.zip'))).rejects.toThrow('ENOENT');
  });
});
