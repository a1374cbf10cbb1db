/** The standard normal distribution, to about 1e-15. */

/** P(Z ≤ z). Both tails keep their relative precision. */
export function normalCdf(z: number): number {
  const tail = upperTail(Math.abs(z));
  return z > 0 ? 1 - tail : tail;
}

/** P(|Z| ≥ |z|). */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * upperTail(Math.abs(z)));
}

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** P(Z ≥ z) for z ≥ 0: a power series near the middle, the continued fraction of Laplace (1805) further out. */
function upperTail(z: number): number {
  if (z > 40) return 0;
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-18; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density(z) * sum;
  }
  let fraction = z;
  for (let k = 150; k >= 1; k--) fraction = z + k / fraction;
  return density(z) / fraction;
}

/** The z with P(Z ≤ z) = p, 0 < p < 1, by bisection and the steps of Newton. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -40;
  let high = 0;
  let z = -1;
  for (let i = 0; i < 200; i++) {
    const excess = normalCdf(z) - p;
    if (excess > 0) high = z;
    else low = z;
    const newton = z - excess / density(z);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - z) < 1e-13 * Math.abs(z)) return next;
    z = next;
  }
  return z;
}
