/** Control points from the clipboard: rows of a spreadsheet or of a delimited text. */
import { newPoint, nextKey, numberOf, type PointDraft } from '../draft/draft';
import { rowsOf } from '../section/pasted-rows';

export interface PastedPoints {
  readonly points: readonly PointDraft[];
  /** Rows that could not be read, with why. */
  readonly refused: readonly string[];
}

/**
 * Adds rows of `x, y, z`, `name, x, y, z` or `name, u, v, x, y, z`, with or without headings. A name that there is
 * already gets the place; rows without names fill the points that lack one, in order, and add the others.
 */
export function pastePoints(former: readonly PointDraft[], text: string): PastedPoints {
  const refused: string[] = [];
  let points = former;
  for (const { line, cells } of rowsOf(text)) {
    const row = readRow(cells);
    if (row === null) {
      refused.push(
        `Row ${line}: ${cells.join(' | ')} is none of x, y, z; name, x, y, z; or name, u, v, x, y, z.`,
      );
    } else points = withRow(points, row);
  }
  return { points, refused };
}

interface PastedRow {
  readonly name: string | null;
  readonly pixel: readonly [number, number] | null;
  readonly place: readonly string[];
}

function readRow(cells: readonly string[]): PastedRow | null {
  const isNamed = cells.length === 4 || cells.length === 6;
  const name = isNamed ? (cells[0] ?? '').trim() : null;
  const values = isNamed ? cells.slice(1) : cells;
  const numbers = values.map(numberOf);
  if ((values.length !== 3 && values.length !== 5) || name === '' || numbers.includes(null)) return null;
  const [u, v] = numbers as number[];
  return { name, pixel: values.length === 5 ? [u!, v!] : null, place: values.slice(-3) };
}

function withRow(points: readonly PointDraft[], { name, pixel, place }: PastedRow): readonly PointDraft[] {
  const [x, y, z] = place.map((text) => text.trim());
  const filled = { x: x!, y: y!, z: z!, ...(pixel && { pixel }), ...(name !== null && { name }) };
  const fits = (point: PointDraft) =>
    name === null ? `${point.x}${point.y}${point.z}`.trim() === '' : point.name === name;
  const known = points.find(fits);
  if (known === undefined) return [...points, { ...newPoint(points, null), key: nextKey(points), ...filled }];
  return points.map((point) => (point === known ? { ...point, ...filled } : point));
}
