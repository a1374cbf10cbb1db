/** Text that is too large to be in memory as a whole: found out about block by block, then read by line. */
import { isUtf8 } from 'node:buffer';
import type { SpectrumEncoding } from '../spectrum.js';
import { type DecodedText, decodeText, WINDOWS_1252_FOUND } from './decode.js';
import { splitLines, type TextLines } from './lines.js';
import type { ProblemList } from './problem-list.js';

/** Bytes that are read piece by piece. */
export interface ByteSource {
  readonly size: number;
  /** The bytes from there, fewer at the end; they may be overwritten by the next call. */
  read(from: number, length: number): Uint8Array;
}

/** A text whose lines can be read; `text` is its beginning alone. */
export interface LargeText extends DecodedText {
  readonly lines: TextLines;
}

/** Whole lines between two places in the bytes. */
interface Block {
  readonly from: number;
  readonly to: number;
  /** Index of its first line. */
  readonly firstLine: number;
}

export const defaultBlockBytes = 1024 * 1024;

/**
 * Finds encoding and lines, holding one block at a time. Null, with the reason added, where the bytes are no text.
 * @param told overrides the detection
 */
export function openLargeText(
  source: ByteSource,
  problems: ProblemList,
  told?: SpectrumEncoding,
  blockBytes = defaultBlockBytes,
): LargeText | null {
  const start = source.read(0, blockBytes);
  const whole = start.length === source.size ? start.length : start.lastIndexOf(10) + 1 || start.length;
  const decoded = decodeText(start.subarray(0, whole), problems, told);
  if (decoded === null) return null;
  const isOpen = told === undefined && decoded.encoding === 'utf-8' && !hasMark(source.read(0, 3));
  const reader = new BlockReader(source, decoded.encoding, blockBytes);
  const { blocks, length, areUtf8 } = divide(reader, source.size);
  if (areUtf8 || !isOpen) return { ...decoded, lines: new LinesOfBlocks(reader, blocks, length) };
  const latin = new BlockReader(source, 'windows-1252', blockBytes);
  return { ...decoded, ...WINDOWS_1252_FOUND, lines: new LinesOfBlocks(latin, blocks, length) };
}

function hasMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function divide(reader: BlockReader, size: number): { blocks: Block[]; length: number; areUtf8: boolean } {
  const blocks: Block[] = [];
  let firstLine = 0;
  let areUtf8 = true;
  for (let from = 0; from < size; ) {
    const bytes = reader.blockAt(from);
    if (bytes.length === 0) break;
    areUtf8 &&= isUtf8(bytes);
    blocks.push({ from, to: from + bytes.length, firstLine });
    firstLine += reader.countLineEnds(bytes);
    from += bytes.length;
  }
  return { blocks, length: firstLine + 1, areUtf8 };
}

const LF = 10;
const CR = 13;

/** Cuts blocks behind line ends, so that each can be decoded and divided by itself. */
class BlockReader {
  /** Bytes of a line end's sign, and which of them has its code. */
  private readonly width: 1 | 2;
  private readonly codeAt: 0 | 1;

  constructor(
    private readonly source: ByteSource,
    private readonly encoding: SpectrumEncoding,
    private readonly blockBytes: number,
  ) {
    this.width = encoding.startsWith('utf-16') ? 2 : 1;
    this.codeAt = encoding === 'utf-16be' ? 1 : 0;
  }

  /** The block that begins there; longer than usual where a line is. */
  blockAt(from: number): Uint8Array {
    for (let length = this.blockBytes; ; length *= 2) {
      const bytes = this.source.read(from, length);
      // Fewer than asked for: the end, also of a file that was cut short meanwhile.
      if (bytes.length < length) return bytes;
      const end = this.lastLineEnd(bytes);
      if (end > 0) return bytes.subarray(0, end);
    }
  }

  countLineEnds(bytes: Uint8Array): number {
    let count = 0;
    let before = 0;
    for (let at = 0; at + this.width <= bytes.length; at += this.width) {
      const code = this.signAt(bytes, at);
      if (code === CR || (code === LF && before !== CR)) count++;
      before = code;
    }
    return count;
  }

  lines({ from, to }: Block): string[] {
    const bytes = this.source.read(from, to - from);
    const lines = splitLines(
      new TextDecoder(this.encoding, { ignoreBOM: from > 0 }).decode(bytes.subarray(0, to - from)),
    );
    // What follows its last line end is the next block.
    if (to < this.source.size) lines.pop();
    return lines;
  }

  /** Index behind the last line end of which is sure that no other belongs to it; 0 where there is none. */
  private lastLineEnd(bytes: Uint8Array): number {
    const last = bytes.length - (bytes.length % this.width) - this.width;
    for (let at = last; at >= 0; at -= this.width) {
      const code = this.signAt(bytes, at);
      if (code === LF || (code === CR && at < last)) return at + this.width;
    }
    return 0;
  }

  /** The code where it is one of a byte, else 0. */
  private signAt(bytes: Uint8Array, at: number): number {
    if (this.width === 1) return bytes[at]!;
    return bytes[at + 1 - this.codeAt] === 0 ? bytes[at + this.codeAt]! : 0;
  }
}

class LinesOfBlocks implements TextLines {
  private held: { readonly block: Block; readonly lines: readonly string[] } | null = null;

  constructor(
    private readonly reader: BlockReader,
    private readonly blocks: readonly Block[],
    readonly length: number,
  ) {}

  at(index: number): string | undefined {
    const { block, lines } = this.holding(index);
    return lines[index - block.firstLine];
  }

  slice(from = 0, to = this.length): string[] {
    const [start, end] = [from, to].map((index) => Math.max(0, index < 0 ? this.length + index : index));
    const lines: string[] = [];
    for (let index = start!; index < Math.min(end!, this.length); index++) lines.push(this.at(index)!);
    return lines;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!;
  }

  private holding(index: number) {
    const { held } = this;
    if (held !== null) {
      const line = index - held.block.firstLine;
      if (line >= 0 && line < held.lines.length) return held;
    }
    const block = this.blocks[this.blockOf(index)]!;
    this.held = { block, lines: this.reader.lines(block) };
    return this.held;
  }

  /** Index of the last block that does not begin behind the line. */
  private blockOf(line: number): number {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle]!.firstLine <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
