/** A spectrum of our own with known values, and ways to write it down, for tests. */

/** Band centres in cm⁻¹, all 50 cm⁻¹ wide (standard deviation) and 0.8 high, on a background of 0.1. */
const bands = [3_500, 2_900, 1_650, 1_450, 1_000];

/** Absorbance at a wavenumber in cm⁻¹. */
export function absorbanceAt(wavenumber: number): number {
  return bands.reduce((sum, band) => sum + 0.8 * Math.exp(-(((wavenumber - band) / 50) ** 2) / 2), 0.1);
}

/** Points from 4000 down to 400 cm⁻¹, values with 6 decimals. */
export interface Truth {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** @param count at least 2 */
export function truth(count = 301): Truth {
  const x = Array.from({ length: count }, (_, i) => Number((4_000 - (3_600 * i) / (count - 1)).toFixed(3)));
  return { x, y: x.map((at) => Number(absorbanceAt(at).toFixed(6))) };
}

/** One line a point. */
export function lines({ x, y }: Truth, write: (x: number, y: number, i: number) => string): string {
  return x.map((at, i) => write(at, y[i]!, i)).join('\n');
}

/** With a decimal comma. */
export function comma(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('.', ',');
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function utf16(text: string, order: 'le' | 'be', mark: 'marked' | 'unmarked'): Uint8Array {
  const marked = mark === 'marked' ? `\ufeff${text}` : text;
  const bytes = new Uint8Array(marked.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < marked.length; i++) view.setUint16(2 * i, marked.charCodeAt(i), order === 'le');
  return bytes;
}

/** One byte a character, as Latin-1 and (above 159) Windows-1252 write. */
export function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** The largest difference between numbers at the same place; infinite where one is missing or NaN. */
export function worstDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}
