/**
 * From the bytes of a file to a spectrum as measured. Pure: nothing here touches files, and nothing a user may give
 * makes it throw; what is wrong comes back as problems, all at once.
 */
import type { SpectrumReading, StructureOverrides } from '../spectrum.js';
import { decodeText } from './decode.js';
import { readDelimited } from './delimited.js';
import { readJcamp } from './jcamp/jcamp.js';
import { isJcamp } from './jcamp/records.js';
import { type ByteSource, type LargeText, openLargeText } from './large-text.js';
import { splitLines } from './lines.js';
import { ProblemList } from './problem-list.js';

/**
 * Reads delimited text and JCAMP-DX. What `overrides` does not set is detected, and each decision says what it rests
 * on. `spectrum` is null exactly when one of the problems is an error.
 */
export function readSpectrum(
  bytes: Uint8Array,
  fileName: string,
  overrides: StructureOverrides = {},
): SpectrumReading {
  const problems = new ProblemList(fileName);
  const decoded = decodeText(bytes, problems, overrides.encoding);
  if (decoded === null) return { spectrum: null, structure: null, problems: problems.toArray() };
  return readText({ ...decoded, lines: splitLines(decoded.text) }, fileName, overrides, problems);
}

/** As `readSpectrum`, with a block of the text in memory at a time. */
export function readLargeSpectrum(
  source: ByteSource,
  fileName: string,
  overrides: StructureOverrides = {},
  blockBytes?: number,
): SpectrumReading {
  const problems = new ProblemList(fileName);
  const text = openLargeText(source, problems, overrides.encoding, blockBytes);
  if (text === null) return { spectrum: null, structure: null, problems: problems.toArray() };
  return readText(text, fileName, overrides, problems);
}

function readText(
  text: LargeText,
  fileName: string,
  overrides: StructureOverrides,
  problems: ProblemList,
): SpectrumReading {
  const read = isJcamp(text.text) ? readJcamp : readDelimited;
  const { spectrum, structure } = read(text, fileName, overrides, problems);
  return { spectrum: problems.hasErrors ? null : spectrum, structure, problems: problems.toArray() };
}
