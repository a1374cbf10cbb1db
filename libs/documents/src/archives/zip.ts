/**
 * Zip archives written while they are read, contents as they are (most outputs are compressed or small) or deflated
 * by who gives them. Sizes and checksums are known beforehand, so that every reader understands the result, also from
 * a stream; ZIP64 where a size, a place or the number of files needs it. Format: PKWARE APPNOTE 6.3.10.
 */
import { packingMethods } from '@batchyard/pipelines/archives';

export interface ZipEntry {
  /** With `/` between folders, relative, without `..`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** CRC-32 of the contents as they are once unpacked, unsigned. */
  readonly crc32: number;
  readonly modifiedAt: Date;
  /** Given where `contents` are deflated (RFC 1951): their size once unpacked. */
  readonly unpackedBytes?: number;
  /** Exactly `sizeBytes` bytes. */
  contents(): AsyncIterable<Buffer>;
}

const max32 = 0xffffffff;
const max16 = 0xffff;
/** 4.5 where all readers can unpack it that know ZIP64. */
const version = 45;
/** Names are UTF-8. */
const utf8Flag = 0x0800;

/**
 * The archive's bytes. Keeps about 100 bytes of each entry until the end, for the directory that a zip ends with.
 * @throws Error when contents are not as long as was said, or a path is not safe
 */
export async function* zipArchive(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const name = nameOf(entry);
    directory.push(centralHeader(entry, name, offset));
    const header = localHeader(entry, name);
    yield header;
    let written = 0;
    for await (const chunk of entry.contents()) {
      written += chunk.length;
      yield chunk;
    }
    if (written !== entry.sizeBytes) {
      throw new Error(`${entry.path} has ${written} bytes, not ${entry.sizeBytes} as expected.`);
    }
    offset += header.length + written;
  }
  yield* directory;
  const size = directory.reduce((sum, header) => sum + header.length, 0);
  yield endOf(directory.length, size, offset);
}

function nameOf({ path }: ZipEntry): Buffer {
  const isSafe = path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  const name = Buffer.from(path);
  if (!isSafe || /[\\\0]|^[a-z]:/i.test(path) || name.length > max16) {
    throw new Error(`${JSON.stringify(path)} is no safe path in an archive.`);
  }
  return name;
}

function localHeader(entry: ZipEntry, name: Buffer): Buffer {
  const isLarge = largestOf(entry) >= max32;
  const extra = isLarge ? zip64Extra([unpackedOf(entry), entry.sizeBytes]) : Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeFacts(header, 4, entry, isLarge);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra]);
}

function centralHeader(entry: ZipEntry, name: Buffer, offset: number): Buffer {
  const isLarge = largestOf(entry) >= max32;
  const isFar = offset >= max32;
  const large = [...(isLarge ? [unpackedOf(entry), entry.sizeBytes] : []), ...(isFar ? [offset] : [])];
  const extra = large.length > 0 ? zip64Extra(large) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  // Made on Unix, so that the permissions below count.
  header.writeUInt16LE((3 << 8) | version, 4);
  writeFacts(header, 6, entry, isLarge);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(0o100644 * 0x10000, 38);
  header.writeUInt32LE(isFar ? max32 : offset, 42);
  return Buffer.concat([header, name, extra]);
}

/** What both headers say alike, from the version needed to the sizes. */
function writeFacts(header: Buffer, at: number, entry: ZipEntry, isLarge: boolean): void {
  const [time, date] = dosTime(entry.modifiedAt);
  header.writeUInt16LE(isLarge ? version : 20, at);
  header.writeUInt16LE(utf8Flag, at + 2);
  header.writeUInt16LE(
    entry.unpackedBytes === undefined ? packingMethods.stored : packingMethods.deflated,
    at + 4,
  );
  header.writeUInt16LE(time, at + 6);
  header.writeUInt16LE(date, at + 8);
  header.writeUInt32LE(entry.crc32, at + 10);
  header.writeUInt32LE(isLarge ? max32 : entry.sizeBytes, at + 14);
  header.writeUInt32LE(isLarge ? max32 : unpackedOf(entry), at + 18);
}

const unpackedOf = (entry: ZipEntry) => entry.unpackedBytes ?? entry.sizeBytes;
const largestOf = (entry: ZipEntry) => Math.max(entry.sizeBytes, unpackedOf(entry));

function zip64Extra(numbers: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * numbers.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * numbers.length, 2);
  for (const [index, number] of numbers.entries()) extra.writeBigUInt64LE(BigInt(number), 4 + 8 * index);
  return extra;
}

function endOf(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, max16), 8);
  end.writeUInt16LE(Math.min(count, max16), 10);
  end.writeUInt32LE(Math.min(size, max32), 12);
  end.writeUInt32LE(Math.min(offset, max32), 16);
  const needsZip64 = count >= max16 || size >= max32 || offset >= max32;
  return needsZip64 ? Buffer.concat([zip64End(count, size, offset), end]) : end;
}

function zip64End(count: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE((3 << 8) | version, 12);
  end.writeUInt16LE(version, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(size), 40);
  end.writeBigUInt64LE(BigInt(offset), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(offset + size), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** Time and date in the format of MS-DOS, in UTC, from 1980 on. */
function dosTime(at: Date): readonly [number, number] {
  const year = Math.max(0, at.getUTCFullYear() - 1980);
  return [
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  ];
}
