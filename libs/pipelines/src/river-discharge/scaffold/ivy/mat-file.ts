/**
 * Reads MATLAB files of version 5 (MAT-File Format, The MathWorks), as far as surveys need them: numbers, text, cells and
 * structures, compressed or not, of either byte order. Version 7.3 is HDF5 and another format.
 */
import { inflateSync } from 'node:zlib';

/** The file cannot be read; the message says why. */
export class MatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MatError';
  }
}

export type MatValue =
  | {
      readonly kind: 'numbers';
      readonly rows: number;
      readonly columns: number;
      /** Column after column, as MATLAB has them. */
      readonly values: Float64Array;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cells'; readonly cells: readonly MatValue[] }
  | { readonly kind: 'structs'; readonly structs: readonly Readonly<Record<string, MatValue>>[] }
  | { readonly kind: 'other' };

/** A survey has some hundred points; what unpacks to more than this is none. */
const mostUnpackedBytes = 64 * 1024 * 1024;
const deepestNesting = 32;
const mostElements = 1_000_000;

const compressed = 15;
const matrix = 14;

/** Variables by name. @throws MatError */
export function readMat(bytes: Uint8Array): Record<string, MatValue> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 136) throw new MatError('it is too short for a MATLAB file');
  if (file.toString('latin1', 0, 10) === 'MATLAB 7.3') {
    throw new MatError('it is of version 7.3 (HDF5); save it with -v7 or -v6');
  }
  const order = file.toString('latin1', 126, 128);
  if (order !== 'IM' && order !== 'MI') throw new MatError('it is no MATLAB file of version 5');
  const variables: Record<string, MatValue> = {};
  for (const element of elementsOf({ bytes: file, little: order === 'IM' }, 128, file.length)) {
    const { name, value } = readVariable(element);
    if (name !== '') variables[name] = value;
  }
  return variables;
}

interface Source {
  readonly bytes: Buffer;
  readonly little: boolean;
}

interface Element extends Source {
  readonly type: number;
}

/** Elements one after the other; each `bytes` holds the data of one. */
function* elementsOf({ bytes, little }: Source, from: number, to: number): Generator<Element> {
  const uint = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  for (let at = from; at + 8 <= to; ) {
    const tag = uint(at);
    // Data of up to four bytes lies in the tag itself.
    const small = tag >>> 16;
    const [type, length, start] = small > 0 ? [tag & 0xffff, small, at + 4] : [tag, uint(at + 4), at + 8];
    if (start + length > to || (small > 0 && small > 4))
      throw new MatError(`it ends too early at byte ${at}`);
    yield { bytes: bytes.subarray(start, start + length), little, type };
    const padded = type === compressed ? length : Math.ceil(length / 8) * 8;
    at = small > 0 ? at + 8 : start + padded;
  }
}

function readVariable(element: Element): { readonly name: string; readonly value: MatValue } {
  if (element.type === matrix) return readMatrix(element, 0);
  if (element.type !== compressed) return { name: '', value: { kind: 'other' } };
  let unpacked: Buffer;
  try {
    unpacked = inflateSync(element.bytes, { maxOutputLength: mostUnpackedBytes });
  } catch {
    throw new MatError('a variable in it does not unpack');
  }
  const [inner] = elementsOf({ bytes: unpacked, little: element.little }, 0, unpacked.length);
  if (inner?.type !== matrix) throw new MatError('a compressed variable in it holds no array');
  return readMatrix(inner, 0);
}

const classes = { cell: 1, struct: 2, char: 4, firstNumber: 6, lastNumber: 15 };

function readMatrix(element: Element, depth: number): { readonly name: string; readonly value: MatValue } {
  if (depth > deepestNesting) throw new MatError('it is nested too deeply');
  if (element.bytes.length === 0) return { name: '', value: emptyNumbers };
  const parts = [...elementsOf(element, 0, element.bytes.length)];
  const [flags, dimensions, label] = parts;
  if (flags === undefined || dimensions === undefined || label === undefined || flags.bytes.length < 4) {
    throw new MatError('an array in it lacks its header');
  }
  const kind = flags.little ? flags.bytes[0]! : flags.bytes[3]!;
  const sizes = [...numbersOf(dimensions)];
  const count = sizes.reduce((product, size) => product * size, 1);
  if (!(count >= 0 && count <= mostElements)) throw new MatError(`an array in it has ${count} elements`);
  const name = label.bytes.toString('latin1');
  const rest = parts.slice(3);
  const children = (some: readonly Element[]) => some.map((part) => readMatrix(part, depth + 1).value);
  if (kind === classes.cell) return { name, value: { kind: 'cells', cells: children(rest) } };
  if (kind === classes.struct) return { name, value: structsOf(rest, count, children) };
  const data = rest[0];
  if (kind === classes.char) return { name, value: { kind: 'text', text: data ? textOf(data) : '' } };
  if (kind < classes.firstNumber || kind > classes.lastNumber) return { name, value: { kind: 'other' } };
  const values = data ? numbersOf(data) : new Float64Array(0);
  if (values.length < count) throw new MatError(`${name || 'an array'} in it ends too early`);
  return { name, value: { kind: 'numbers', rows: sizes[0] ?? 0, columns: count / (sizes[0] || 1), values } };
}

const emptyNumbers: MatValue = { kind: 'numbers', rows: 0, columns: 0, values: new Float64Array(0) };

/** After the header: length of a field's name, all names, then the values of one structure after the other. */
function structsOf(
  parts: readonly Element[],
  count: number,
  children: (some: readonly Element[]) => MatValue[],
): MatValue {
  const [lengths, names, ...fields] = parts;
  const nameLength = lengths ? numbersOf(lengths)[0]! : 0;
  if (names === undefined || !(nameLength > 0)) throw new MatError('a structure in it has no fields');
  const fieldNames = Array.from({ length: Math.floor(names.bytes.length / nameLength) }, (_, i) =>
    names.bytes.toString('latin1', i * nameLength, (i + 1) * nameLength).replace(/\0.*$/s, ''),
  );
  const values = children(fields);
  const structs = Array.from({ length: count }, (_, at) =>
    Object.fromEntries(
      fieldNames.map((field, i) => [field, values[at * fieldNames.length + i] ?? emptyNumbers]),
    ),
  );
  return { kind: 'structs', structs };
}

/** Numbers of an element by the type it is stored as, which may be narrower than that of the array. */
function numbersOf({ bytes, little, type }: Element): Float64Array {
  const reader = readers[type];
  if (reader === undefined) throw new MatError(`it stores numbers in way ${type}, which is not known here`);
  const [size, read] = reader;
  return Float64Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    read(bytes, i * size, little),
  );
}

type Reader = readonly [size: number, read: (bytes: Buffer, at: number, little: boolean) => number];

const readers: Readonly<Record<number, Reader>> = {
  1: [1, (b, at) => b.readInt8(at)],
  2: [1, (b, at) => b.readUInt8(at)],
  3: [2, (b, at, le) => (le ? b.readInt16LE(at) : b.readInt16BE(at))],
  4: [2, (b, at, le) => (le ? b.readUInt16LE(at) : b.readUInt16BE(at))],
  5: [4, (b, at, le) => (le ? b.readInt32LE(at) : b.readInt32BE(at))],
  6: [4, (b, at, le) => (le ? b.readUInt32LE(at) : b.readUInt32BE(at))],
  7: [4, (b, at, le) => (le ? b.readFloatLE(at) : b.readFloatBE(at))],
  9: [8, (b, at, le) => (le ? b.readDoubleLE(at) : b.readDoubleBE(at))],
  12: [8, (b, at, le) => Number(le ? b.readBigInt64LE(at) : b.readBigInt64BE(at))],
  13: [8, (b, at, le) => Number(le ? b.readBigUInt64LE(at) : b.readBigUInt64BE(at))],
};

const utf8 = 16;

/** Text is stored as UTF-8, or as numbers of characters. */
function textOf(element: Element): string {
  if (element.type === utf8) return element.bytes.toString('utf8').trim();
  const codes = element.type === 17 ? numbersOf({ ...element, type: 4 }) : numbersOf(element);
  return String.fromCharCode(...codes).trim();
}
