import type { SpectrumEncoding } from '../spectrum.js';
import type { ProblemList } from './problem-list.js';
import { TOLD_REASON } from './told.js';

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: SpectrumEncoding;
  readonly confidence: number;
  readonly because: string;
}

/** Said where bytes are text, but not UTF-8. */
export const WINDOWS_1252_FOUND: Omit<DecodedText, 'text'> = {
  encoding: 'windows-1252',
  confidence: 0.9,
  because: 'Some bytes are not valid UTF-8, as in Western European exports of Windows programs.',
};

const probeBytes = 8_192;

/** Files that people mistake for text exports, by how they begin. */
const binaryKinds: readonly { readonly kind: string; readonly start: readonly number[] }[] = [
  { kind: 'a ZIP archive or an Excel workbook', start: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'an old Excel workbook', start: [0xd0, 0xcf, 0x11, 0xe0] },
  { kind: 'a PDF document', start: [0x25, 0x50, 0x44, 0x46] },
  { kind: 'a PNG image', start: [0x89, 0x50, 0x4e, 0x47] },
  { kind: 'a JPEG image', start: [0xff, 0xd8, 0xff] },
  { kind: 'a gzip archive', start: [0x1f, 0x8b] },
  { kind: 'a Bruker OPUS file', start: [0x0a, 0x0a, 0xfe, 0xfe] },
  { kind: 'a PerkinElmer SP file', start: [0x50, 0x45, 0x50, 0x45] },
];

/** The text of a file; null, with the reason added, where the bytes are no text. `told` overrides the detection. */
export function decodeText(
  bytes: Uint8Array,
  problems: ProblemList,
  told?: SpectrumEncoding,
): DecodedText | null {
  if (bytes.length === 0) {
    problems.error('EMPTY_FILE', 'The file is empty (0 bytes).', {
      expectation: 'a spectrum as text',
      fix: 'Export the spectrum again.',
    });
    return null;
  }
  const kind = binaryKinds.find(({ start }) => start.every((byte, i) => bytes[i] === byte));
  if (kind !== undefined) return refuseBinary(problems, `The file is ${kind.kind}, not text.`);
  const decoded = told === undefined ? detect(bytes) : decodeAs(bytes, told);
  if (told === undefined && controlShare(decoded.text) > 0.01) {
    return refuseBinary(problems, 'The file is binary: it holds control characters that no text has.');
  }
  if (decoded.text.trim() === '') {
    problems.error('EMPTY_FILE', 'The file has no text, only blank lines.', {
      expectation: 'a spectrum as text',
      fix: 'Export the spectrum again.',
    });
    return null;
  }
  return decoded;
}

function refuseBinary(problems: ProblemList, message: string): null {
  problems.error('BINARY_FILE', message, {
    expectation: 'delimited text or JCAMP-DX',
    fix: 'Export the spectrum as CSV or JCAMP-DX from the instrument software.',
  });
  return null;
}

function decodeAs(bytes: Uint8Array, encoding: SpectrumEncoding): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  return { text, encoding, confidence: 1, because: TOLD_REASON };
}

function detect(bytes: Uint8Array): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked !== null) {
    const text = new TextDecoder(marked).decode(bytes);
    return { text, encoding: marked, confidence: 1, because: 'The file begins with a byte order mark.' };
  }
  const wide = unmarkedUtf16(bytes);
  if (wide !== null) {
    const text = new TextDecoder(wide).decode(bytes);
    return { text, encoding: wide, confidence: 0.95, because: 'Every second byte is zero.' };
  }
  return detectBytewise(bytes);
}

function detectBytewise(bytes: Uint8Array): DecodedText {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const because = 'All bytes are valid UTF-8.';
    return { text, encoding: 'utf-8', confidence: 1, because };
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text, ...WINDOWS_1252_FOUND };
  }
}

function byteOrderMark(bytes: Uint8Array): SpectrumEncoding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 without a mark: Western text has a zero in every second byte. */
function unmarkedUtf16(bytes: Uint8Array): SpectrumEncoding | null {
  const length = Math.min(bytes.length, probeBytes) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const pairs = length / 2;
  if (odd > 0.7 * pairs && even < 0.05 * pairs) return 'utf-16le';
  if (even > 0.7 * pairs && odd < 0.05 * pairs) return 'utf-16be';
  return null;
}

function controlShare(text: string): number {
  const length = Math.min(text.length, probeBytes);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    // Tab, line feed, form feed, carriage return and the old end-of-file mark belong to text.
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13 && code !== 26) controls++;
    if (code === 0xfffd) controls++;
  }
  return length === 0 ? 0 : controls / length;
}
