/** The slowly varying background under the bands of a spectrum. */

/** The straight line through the first and the last point. `x` ascending, at least two. */
export function linearBackground(x: Float64Array, y: Float64Array): Float64Array {
  const last = x.length - 1;
  const slope = (y[last]! - y[0]!) / (x[last]! - x[0]!);
  return x.map((place) => y[0]! + slope * (place - x[0]!));
}

export interface AslsSettings {
  /** Weight of smoothness against fidelity, commonly 1e2…1e9. */
  readonly lambda: number;
  /** Weight of points above the background; those below weigh 1 − asymmetry. */
  readonly asymmetry: number;
  readonly maxIterations: number;
}

/**
 * Asymmetric least squares after Eilers & Boelens, "Baseline correction with asymmetric least squares smoothing"
 * (Leiden University Medical Centre, 2005): minimises Σ wᵢ(yᵢ − zᵢ)² + λ Σ (Δ²zᵢ)², wᵢ = p above z and 1 − p below,
 * until the weights stay. Each step is a banded Cholesky solution in O(n). Points count as evenly spaced; at least 3.
 */
export function aslsBackground(
  y: Float64Array,
  { lambda, asymmetry, maxIterations }: AslsSettings,
): Float64Array {
  const weights = new Float64Array(y.length).fill(1);
  let background = smoothWeighted(y, weights, lambda);
  for (let iteration = 1; iteration < maxIterations; iteration++) {
    let changed = 0;
    for (let i = 0; i < y.length; i++) {
      const weight = y[i]! > background[i]! ? asymmetry : 1 - asymmetry;
      if (weight !== weights[i]) changed++;
      weights[i] = weight;
    }
    if (changed === 0) break;
    background = smoothWeighted(y, weights, lambda);
  }
  return background;
}

/**
 * Solves (W + λ DᵀD) z = W y with D the second differences (Whittaker smoother, Eilers, Anal. Chem. 75 (2003) 3631):
 * the matrix has two bands beside its diagonal, so L D Lᵀ needs no others.
 */
function smoothWeighted(y: Float64Array, weights: Float64Array, lambda: number): Float64Array {
  const n = y.length;
  const [diagonal, lower1, lower2] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const z = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [d1, d2] = [i > 0 ? diagonal[i - 1]! : 0, i > 1 ? diagonal[i - 2]! : 0];
    const [l1, l2] = [i > 0 ? lower1[i - 1]! : 0, i > 1 ? lower2[i - 2]! : 0];
    const pivot = weights[i]! + lambda * penaltyDiagonal(i, n) - l1 * l1 * d1 - l2 * l2 * d2;
    diagonal[i] = pivot;
    lower1[i] =
      i + 1 < n ? (lambda * penaltyBeside(i, n) - l1 * d1 * (i > 0 ? lower2[i - 1]! : 0)) / pivot : 0;
    lower2[i] = i + 2 < n ? lambda / pivot : 0;
    z[i] = weights[i]! * y[i]! - l1 * (i > 0 ? z[i - 1]! : 0) - l2 * (i > 1 ? z[i - 2]! : 0);
  }
  for (let i = n - 1; i >= 0; i--) {
    const next = i + 1 < n ? lower1[i]! * z[i + 1]! : 0;
    const afterNext = i + 2 < n ? lower2[i]! * z[i + 2]! : 0;
    z[i] = z[i]! / diagonal[i]! - next - afterNext;
  }
  return z;
}

/** (DᵀD)ᵢᵢ: the squares of 1, −2, 1 for each second difference that point i takes part in. */
function penaltyDiagonal(i: number, n: number): number {
  const asFirst = i <= n - 3 ? 1 : 0;
  const asMiddle = i >= 1 && i <= n - 2 ? 4 : 0;
  const asLast = i >= 2 ? 1 : 0;
  return asFirst + asMiddle + asLast;
}

/** (DᵀD)ᵢ,ᵢ₊₁. */
function penaltyBeside(i: number, n: number): number {
  return (i <= n - 3 ? -2 : 0) + (i >= 1 ? -2 : 0);
}
