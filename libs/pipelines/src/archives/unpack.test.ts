import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { removeReadOnly, UnfitArchive, unpackDirectory } from './unpack.js';
import { type OpenedDirectory, openUnpackedDirectories } from './unpacked-directories.js';

let folder: string;
let made = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'batchyard-unpack-'));
});
afterAll(() => removeReadOnly(folder));

interface Entry {
  readonly path: string;
  readonly text?: string;
  readonly unixMode?: number;
  readonly flags?: number;
}

/** A zip as other tools write it: deflated, no data beyond what is needed. */
function zipOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path: name, text = '', unixMode = 0o100644, flags = 0 } of entries) {
    const contents = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt8(3, 5);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc32(text), 16);
    central.writeUInt32LE(contents.length, 20);
    central.writeUInt32LE(Buffer.byteLength(text), 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt16LE(unixMode, 40);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), contents);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + contents.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

async function stored(bytes: Buffer): Promise<string> {
  const file = path.join(folder, `stored-${made++}.zip`);
  await writeFile(file, bytes);
  return file;
}
const unpack = async (bytes: Buffer, maxBytes = 1e9) => {
  const target = path.join(folder, `unpacked-${made++}`);
  return unpackDirectory(await stored(bytes), target, maxBytes);
};
const plain: Entry[] = [
  { path: 'a.txt', text: 'one' },
  { path: 'in/b.txt', text: 'two'.repeat(1000) },
];

describe('unpacking a directory', () => {
  it('gives all files, which nobody can write to', async () => {
    const directory = await unpack(zipOf([...plain, { path: 'empty/', unixMode: 0o040755 }]));
    expect((await readdir(directory)).sort()).toEqual(['a.txt', 'empty', 'in']);
    expect(await readFile(path.join(directory, 'in/b.txt'), 'utf8')).toBe('two'.repeat(1000));
    for (const part of ['', 'a.txt', 'in', 'in/b.txt', 'empty']) {
      expect((await stat(path.join(directory, part))).mode & 0o222).toBe(0);
    }
  });

  it('steps into a single directory, and leaves out what macOS adds', async () => {
    const entries = plain.map((entry) => ({ ...entry, path: `run 1/${entry.path}` }));
    const added = [{ path: '__MACOSX/run 1/._a.txt' }, { path: 'run 1/.DS_Store' }];
    const directory = await unpack(zipOf([{ path: 'run 1/' }, ...entries, ...added]));
    expect(path.basename(directory)).toBe('run 1');
    expect((await readdir(directory)).sort()).toEqual(['a.txt', 'in']);
  });

  const unfit: [string, Entry[], RegExp][] = [
    ['an absolute path', [{ path: '/etc/passwd' }], /"\/etc\/passwd" has an absolute path/],
    ['a path on a drive', [{ path: 'C:/x' }], /absolute path/],
    ['a way out', [{ path: 'a/../../b' }], /outside of its directory/],
    ['a backslash', [{ path: 'a\\b' }], /backslash/],
    ['an empty part', [{ path: 'a//b' }], /empty part/],
    ['a link', [{ path: 'a', text: '/etc', unixMode: 0o120777 }], /"a" is a link/],
    ['a device', [{ path: 'a', unixMode: 0o020666 }], /neither a file nor a directory/],
    ['a password', [{ path: 'a', flags: 1 }], /"a" is encrypted/],
    ['a file twice', [plain[0]!, plain[0]!], /"a.txt" is in it twice/],
    ['a file that is a directory too', [{ path: 'a' }, { path: 'a/b' }], /"a" is a file and a directory/],
    ['too long a name', [{ path: 'x'.repeat(300) }], /too long a path/],
    ['no files', [{ path: 'a/', unixMode: 0o040755 }], /has no files/],
  ];
  it.each(unfit)('refuses %s, and leaves nothing behind', async (_what, entries, message) => {
    const target = path.join(folder, `unpacked-${made++}`);
    const unpacking = unpackDirectory(await stored(zipOf(entries)), target, 1e9);
    await expect(unpacking).rejects.toThrow(UnfitArchive);
    await expect(unpacking).rejects.toThrow(message);
    await expect(stat(target)).rejects.toThrow(/ENOENT/);
  });

  it('refuses what is damaged, no archive, or too large', async () => {
    const whole = zipOf(plain);
    const spoilt = Buffer.from(whole);
    spoilt[36] = spoilt[36]! ^ 0xff;
    await expect(unpack(spoilt)).rejects.toThrow(/^"a.txt": it/);
    await expect(unpack(whole.subarray(0, -10))).rejects.toThrow(/no directory at its end/);
    await expect(unpack(Buffer.from('x,y\n1,2\n'))).rejects.toThrow(UnfitArchive);
    await expect(unpack(whole, 8_000)).rejects.toThrow('it unpacks to 1 MB, and at most 1 MB are unpacked');
  });
});

describe('unpacked directories', () => {
  const limits = { maxBytes: 1e9, maxUnusedBytes: 5_000 };
  /** A zip that unpacks to 3,003 bytes. */
  const archive = () => stored(zipOf(plain));

  it('are unpacked once for all who read them at a time', async () => {
    const home = path.join(folder, `home-${made++}`);
    const directories = openUnpackedDirectories(home, limits);
    const zip = await archive();
    const [a, b] = await Promise.all([directories.open(zip), directories.open(zip)]);
    expect(a.path).toBe(b.path);
    a.release();
    b.release();
    expect((await directories.open(zip)).path).toBe(a.path);
    expect(await readdir(home)).toHaveLength(1);
  });

  it('go when there are too many that nobody reads, those used longest ago first', async () => {
    const home = path.join(folder, `home-${made++}`);
    const directories = openUnpackedDirectories(home, limits);
    const opened: OpenedDirectory[] = [];
    for (let i = 0; i < 3; i++) opened.push(await directories.open(await archive()));
    for (const { release } of opened) release();
    const there = async () =>
      (await Promise.all(opened.map((one) => stat(one.path).catch(() => null)))).map((found) => !!found);
    for (let tries = 0; tries < 100 && (await readdir(home)).length > 1; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await there()).toEqual([false, false, true]);
  });

  it('are tried again after they could not be unpacked', async () => {
    const directories = openUnpackedDirectories(path.join(folder, `home-${made++}`), limits);
    const file = path.join(folder, 'late.zip');
    await expect(directories.open(file)).rejects.toThrow(/ENOENT/);
    await writeFile(file, zipOf(plain));
    expect(await readdir((await directories.open(file)).path)).toContain('a.txt');
  });
});

describe('removing what is read-only', () => {
  it('removes it, and minds no absence', async () => {
    const directory = await unpack(zipOf(plain));
    await removeReadOnly(directory);
    await expect(stat(directory)).rejects.toThrow(/ENOENT/);
    await removeReadOnly(directory);
    const empty = path.join(folder, 'empty');
    await mkdir(empty);
    await rm(empty, { recursive: true });
    await removeReadOnly(empty);
    await expect(stat(empty)).rejects.toThrow(/ENOENT/);
  });
});
