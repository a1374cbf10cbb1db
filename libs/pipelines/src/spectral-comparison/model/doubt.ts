import type { Problem } from '../../contract.js';
import { CONFIDENT, type SpectrumStructure } from '../spectrum.js';

/** Errors that delimited text gives because of how it was divided, so that another structure may be without them. */
const structural: ReadonlySet<string> = new Set([
  'NO_NUMERIC_DATA',
  'NO_X_AXIS',
  'TOO_FEW_COLUMNS',
  'TOO_FEW_POINTS',
  'UNKNOWN_CURVE',
]);

/**
 * Whether somebody who sees the beginning of the file might know its structure better than the rules: it is uncertain,
 * or they found none. Empty and binary files, web pages and JCAMP-DX, which says its structure itself, never are.
 */
export function isDoubtful({
  structure,
  problems,
}: {
  readonly structure: SpectrumStructure | null;
  readonly problems: readonly Problem[];
}): boolean {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!errors.every(({ code }) => structural.has(code))) return false;
  if (structure === null) return errors.length > 0;
  return structure.format === 'delimited' && structure.confidence < CONFIDENT;
}
