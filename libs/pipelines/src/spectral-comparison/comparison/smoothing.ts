/**
 * Smoothing by local polynomials: Savitzky & Golay, Anal. Chem. 36 (1964) 1627, with the weights in closed form by
 * Gram polynomials after Gorry, Anal. Chem. 62 (1990) 570, which also give the ends.
 */

/**
 * Each value becomes that of the polynomial fitted to the window around it; at the ends, that of the polynomial of
 * the first and the last whole window. Points count as evenly spaced.
 * @param window odd, more than `order` and at most `values.length`
 */
export function savitzkyGolay(values: Float64Array, window: number, order: number): Float64Array {
  const half = (window - 1) / 2;
  const result = new Float64Array(values.length);
  const central = weightsAt(0, half, order);
  for (let i = half; i < values.length - half; i++) result[i] = dot(central, values, i - half);
  for (let offset = 1; offset <= half; offset++) {
    result[half - offset] = dot(weightsAt(-offset, half, order), values, 0);
    const last = values.length - 1 - half + offset;
    result[last] = dot(weightsAt(offset, half, order), values, values.length - window);
  }
  return result;
}

/** Weights of the points −half…half for the fitted value at `place` (Gorry 1990, eq. 8). */
function weightsAt(place: number, half: number, order: number): Float64Array {
  const weights = new Float64Array(2 * half + 1);
  for (let degree = 0; degree <= order; degree++) {
    const factor =
      ((2 * degree + 1) * falling(2 * half, degree)) / falling(2 * half + degree + 1, degree + 1);
    const here = gram(place, half, degree);
    for (let i = -half; i <= half; i++) weights[i + half]! += factor * gram(i, half, degree) * here;
  }
  return weights;
}

/** Gram polynomial of a degree over −half…half (Gorry 1990, eq. 11). */
function gram(place: number, half: number, degree: number): number {
  let [before, current] = [0, 1];
  for (let k = 1; k <= degree; k++) {
    const scale = k * (2 * half - k + 1);
    const next = ((4 * k - 2) / scale) * place * current - (((k - 1) * (2 * half + k)) / scale) * before;
    [before, current] = [current, next];
  }
  return current;
}

/** n (n − 1) … of `count` factors. */
function falling(n: number, count: number): number {
  let product = 1;
  for (let i = 0; i < count; i++) product *= n - i;
  return product;
}

function dot(weights: Float64Array, values: Float64Array, start: number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[start + i]!;
  return sum;
}
