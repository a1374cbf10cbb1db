import { createHash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { openDrafts } from './drafts.js';
import { type ZipEntry, zipArchive } from './zip.js';

const entryOf = (path: string, contents: string | Buffer): ZipEntry => {
  const bytes = Buffer.from(contents);
  return {
    path,
    sizeBytes: bytes.length,
    crc32: crc32(bytes),
    modifiedAt: new Date('2026-03-04T05:06:08Z'),
    async *contents() {
      yield bytes;
    },
  };
};

async function archive(entries: Iterable<ZipEntry>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const source = async function* () {
    yield* entries;
  };
  for await (const chunk of zipArchive(source())) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Path → contents, read as a reader does: from the directory at the end, checksums verified. */
function readZip(zip: Buffer): Map<string, Buffer> {
  const end = zip.length - 22;
  expect(zip.readUInt32LE(end)).toBe(0x06054b50);
  const isZip64 = zip.readUInt16LE(end + 10) === 0xffff;
  const end64 = isZip64 ? Number(zip.readBigUInt64LE(end - 20 + 8)) : 0;
  const count = isZip64 ? Number(zip.readBigUInt64LE(end64 + 32)) : zip.readUInt16LE(end + 10);
  let at = isZip64 ? Number(zip.readBigUInt64LE(end64 + 48)) : zip.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let index = 0; index < count; index++) {
    mustEqual(zip.readUInt32LE(at), 0x02014b50);
    const [packed, size, nameLength] = [
      zip.readUInt32LE(at + 20),
      zip.readUInt32LE(at + 24),
      zip.readUInt16LE(at + 28),
    ];
    const local = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    mustEqual(zip.readUInt32LE(local), 0x04034b50);
    mustEqual(zip.readUInt32LE(local + 14), zip.readUInt32LE(at + 16));
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(from, from + packed);
    const contents = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes;
    mustEqual(contents.length, size);
    mustEqual(crc32(contents), zip.readUInt32LE(at + 16));
    files.set(name, contents);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files;
}

/** Like `expect`, but quick enough for each of many files. */
function mustEqual(found: number, expected: number): void {
  if (found !== expected) throw new Error(`Found ${found}, expected ${expected}.`);
}

describe('archives', () => {
  it('give back what went in', async () => {
    const random = createHash('sha512').update('x').digest();
    const files = readZip(
      await archive([entryOf('a/läufe 1.csv', 'a,b\n'), entryOf('a/empty', ''), entryOf('random', random)]),
    );
    expect([...files.keys()]).toEqual(['a/läufe 1.csv', 'a/empty', 'random']);
    expect(files.get('a/läufe 1.csv')?.toString()).toBe('a,b\n');
    expect(files.get('random')).toEqual(random);
  });

  it('hold drafts, deflated or as they are', async () => {
    const drafts = await openDrafts();
    const at = new Date('2026-03-04T05:06:08Z');
    const text = 'row,1\r\n'.repeat(50_000);
    const parts = async function* () {
      for (const line of text.match(/.{1,1000}/gs) ?? []) yield line;
      yield new Uint8Array([1, 2, 3]);
    };
    const plain = await drafts.create();
    await plain.write('abc');
    const zip = await archive([await drafts.add('big.csv', at, parts()), await plain.entry('small', at)]);
    const files = readZip(zip);
    expect(files.get('big.csv')?.toString('latin1')).toBe(`${text}\x01\x02\x03`);
    expect(files.get('small')?.toString()).toBe('abc');
    expect(zip.length).toBeLessThan(5_000);
    await drafts.remove();
  });

  it('may be empty', async () => {
    expect(readZip(await archive([])).size).toBe(0);
  });

  it('hold more files than the old format can count', async () => {
    const many = Array.from({ length: 70_000 }, (_, n) => entryOf(`f/${n}`, `${n}`));
    const files = readZip(await archive(many));
    expect(files.size).toBe(70_000);
    expect(files.get('f/69999')?.toString()).toBe('69999');
  });

  it.each(['../x', '/x', 'a/../b', 'a//b', 'C:/x', 'a\\b', '', 'a/.', 'x\0'])(
    'refuse the path %j',
    async (path) => {
      await expect(archive([entryOf(path, 'x')])).rejects.toThrow('no safe path');
    },
  );

  it('refuse contents that are shorter than was said', async () => {
    await expect(archive([{ ...entryOf('x', 'abc'), sizeBytes: 4 }])).rejects.toThrow('3 bytes, not 4');
  });
});
