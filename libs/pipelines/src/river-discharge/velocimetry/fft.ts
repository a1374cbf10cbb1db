/** Fast Fourier transforms of lengths that are powers of two, in place, real and imaginary parts in arrays of their own. */

export interface Fft {
  readonly length: number;
  /** X[k] = Σ x[n] e^(-2πi kn/N). */
  forward(re: Float64Array, im: Float64Array): void;
  /** x[n] = Σ X[k] e^(+2πi kn/N) / N. */
  inverse(re: Float64Array, im: Float64Array): void;
}

/** A grid of complex numbers, row by row. */
export interface ComplexGrid {
  readonly rows: number;
  readonly columns: number;
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

function createFft(length: number): Fft {
  const half = Math.max(1, length / 2);
  const cosines = Float64Array.from({ length: half }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  const sines = Float64Array.from({ length: half }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
  const reversed = bitReversed(length);
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

/**
 * Transform of a real grid, padded with zeros to powers of two of at least the lengths asked for. Two real rows go
 * through one complex transform: one as its real, one as its imaginary part.
 * @param into taken for the result instead of a new grid; of the size asked for
 */
export function transformReal(
  samples: ArrayLike<number>,
  size: { readonly rows: number; readonly columns: number },
  atLeast: { readonly rows: number; readonly columns: number },
  into?: ComplexGrid,
): ComplexGrid {
  const grid = into ?? emptyGrid(powerOfTwoFrom(atLeast.rows), powerOfTwoFrom(atLeast.columns));
  if (into) {
    into.re.fill(0);
    into.im.fill(0);
  }
  const fft = fftOf(grid.columns);
  const [a, b] = [new Float64Array(grid.columns), new Float64Array(grid.columns)];
  for (let row = 0; row < size.rows; row += 2) {
    a.fill(0);
    b.fill(0);
    for (let x = 0; x < size.columns; x++) {
      a[x] = samples[row * size.columns + x]!;
      b[x] = row + 1 < size.rows ? samples[(row + 1) * size.columns + x]! : 0;
    }
    fft.forward(a, b);
    separatePair(grid, row, a, b, row + 1 < size.rows);
  }
  alongColumns(grid, 'forward');
  return grid;
}

/** The spectra of two real rows from that of one plus i times the other, by their symmetry. */
function separatePair(grid: ComplexGrid, row: number, a: Float64Array, b: Float64Array, both: boolean): void {
  const { columns, re, im } = grid;
  const [first, second] = [row * columns, (row + 1) * columns];
  for (let k = 0; k < columns; k++) {
    const mirror = (columns - k) % columns;
    re[first + k] = (a[k]! + a[mirror]!) / 2;
    im[first + k] = (b[k]! - b[mirror]!) / 2;
    if (!both) continue;
    re[second + k] = (b[k]! + b[mirror]!) / 2;
    im[second + k] = (a[mirror]! - a[k]!) / 2;
  }
}

/** Inverse of a grid's transform, in place. */
export function transformBack(grid: ComplexGrid): void {
  alongColumns(grid, 'inverse');
  const fft = fftOf(grid.columns);
  for (let row = 0; row < grid.rows; row++) {
    const [from, to] = [row * grid.columns, (row + 1) * grid.columns];
    fft.inverse(grid.re.subarray(from, to), grid.im.subarray(from, to));
  }
}

export function emptyGrid(rows: number, columns: number): ComplexGrid {
  return { rows, columns, re: new Float64Array(rows * columns), im: new Float64Array(rows * columns) };
}

function alongColumns({ rows, columns, re, im }: ComplexGrid, direction: 'forward' | 'inverse'): void {
  const fft = fftOf(rows);
  const [a, b] = [new Float64Array(rows), new Float64Array(rows)];
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      a[y] = re[y * columns + x]!;
      b[y] = im[y * columns + x]!;
    }
    fft[direction](a, b);
    for (let y = 0; y < rows; y++) {
      re[y * columns + x] = a[y]!;
      im[y * columns + x] = b[y]!;
    }
  }
}
