/** Universal outlier detection (Westerweel & Scarano, Experiments in Fluids 39, 2005). */

export interface Displacement {
  readonly dx: number;
  readonly dy: number;
}

/** Noise of a displacement in pixels, which keeps the test from being too strict in smooth flow. */
const noisePx = 0.1;

/** Fewest neighbours to judge by. */
const fewestNeighbours = 3;

/**
 * Normalised residual of each vector of a regular grid against its up to 8 neighbours: |u - median| over the median of
 * the neighbours' own residuals plus 0.1 pixels, both components together. Null where there is no vector or there are
 * fewer than 3 neighbours. Above 2, a vector is an outlier.
 */
export function medianResiduals(field: readonly (Displacement | null)[], columns: number): (number | null)[] {
  return field.map((vector, i) => {
    const neighbours = neighboursOf(field, columns, i);
    if (vector === null || neighbours.length < fewestNeighbours) return null;
    const residual = (part: keyof Displacement) => {
      const values = neighbours.map((neighbour) => neighbour[part]);
      const middle = median(values);
      const spread = median(values.map((value) => Math.abs(value - middle)));
      return Math.abs(vector[part] - middle) / (spread + noisePx);
    };
    return Math.hypot(residual('dx'), residual('dy'));
  });
}

function neighboursOf(field: readonly (Displacement | null)[], columns: number, at: number): Displacement[] {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  const found: Displacement[] = [];
  for (let y = row - 1; y <= row + 1; y++) {
    for (let x = column - 1; x <= column + 1; x++) {
      const inside = x >= 0 && x < columns && y >= 0 && (x !== column || y !== row);
      const neighbour = inside ? field[y * columns + x] : null;
      if (neighbour) found.push(neighbour);
    }
  }
  return found;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
