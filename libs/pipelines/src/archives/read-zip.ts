/**
 * Reads zip archives from disk without trusting them: every place and size is checked against the file, entries may
 * not overlap, and nothing is unpacked beyond the size that was declared. Format: PKWARE APPNOTE 6.3.10.
 */
import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';

/** Ways of packing that are read and written. */
export const packingMethods = { stored: 0, deflated: 8 } as const;

/** The archive cannot be read as one; the message says where it breaks. */
export class DamagedArchive extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DamagedArchive';
  }
}

export interface StoredFile {
  /** As written in the archive; may be unsafe. */
  readonly path: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly crc32: number;
  readonly method: number;
  /** Where its local header is. */
  readonly offset: number;
  /** Type of the file and permissions as Unix has them; 0 where the archive was made elsewhere. */
  readonly unixMode: number;
  readonly isEncrypted: boolean;
}

/** A directory larger than this is none of ours. */
const maxDirectoryBytes = 256 * 1024 * 1024;
/** No stream of deflate gives more than this for each byte. */
const maxRatio = 1_032;
const max32 = 0xffffffff;
const max16 = 0xffff;
/** Who made an entry, in the upper byte of the version. */
const unixHost = 3;

/** The files of an archive, in the order of its directory. @throws DamagedArchive */
export async function readDirectory(handle: FileHandle): Promise<StoredFile[]> {
  const { size } = await handle.stat();
  const end = await findEnd(handle, size);
  if (end.size > maxDirectoryBytes || end.offset + end.size > end.at) {
    throw new DamagedArchive('its directory lies outside the file');
  }
  const bytes = await readAt(handle, end.offset, end.size);
  const files: StoredFile[] = [];
  let at = 0;
  while (at < bytes.length) {
    const { file, length } = readEntry(bytes, at);
    files.push(file);
    at += length;
  }
  if (files.length !== end.count) {
    throw new DamagedArchive(`its directory has ${files.length} files, not ${end.count} as its end says`);
  }
  refuseOverlaps(files, end.offset);
  return files;
}

interface DirectoryEnd {
  readonly count: number;
  readonly size: number;
  readonly offset: number;
  /** Where the end record itself begins. */
  readonly at: number;
}

async function findEnd(handle: FileHandle, size: number): Promise<DirectoryEnd> {
  const tailLength = Math.min(size, 22 + max16);
  const from = size - tailLength;
  const tail = await readAt(handle, from, tailLength);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== 0x06054b50 || at + 22 + tail.readUInt16LE(at + 20) !== tail.length)
      continue;
    const end = {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
      at: from + at,
    };
    const isZip64 = end.count === max16 || end.size === max32 || end.offset === max32;
    return isZip64 ? readEnd64(handle, from + at) : end;
  }
  throw new DamagedArchive('it has no directory at its end');
}

async function readEnd64(handle: FileHandle, endAt: number): Promise<DirectoryEnd> {
  if (endAt < 76) throw new DamagedArchive('its directory says ZIP64, and there is no room for that');
  const locator = await readAt(handle, endAt - 20, 20);
  const at = Number(locator.readBigUInt64LE(8));
  if (locator.readUInt32LE(0) !== 0x07064b50 || at + 56 > endAt - 20) {
    throw new DamagedArchive('the end of its ZIP64 directory is missing');
  }
  const end = await readAt(handle, at, 56);
  if (end.readUInt32LE(0) !== 0x06064b50)
    throw new DamagedArchive('the end of its ZIP64 directory is damaged');
  const [count, size, offset] = [32, 40, 48].map((place) => Number(end.readBigUInt64LE(place)));
  return { count: count ?? 0, size: size ?? 0, offset: offset ?? 0, at };
}

function readEntry(bytes: Buffer, at: number): { file: StoredFile; length: number } {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) {
    throw new DamagedArchive(`its directory is damaged at byte ${at}`);
  }
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) =>
    bytes.readUInt16LE(at + place),
  ) as [number, number, number];
  const length = 46 + nameLength + extraLength + commentLength;
  if (at + length > bytes.length) throw new DamagedArchive(`its directory is damaged at byte ${at}`);
  const path = bytes.toString('utf8', at + 46, at + 46 + nameLength);
  const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const large = zip64Numbers(extra);
  const sizeAt = (place: number) => {
    const value = bytes.readUInt32LE(at + place);
    return value === max32 ? (large.shift() ?? value) : value;
  };
  // In this order they stand in the ZIP64 field.
  const [unpackedBytes, packedBytes, offset] = [sizeAt(24), sizeAt(20), sizeAt(42)];
  const file = {
    path,
    packedBytes,
    unpackedBytes,
    offset,
    crc32: bytes.readUInt32LE(at + 16),
    method: bytes.readUInt16LE(at + 10),
    unixMode: bytes[at + 5] === unixHost ? bytes.readUInt16LE(at + 40) : 0,
    isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
  };
  return { file, length };
}

function zip64Numbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const field = extra.subarray(at + 4, at + 4 + length);
      const count = Math.floor(field.length / 8);
      return Array.from({ length: count }, (_, index) => Number(field.readBigUInt64LE(8 * index)));
    }
    at += 4 + length;
  }
  return [];
}

/** Files that share bytes are how small archives unpack to huge ones. */
function refuseOverlaps(files: readonly StoredFile[], directoryOffset: number): void {
  const ordered = [...files].sort((a, b) => a.offset - b.offset);
  for (const [index, { path, offset, packedBytes, unpackedBytes, method }] of ordered.entries()) {
    const end = ordered[index + 1]?.offset ?? directoryOffset;
    if (offset + 30 + packedBytes > end)
      throw new DamagedArchive(`${named(path)} reaches into what follows it`);
    const most = method === packingMethods.stored ? packedBytes : packedBytes * maxRatio + maxRatio;
    if (unpackedBytes > most) throw new DamagedArchive(`${named(path)} says it unpacks to more than it can`);
  }
}

const named = (path: string) => JSON.stringify(path.slice(0, 200));

/** Contents of one file, unpacked, never more than declared. @throws DamagedArchive when they do not fit their header */
export async function* readContents(handle: FileHandle, file: StoredFile): AsyncGenerator<Buffer> {
  const from = await contentsOffset(handle, file);
  const { packedBytes, unpackedBytes, method } = file;
  let [written, checksum] = [0, 0];
  try {
    for await (const chunk of unpacked(packedChunks(handle, from, packedBytes), method)) {
      written += chunk.length;
      if (written > unpackedBytes) break;
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_'))
      throw new DamagedArchive('it does not unpack');
    throw error;
  }
  if (written !== unpackedBytes) throw new DamagedArchive(`it does not unpack to ${unpackedBytes} bytes`);
  if (checksum !== file.crc32) throw new DamagedArchive('its checksum in the archive differs');
}

function unpacked(packed: AsyncIterable<Buffer>, method: number): AsyncIterable<Buffer> {
  if (method === packingMethods.stored) return packed;
  if (method !== packingMethods.deflated)
    throw new DamagedArchive(`it is packed in way ${method}, which is not known here`);
  const inflate = createInflateRaw();
  // An error reaches whoever reads from the last one.
  return pipeline(Readable.from(packed), inflate, () => undefined);
}

async function contentsOffset(handle: FileHandle, { offset, path }: StoredFile): Promise<number> {
  const header = await readAt(handle, offset, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw new DamagedArchive('its header is damaged');
  const nameLength = header.readUInt16LE(26);
  const name = await readAt(handle, offset + 30, nameLength);
  if (name.toString('utf8') !== path) throw new DamagedArchive('its header has another name');
  return offset + 30 + nameLength + header.readUInt16LE(28);
}

async function* packedChunks(handle: FileHandle, from: number, length: number): AsyncGenerator<Buffer> {
  const pieceBytes = 256 * 1024;
  for (let at = 0; at < length; at += pieceBytes) {
    yield await readAt(handle, from + at, Math.min(pieceBytes, length - at));
  }
}

async function readAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  if (bytesRead !== length) throw new DamagedArchive('it ends too early');
  return bytes;
}
