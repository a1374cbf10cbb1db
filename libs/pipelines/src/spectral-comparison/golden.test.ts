import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { normaliseAll } from './normalising/normalise.js';
import { readSpectrum } from './reading/read-spectrum.js';

/** Files with the arrays that a good reader gives, kept beside the repository. */
const reference = fileURLToPath(new URL('../../../../../shared/reference/spectra', import.meta.url));
const present = existsSync(reference);
const given = present ? describe : describe.skip;
if (!present) console.warn(`Golden tests are skipped: there is no reference data at ${reference}.`);

interface ExpectedSpectrum {
  readonly name: string | null;
  readonly native_x_unit: string;
  readonly native_y_unit: string;
  readonly y_canonical_unit: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Expected {
  readonly ok: boolean;
  readonly detect?: {
    readonly delimiter?: string;
    readonly decimal?: string;
    readonly header_lines?: number;
  };
  readonly error?: readonly string[];
  readonly spectra?: readonly ExpectedSpectrum[];
}

const xUnits: Record<string, string> = { 'cm-1': 'cm-1', nm: 'nm', um: 'um' };
const yUnits: Record<string, string> = { '%T': 'percent_transmittance', T: 'transmittance' };

function largestDifference(a: ArrayLike<number>, b: readonly number[], relative: boolean): number {
  return b.reduce((worst, value, i) => {
    const difference = Math.abs(a[i]! - value) / (relative ? Math.max(Math.abs(value), 1) : 1);
    return Math.max(worst, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }, 0);
}

const names = present ? readdirSync(path.join(reference, 'files')).sort() : ['absent'];

given('reference spectra', () => {
  it.each(names)('%s', (name) => {
    const expected = JSON.parse(
      readFileSync(path.join(reference, 'expected', `${name}.json`), 'utf8'),
    ) as Expected;
    const { spectrum, structure, problems } = readSpectrum(
      readFileSync(path.join(reference, 'files', name)),
      name,
    );
    const errors = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    if (!expected.ok) {
      expect(spectrum).toBeNull();
      expect(expected.error).toContain(errors[0]);
      return;
    }
    expect(errors).toEqual([]);
    const results = normaliseAll(spectrum!);
    expect(results).toHaveLength(expected.spectra!.length);
    expected.spectra!.forEach((one, i) => {
      const { spectrum: normalised } = results[i]!;
      expect(normalised?.valueUnit).toBe(one.y_canonical_unit);
      expect(structure?.xUnit).toBe(xUnits[one.native_x_unit]);
      expect(normalised?.provenance.yUnit).toBe(yUnits[one.native_y_unit] ?? one.native_y_unit);
      expect(normalised?.wavenumbers).toHaveLength(one.x.length);
      expect(largestDifference(normalised!.wavenumbers, one.x, true)).toBeLessThan(1e-6);
      expect(largestDifference(normalised!.values, one.y, false)).toBeLessThan(1e-6);
      if (one.name !== null) expect(normalised?.provenance.column).toBe(one.name);
    });
    const { delimiter, decimal, header_lines } = expected.detect ?? {};
    if (delimiter) expect(structure?.delimiter).toBe(delimiter);
    if (decimal) expect(structure?.decimalSign).toBe(decimal);
    if (header_lines !== undefined) expect(structure?.linesBeforeData).toBe(header_lines);
  });
});
