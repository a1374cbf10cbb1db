/** What is marked in the frame, and what moving a mark does. */
import type { Pixel, ScaffoldDraft } from './draft/draft';
import type { ScaffoldCheck } from './queries';
import type { Marker } from './stage/frame-stage';

/** Control points by their keys, then the ends of the section where the camera sees them. */
export function markersOf(
  { points, section }: ScaffoldDraft,
  check: ScaffoldCheck | null,
): readonly Marker[] {
  const placed = points.flatMap(({ key, name, pixel, use }): Marker[] =>
    pixel === null ? [] : [{ key: String(key), label: name, pixel, look: use }],
  );
  const line = section.startX === '' || section.endX === '' ? [] : (check?.sectionLine ?? []);
  const ends = [line[0], line.at(-1)].flatMap((end, index): Marker[] => {
    const [u, v] = end ?? [];
    const label = index === 0 ? `Start (${section.startBank})` : 'End';
    return u === undefined || v === undefined ? [] : [{ key: label, label, pixel: [u, v], look: 'bank' }];
  });
  return [...placed, ...ends];
}

/** The points with one of them elsewhere; the ends of the section move by their coordinates alone. */
export function withMoved(
  { points }: ScaffoldDraft,
  key: string,
  pixel: Pixel,
): Pick<ScaffoldDraft, 'points'> {
  return { points: points.map((point) => (String(point.key) === key ? { ...point, pixel } : point)) };
}
