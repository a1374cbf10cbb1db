/**
 * From the bytes of a file to a spectrum as measured. Pure: nothing here touches files, and nothing a user may give
 * makes it throw; what is wrong comes back as problems, all at once.
 */
import type { SpectrumReading, StructureOverrides } from '../spectrum.js';
import { decodeText } from './decode.js';
import { readDelimited } from './delimited.js';
import { readJcamp } from './jcamp/jcamp.js';
import { isJcamp } from './jcamp/records.js';
import { type ByteSource, openLargeText } from './large-text.js';
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
  if (isJcamp(decoded.text)) return withProblems(readJcamp(decoded, fileName, overrides, problems), problems);
  const text = { ...decoded, lines: splitLines(decoded.text) };
  return withProblems(readDelimited(text, fileName, overrides, problems), problems);
}

/** As `readSpectrum`, with a block of the text in memory at a time; JCAMP-DX is read as a whole. */
export function readLargeSpectrum(
  source: ByteSource,
  fileName: string,
  overrides: StructureOverrides = {},
  blockBytes?: number,
): SpectrumReading {
  const problems = new ProblemList(fileName);
  const text = openLargeText(source, problems, overrides.encoding, blockBytes);
  if (text === null) return { spectrum: null, structure: null, problems: problems.toArray() };
  if (isJcamp(text.text)) return readSpectrum(source.read(0, source.size), fileName, overrides);
  return withProblems(readDelimited(text, fileName, overrides, problems), problems);
}

function withProblems(
  { spectrum, structure }: Omit<SpectrumReading, 'problems'>,
  problems: ProblemList,
): SpectrumReading {
  return { spectrum: problems.hasErrors ? null : spectrum, structure, problems: problems.toArray() };
}
