import { hasWidth, headerIndex, noRows, readFrame, readNumber } from './cells.js';
import type { TextRow } from './delimited-text.js';
import type { ProblemList } from './problem-list.js';
import type { ReadSettings, Recording } from './recording.js';

/** Headers name a keypoint and its coordinates. */
export function isTidy(rows: readonly TextRow[]): boolean {
  return headerIndex(rows[0]?.cells ?? [], 'keypoint') >= 0;
}

interface TidyPoint {
  readonly frame: number;
  readonly keypoint: string;
  readonly position: readonly [number, number, number];
}

/** Reads `keypoint, x, y[, z], frame`, one point a row, in any order of columns and rows. */
export function readTidy(
  rows: readonly TextRow[],
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  const header = rows[0]!;
  const columns = {
    keypoint: headerIndex(header.cells, 'keypoint'),
    frame: headerIndex(header.cells, 'frame'),
    x: headerIndex(header.cells, 'x'),
    y: headerIndex(header.cells, 'y'),
    z: headerIndex(header.cells, 'z'),
    confidence: headerIndex(header.cells, 'confidence', 'likelihood'),
  };
  for (const name of ['frame', 'x', 'y'] as const) {
    if (columns[name] >= 0) continue;
    problems.error('MISSING_COLUMN', `There is no column ${name}.`, {
      place: { line: header.line, column: name },
      value: header.cells.join(', ').slice(0, 200),
      expectation: 'the columns frame, keypoint, x, y and, if any, z',
      fix: `Add or rename a column to ${name}.`,
    });
  }
  if (rows.length === 1) noRows(problems);
  if (columns.frame < 0 || columns.x < 0 || columns.y < 0) return null;
  const lines = new Map<string, number>();
  const points: TidyPoint[] = [];
  for (const row of rows.slice(1)) {
    if (!hasWidth(row, header.cells.length, problems)) continue;
    const point = readPoint(row, columns, settings, problems);
    if (point !== null && isNew(point, row, lines, problems)) points.push(point);
  }
  return arrange(points);
}

type TidyColumns = Readonly<Record<'keypoint' | 'frame' | 'x' | 'y' | 'z' | 'confidence', number>>;

function readPoint(
  row: TextRow,
  columns: TidyColumns,
  settings: ReadSettings,
  problems: ProblemList,
): TidyPoint | null {
  const frame = readFrame(row, columns.frame, 'frame', problems);
  const keypoint = row.cells[columns.keypoint]!;
  if (keypoint === '') {
    problems.error('MISSING_KEYPOINT', 'The row names no keypoint.', {
      place: { line: row.line, column: 'keypoint' },
      expectation: 'the name of a marker',
      fix: 'Name the marker or remove the row.',
    });
  }
  if (frame === null || keypoint === '') return null;
  const x = readNumber(row, columns.x, 'x', problems);
  const y = readNumber(row, columns.y, 'y', problems);
  const z = columns.z >= 0 ? readNumber(row, columns.z, 'z', problems) : settings.zValue;
  const confidence =
    columns.confidence >= 0 ? readNumber(row, columns.confidence, 'confidence', problems) : 1;
  const seen = confidence >= settings.minConfidence && !Number.isNaN(x + y + z);
  return { frame, keypoint, position: seen ? [x, y, z] : [Number.NaN, Number.NaN, Number.NaN] };
}

function isNew(point: TidyPoint, row: TextRow, lines: Map<string, number>, problems: ProblemList): boolean {
  const { frame, keypoint } = point;
  const key = `${frame} ${keypoint}`;
  const before = lines.get(key);
  lines.set(key, row.line);
  if (before === undefined) return true;
  problems.error('DUPLICATE_FRAME', `${keypoint} in frame ${frame} was given on line ${before} already.`, {
    place: { line: row.line, column: 'frame' },
    value: String(frame),
    expectation: 'each keypoint once a frame',
    fix: 'Remove one of the two rows.',
  });
  return false;
}

function arrange(read: readonly TidyPoint[]): Recording {
  const markers = [...new Set(read.map((point) => point.keypoint))];
  const frames = Int32Array.from(new Set(read.map((point) => point.frame))).sort();
  const rowOf = new Map(Array.from(frames, (frame, row) => [frame, row]));
  const columnOf = new Map(markers.map((name, column) => [name, column]));
  const points = new Float64Array(frames.length * markers.length * 3).fill(Number.NaN);
  for (const { frame, keypoint, position } of read) {
    points.set(position, (rowOf.get(frame)! * markers.length + columnOf.get(keypoint)!) * 3);
  }
  return { markers, frames, times: null, points, layout: 'tidy' };
}
