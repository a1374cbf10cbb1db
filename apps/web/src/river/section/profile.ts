/** The bed as it is drawn: points in the unit of the scaffold. */
import { numberOf, type ScaffoldDraft } from '../draft/draft';

export interface ProfilePoint {
  readonly x: number;
  readonly y: number;
}

/** Those bed points that are numbers, in the order of the survey. */
export function bedOf({ section }: ScaffoldDraft): readonly ProfilePoint[] {
  return section.bed.flatMap(({ station, elevation }) => {
    const [x, y] = [numberOf(station), numberOf(elevation)];
    return x === null || y === null ? [] : [{ x, y }];
  });
}

/** From the lowest point of the bed to its higher end: where the water may stand. */
export function levelsOf(
  bed: readonly ProfilePoint[],
): { readonly low: number; readonly high: number } | null {
  if (bed.length < 2) return null;
  const elevations = bed.map(({ y }) => y);
  const [low, high] = [Math.min(...elevations), Math.max(...elevations)];
  return high > low ? { low, high } : null;
}

/** The water between bed and surface, from edge to edge, for an area: elevations of the bed, or null on dry ground. */
export function waterSurface(
  bed: readonly ProfilePoint[],
  level: number,
): readonly { readonly x: number; readonly y: number | null }[] {
  return bed.flatMap((point, i) => {
    const here = { x: point.x, y: point.y <= level ? level : null };
    const next = bed[i + 1];
    if (next === undefined || point.y <= level === next.y <= level) return [here];
    const at = point.x + ((level - point.y) / (next.y - point.y)) * (next.x - point.x);
    return [here, { x: at, y: level }];
  });
}
