/** Universal outlier detection (Westerweel & Scarano, Experiments in Fluids 39, 2005). */

export interface Displacement {
  readonly dx: number;
  readonly dy: number;
}

/** Noise of a displacement in pixels, which keeps the test from being too strict in smooth flow. */
const noisePx = 0.1;

/** Fewest neighbours to judge by. */
const fewestNeighbours = 3;

/** Windows are judged by so many around them. */
const mostNeighbours = 8;

/** For each place the indices of the 8 nearest others, as many as there are; of equally near ones the first. */
export function neighboursOf(places: readonly (readonly [number, number])[]): number[][] {
  return places.map(([x, y], i) =>
    places
      .map(([u, v], at) => ({ at, distance: Math.hypot(u - x, v - y) }))
      .filter(({ at }) => at !== i)
      .sort((a, b) => a.distance - b.distance || a.at - b.at)
      .slice(0, mostNeighbours)
      .map(({ at }) => at),
  );
}

/**
 * Normalised residual of each vector against its neighbours: |u - median| over the median of the neighbours' own residuals
 * plus 0.1 pixels, both components together. Null where there is no vector or there are fewer than 3 neighbours. Above 2,
 * a vector is an outlier.
 * @param frames that displacements were measured over, before they were divided by them
 */
export function medianResiduals(
  field: readonly (Displacement | null)[],
  neighbours: readonly (readonly number[])[],
  frames = 1,
): (number | null)[] {
  return field.map((vector, i) => {
    const around = neighbours[i]!.flatMap((at) => field[at] ?? []);
    if (vector === null || around.length < fewestNeighbours) return null;
    const residual = (part: keyof Displacement) => {
      const values = around.map((neighbour) => neighbour[part]);
      const middle = median(values);
      const spread = median(values.map((value) => Math.abs(value - middle)));
      return Math.abs(vector[part] - middle) / (spread + noisePx / frames);
    };
    return Math.hypot(residual('dx'), residual('dy'));
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
