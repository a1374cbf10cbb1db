/** Fast Fourier transforms of lengths that are powers of two, in place, real and imaginary parts in arrays of their own. */

export interface Fft {
  readonly length: number;
  /** X[k] = Σ x[n] e^(-2πi kn/N). */
  forward(re: Float64Array, im: Float64Array): void;
  /** x[n] = Σ X[k] e^(+2πi kn/N) / N. */
  inverse(re: Float64Array, im: Float64Array): void;
}

/** A grid of real numbers, row by row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Transform of a real grid, row by row: of its columns 0 … columns / 2, since the others mirror them. */
export interface Spectrum {
  readonly rows: number;
  /** Of the grid, not of the spectrum. */
  readonly columns: number;
  /** Columns of the spectrum. */
  readonly bins: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** The smallest power of two that is at least `n`, and at least 1. */
export function powerOfTwoFrom(n: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, n)));
}

const made = new Map<number, Fft>();

/** Transform of one length by Cooley & Tukey (1965), radix 2. @throws RangeError unless a power of two */
export function fftOf(length: number): Fft {
  if (length !== powerOfTwoFrom(length)) {
    throw new RangeError(`A transform of ${length} numbers: the length must be a power of two.`);
  }
  const known = made.get(length);
  if (known) return known;
  const fft = createFft(length);
  made.set(length, fft);
  return fft;
}

interface Tables {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
  readonly reversed: Uint32Array;
}

const madeTables = new Map<number, Tables>();

function tablesOf(length: number): Tables {
  const known = madeTables.get(length);
  if (known) return known;
  const half = Math.max(1, length / 2);
  const tables = {
    cosines: Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / length)),
    sines: Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / length)),
    reversed: bitReversed(length),
  };
  madeTables.set(length, tables);
  return tables;
}

function createFft(length: number): Fft {
  const { cosines, sines, reversed } = tablesOf(length);
  const forward = (re: Float64Array, im: Float64Array) => {
    reorder(re, im, reversed);
    butterflies(re, im, cosines, sines);
  };
  return {
    length,
    forward,
    inverse(re, im) {
      // Swapping the parts before and after turns the sign of the exponent round.
      forward(im, re);
      for (let i = 0; i < length; i++) {
        re[i]! /= length;
        im[i]! /= length;
      }
    },
  };
}

function bitReversed(length: number): Uint32Array {
  const reversed = new Uint32Array(length);
  for (let i = 1; i < length; i++) {
    reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? length >> 1 : 0);
  }
  return reversed;
}

function reorder(re: Float64Array, im: Float64Array, reversed: Uint32Array): void {
  for (let i = 0; i < reversed.length; i++) {
    const j = reversed[i]!;
    if (j <= i) continue;
    const [a, b] = [re[i]!, im[i]!];
    re[i] = re[j]!;
    im[i] = im[j]!;
    re[j] = a;
    im[j] = b;
  }
}

function butterflies(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const { length } = re;
  // The first pass needs no multiplication.
  for (let a = 0; a + 1 < length; a += 2) combinePair(re, im, a, re[a + 1]!, im[a + 1]!, 1);
  for (let size = 4; size <= length; size *= 2) {
    const half = size / 2;
    const step = length / size;
    for (let k = 0, turn = 0; k < half; k++, turn += step) {
      const c = cosines[turn]!;
      const s = sines[turn]!;
      for (let a = k; a < length; a += size) {
        const b = a + half;
        const oddRe = re[b]! * c - im[b]! * s;
        const oddIm = re[b]! * s + im[b]! * c;
        combinePair(re, im, a, oddRe, oddIm, half);
      }
    }
  }
}

function combinePair(
  re: Float64Array,
  im: Float64Array,
  a: number,
  oddRe: number,
  oddIm: number,
  half: number,
): void {
  const evenRe = re[a]!;
  const evenIm = im[a]!;
  re[a + half] = evenRe - oddRe;
  im[a + half] = evenIm - oddIm;
  re[a] = evenRe + oddRe;
  im[a] = evenIm + oddIm;
}

/** Lengths along both axes. */
interface Size {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Transform of a real grid, padded with zeros to powers of two of at least the lengths asked for. Two real rows go
 * through one complex transform: one as its real, one as its imaginary part.
 * @param into taken for the result instead of a new spectrum; of the size asked for
 */
export function transformReal(
  samples: ArrayLike<number>,
  size: Size,
  atLeast: Size,
  into?: Spectrum,
): Spectrum {
  const spectrum = into ?? emptySpectrum(powerOfTwoFrom(atLeast.rows), powerOfTwoFrom(atLeast.columns));
  const { rows, columns, bins, re, im } = spectrum;
  const fft = fftOf(columns);
  const [a, b] = [new Float64Array(columns), new Float64Array(columns)];
  for (let row = 0; row < size.rows; row += 2) {
    const from = row * size.columns;
    for (let x = 0; x < size.columns; x++) a[x] = samples[from + x]!;
    a.fill(0, size.columns);
    b.fill(0);
    if (row + 1 < size.rows) for (let x = 0; x < size.columns; x++) b[x] = samples[from + size.columns + x]!;
    fft.forward(a, b);
    separatePair(spectrum, row, a, b);
  }
  // The second row of the last pair was nothing, and is.
  const filled = Math.min(rows, size.rows + (size.rows % 2)) * bins;
  re.fill(0, filled);
  im.fill(0, filled);
  alongColumns(re, im, rows);
  return spectrum;
}

/** The spectra of two real rows from that of one plus i times the other, by their symmetry. */
function separatePair(
  { rows, columns, bins, re, im }: Spectrum,
  row: number,
  a: Float64Array,
  b: Float64Array,
): void {
  const [first, second] = [row * bins, (row + 1) * bins];
  const both = row + 1 < rows;
  for (let k = 0; k < bins; k++) {
    const mirror = (columns - k) % columns;
    re[first + k] = (a[k]! + a[mirror]!) / 2;
    im[first + k] = (b[k]! - b[mirror]!) / 2;
    if (!both) continue;
    re[second + k] = (b[k]! + b[mirror]!) / 2;
    im[second + k] = (a[mirror]! - a[k]!) / 2;
  }
}

/**
 * The real grid of a spectrum, or its first rows only. The spectrum is used up.
 * @param count of rows
 */
export function transformBack(spectrum: Spectrum, count = spectrum.rows): Grid {
  const { rows, columns, re, im } = spectrum;
  // Swapping the parts turns the sign of the exponent round.
  alongColumns(im, re, rows);
  const fft = fftOf(columns);
  const values = new Float64Array(count * columns);
  const [a, b] = [new Float64Array(columns), new Float64Array(columns)];
  for (let row = 0; row < count; row += 2) {
    joinPair(spectrum, row, a, b);
    fft.inverse(a, b);
    for (let x = 0; x < columns; x++) values[row * columns + x] = a[x]! / rows;
    if (row + 1 < count) for (let x = 0; x < columns; x++) values[(row + 1) * columns + x] = b[x]! / rows;
  }
  return { rows: count, columns, values };
}

/** One plus i times the other of two real rows, from their spectra: what `separatePair` takes apart. */
function joinPair(
  { rows, columns, bins, re, im }: Spectrum,
  row: number,
  a: Float64Array,
  b: Float64Array,
): void {
  const [first, second] = [row * bins, (row + 1) * bins];
  const both = row + 1 < rows;
  for (let k = 0; k < bins; k++) {
    const mirror = (columns - k) % columns;
    const otherRe = both ? re[second + k]! : 0;
    const otherIm = both ? im[second + k]! : 0;
    a[mirror] = re[first + k]! + otherIm;
    b[mirror] = otherRe - im[first + k]!;
    a[k] = re[first + k]! - otherIm;
    b[k] = otherRe + im[first + k]!;
  }
}

export function emptySpectrum(rows: number, columns: number): Spectrum {
  const bins = (columns >> 1) + 1;
  return { rows, columns, bins, re: new Float64Array(rows * bins), im: new Float64Array(rows * bins) };
}

/** Transforms all columns at once: a step of the transform combines whole rows, which lie together in memory. */
function alongColumns(re: Float64Array, im: Float64Array, rows: number): void {
  const { cosines, sines, reversed } = tablesOf(rows);
  const width = re.length / rows;
  for (let i = 0; i < rows; i++) {
    const j = reversed[i]!;
    if (j <= i) continue;
    swapRows(re, i * width, j * width, width);
    swapRows(im, i * width, j * width, width);
  }
  for (let size = 2; size <= rows; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const turn = (k * rows) / size;
      for (let a = k; a < rows; a += size)
        combineRows(re, im, a * width, (a + half) * width, width, cosines[turn]!, sines[turn]!);
    }
  }
}

function combineRows(
  re: Float64Array,
  im: Float64Array,
  a: number,
  b: number,
  width: number,
  c: number,
  s: number,
): void {
  for (let i = 0; i < width; i++) {
    const [even, odd] = [a + i, b + i];
    const oddRe = re[odd]! * c - im[odd]! * s;
    const oddIm = re[odd]! * s + im[odd]! * c;
    const evenRe = re[even]!;
    const evenIm = im[even]!;
    re[odd] = evenRe - oddRe;
    im[odd] = evenIm - oddIm;
    re[even] = evenRe + oddRe;
    im[even] = evenIm + oddIm;
  }
}

function swapRows(values: Float64Array, a: number, b: number, width: number): void {
  for (let i = 0; i < width; i++) {
    const kept = values[a + i]!;
    values[a + i] = values[b + i]!;
    values[b + i] = kept;
  }
}
