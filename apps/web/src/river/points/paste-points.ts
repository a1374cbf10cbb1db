/** Control points from the clipboard: rows of a spreadsheet or of a delimited text. */
import { newPoint, nextKey, numberOf, type PointDraft } from '../draft/draft';
import { pastedTable } from '../section/pasted-rows';

export interface PastedPoints {
  readonly points: readonly PointDraft[];
  /** Rows that could not be read, with why. */
  readonly refused: readonly string[];
}

/**
 * Adds rows whose columns are named by headings, or without such `x, y, z`, `name, x, y, z` or `name, u, v, x, y, z`. A
 * name that there is already gets the place; rows without names fill the points that lack one, in order, and add the
 * others.
 */
export function pastePoints(former: readonly PointDraft[], text: string): PastedPoints {
  const { headings, rows } = pastedTable(text);
  const named = headings && columnsOf(headings);
  const refused: string[] = [];
  let points = former;
  for (const { line, cells } of rows) {
    const columns = named ?? unnamedColumns[cells.length];
    const row = columns ? readRow(cells, columns) : null;
    if (row === null) {
      const expected = named ? 'a point of these columns' : 'x, y, z; name, x, y, z; or name, u, v, x, y, z';
      refused.push(`Row ${line}: ${cells.join(' | ')} is not ${expected}.`);
    } else points = withRow(points, row);
  }
  return { points, refused };
}

/** Index of each column that there is. */
type Columns = Readonly<
  Partial<Record<'name' | 'u' | 'v' | 'use', number>> & Record<'x' | 'y' | 'z', number>
>;

const unnamedColumns: Readonly<Record<number, Columns>> = {
  3: { x: 0, y: 1, z: 2 },
  4: { name: 0, x: 1, y: 2, z: 3 },
  5: { u: 0, v: 1, x: 2, y: 3, z: 4 },
  6: { name: 0, u: 1, v: 2, x: 3, y: 4, z: 5 },
};

/** Pixels before places: `x_pixel` is no x. */
const headingsOf = {
  u: /^(u|x[ _]?pix|pix(el)?[ _]?x|col)/,
  v: /^(v|y[ _]?pix|pix(el)?[ _]?y|row)/,
  name: /^(name|id|point|label|gcp|#)/,
  use: /^(use|role)/,
  x: /^(x|east)/,
  y: /^(y|north)/,
  z: /^(z|elev|height|alt)/,
} as const;

/** null where headings do not name x, y and z. */
function columnsOf(headings: readonly string[]): Columns | null {
  const found: Partial<Record<keyof typeof headingsOf, number>> = {};
  for (const [index, heading] of headings.entries()) {
    const text = heading.trim().toLowerCase();
    const names = Object.keys(headingsOf) as (keyof typeof headingsOf)[];
    const name = names.find((each) => headingsOf[each].test(text));
    if (name !== undefined) found[name] ??= index;
  }
  const { x, y, z } = found;
  return x === undefined || y === undefined || z === undefined ? null : { ...found, x, y, z };
}

interface PastedPoint {
  readonly name: string | null;
  readonly patch: Partial<PointDraft>;
}

function readRow(cells: readonly string[], columns: Columns): PastedPoint | null {
  const cell = (index: number | undefined) => (index === undefined ? null : (cells[index] ?? ''));
  const name = cell(columns.name);
  const [x, y, z] = [cell(columns.x)!, cell(columns.y)!, cell(columns.z)!];
  const [u, v] = [cell(columns.u), cell(columns.v)].map((text) => (text === null ? null : numberOf(text)));
  if ([x, y, z].some((text) => numberOf(text) === null) || name === '') return null;
  const isCheck = cell(columns.use)?.toLowerCase().startsWith('check');
  const pixel = u === null || v === null || u === undefined || v === undefined ? null : ([u, v] as const);
  return {
    name,
    patch: {
      x,
      y,
      z,
      ...(pixel && { pixel }),
      ...(name !== null && { name }),
      ...(isCheck && { use: 'check' }),
    },
  };
}

function withRow(points: readonly PointDraft[], { name, patch }: PastedPoint): readonly PointDraft[] {
  const fits = (point: PointDraft) =>
    name === null ? `${point.x}${point.y}${point.z}`.trim() === '' : point.name === name;
  const known = points.find(fits);
  if (known === undefined) return [...points, { ...newPoint(points, null), key: nextKey(points), ...patch }];
  return points.map((point) => (point === known ? { ...point, ...patch } : point));
}
