import { nearestName } from '../../parameters/nearest.js';
import { duplicateFrame, hasWidth, headerIndex, noRows, readFrame, readNumber } from './cells.js';
import type { TextRow } from './delimited-text.js';
import type { ProblemList } from './problem-list.js';
import type { ReadSettings, Recording, RecordingLayout } from './recording.js';

/** Columns of one marker; -1 where the file does not have one. */
interface MarkerColumns {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly likelihood: number;
}

interface Columns {
  readonly layout: RecordingLayout;
  readonly headers: readonly string[];
  readonly frame: number;
  readonly time: number;
  readonly markers: readonly MarkerColumns[];
}

const dlcCoords = ['x', 'y', 'z', 'likelihood', 'coords'];

/** Three header rows, of which the third holds nothing but names of coordinates. */
export function isDeepLabCut(rows: readonly TextRow[]): boolean {
  const third = rows[2]?.cells.filter((cell) => cell !== '') ?? [];
  return third.length > 1 && third.every((cell) => dlcCoords.includes(cell.toLowerCase()));
}

/** Reads scorer / bodyparts / coords, frame numbers in the first column. */
export function readDeepLabCut(
  rows: readonly TextRow[],
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  const bodyparts = rows[1]!.cells;
  const coords = rows[2]!.cells.map((cell) => cell.toLowerCase());
  if (bodyparts[0]?.toLowerCase() === 'individuals') {
    problems.error('SEVERAL_INDIVIDUALS', 'The file holds several individuals.', {
      place: { line: rows[1]!.line },
      expectation: 'the rows scorer, bodyparts, coords',
      fix: 'Export one file for each individual.',
    });
    return null;
  }
  const names = [...new Set(bodyparts.slice(1).filter((name) => name !== ''))];
  const column = (name: string, coord: string) =>
    bodyparts.findIndex((part, index) => index > 0 && part === name && coords[index] === coord);
  const markers = names.map((name) => ({
    name,
    x: column(name, 'x'),
    y: column(name, 'y'),
    z: column(name, 'z'),
    likelihood: column(name, 'likelihood'),
  }));
  const headers = bodyparts.map((part, index) => (index === 0 ? 'frame' : `${part} ${coords[index] ?? ''}`));
  const columns: Columns = { layout: 'dlc', headers, frame: 0, time: -1, markers };
  return readFrames(rows.slice(3), rows[2]!.line, columns, settings, problems);
}

/** Reads `<marker>_x, <marker>_y[, <marker>_z]` with optional `frame` and `time`. */
export function readWide(
  rows: readonly TextRow[],
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  const cells = rows[0]!.cells;
  const headers = cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
  const lower = headers.map((header) => header.toLowerCase());
  const found = lower.flatMap((header, i) => (/._[xyz]$/.test(header) ? [headers[i]!.slice(0, -2)] : []));
  const column = (name: string, axis: string) => {
    const index = headers.indexOf(`${name}_${axis}`);
    return index >= 0 ? index : headers.indexOf(`${name}_${axis.toUpperCase()}`);
  };
  const markers = [...new Set(found)].map((name) => ({
    name,
    x: column(name, 'x'),
    y: column(name, 'y'),
    z: column(name, 'z'),
    likelihood: -1,
  }));
  const frame = headerIndex(headers, 'frame');
  const time = headerIndex(headers, 'time', 'time_s', 'timestamp');
  warnOfUnused(headers, [frame, time, ...markers.flatMap(({ x, y, z }) => [x, y, z])], problems);
  return readFrames(
    rows.slice(1),
    rows[0]!.line,
    { layout: 'wide', headers, frame, time, markers },
    settings,
    problems,
  );
}

function warnOfUnused(headers: readonly string[], used: readonly number[], problems: ProblemList): void {
  headers.forEach((header, index) => {
    const repeated = headers.indexOf(header) < index && header !== '';
    if (repeated) {
      problems.error('DUPLICATE_COLUMN', `Column ${header} occurs twice.`, {
        place: { line: 1, column: header },
        fix: 'Rename or remove one of them.',
      });
    } else if (!used.includes(index)) {
      problems.warning('UNUSED_COLUMN', `Column ${header || index + 1} is not used.`, {
        place: { line: 1, column: header || String(index + 1) },
        expectation: 'frame, time, or <marker>_x, <marker>_y, <marker>_z',
      });
    }
  });
}

function readFrames(
  rows: readonly TextRow[],
  headerLine: number,
  columns: Columns,
  settings: ReadSettings,
  problems: ProblemList,
): Recording | null {
  const flat = columns.markers.every((marker) => marker.z === -1);
  checkColumns(columns, headerLine, flat, problems);
  if (rows.length === 0) noRows(problems);
  const read: { frame: number; time: number; row: TextRow }[] = [];
  const lines = new Map<number, number>();
  rows.forEach((row, index) => {
    if (!hasWidth(row, columns.headers.length, problems)) return;
    const frame = columns.frame >= 0 ? readFrame(row, columns.frame, 'frame', problems) : index;
    if (frame === null) return;
    const before = lines.get(frame);
    if (before !== undefined) duplicateFrame(row, frame, before, problems);
    lines.set(frame, row.line);
    const time = columns.time >= 0 ? readNumber(row, columns.time, 'time', problems) : Number.NaN;
    read.push({ frame, time, row });
  });
  if (read.some(({ frame }, i) => i > 0 && frame < read[i - 1]!.frame)) {
    problems.warning('UNSORTED_FRAMES', 'The rows are not in the order of their frame numbers; sorted.');
    read.sort((a, b) => a.frame - b.frame);
  }
  const points = readPoints(
    read.map(({ row }) => row),
    columns,
    flat ? settings.zValue : null,
    settings,
    problems,
  );
  return {
    markers: columns.markers.map((marker) => marker.name),
    frames: Int32Array.from(read, ({ frame }) => frame),
    times: columns.time >= 0 ? Float64Array.from(read, ({ time }) => time) : null,
    points,
    layout: columns.layout,
  };
}

function readPoints(
  rows: readonly TextRow[],
  columns: Columns,
  flatZ: number | null,
  settings: ReadSettings,
  problems: ProblemList,
): Float64Array {
  const { headers, markers } = columns;
  const points = new Float64Array(rows.length * markers.length * 3);
  rows.forEach((row, t) => {
    markers.forEach((marker, m) => {
      const at = (t * markers.length + m) * 3;
      const { x, y, z, likelihood } = marker;
      points[at] = x >= 0 ? readNumber(row, x, headers[x]!, problems) : Number.NaN;
      points[at + 1] = y >= 0 ? readNumber(row, y, headers[y]!, problems) : Number.NaN;
      points[at + 2] = flatZ ?? (z >= 0 ? readNumber(row, z, headers[z]!, problems) : Number.NaN);
      const confidence = likelihood >= 0 ? readNumber(row, likelihood, headers[likelihood]!, problems) : 1;
      const seen = confidence >= settings.minConfidence;
      const sum = points[at]! + points[at + 1]! + points[at + 2]!;
      if (!seen || Number.isNaN(sum)) points.fill(Number.NaN, at, at + 3);
    });
  });
  return points;
}

function checkColumns(columns: Columns, line: number, flat: boolean, problems: ProblemList): void {
  if (columns.markers.length === 0) {
    problems.error('MISSING_COLUMN', 'No column holds coordinates of a marker.', {
      place: { line },
      value: columns.headers.join(', ').slice(0, 200),
      expectation: '<marker>_x, <marker>_y, <marker>_z; or frame, keypoint, x, y, z; or DeepLabCut headers',
      fix: 'Rename the columns.',
    });
  }
  for (const marker of columns.markers) {
    const missing = (['x', 'y', ...(flat ? [] : ['z' as const])] as const).filter(
      (axis) => marker[axis] === -1,
    );
    for (const axis of missing) {
      const name = `${marker.name}_${axis}`;
      const others = columns.headers.filter(
        (header) =>
          header.toLowerCase().endsWith(axis) && !columns.markers.some((m) => header === `${m.name}_${axis}`),
      );
      const nearest = nearestName(name, others);
      problems.error('MISSING_COLUMN', `Marker ${marker.name} has no column ${name}.`, {
        place: { line, column: name },
        expectation: `a column ${name}`,
        fix: nearest ? `Rename ${nearest} to ${name}.` : `Add ${name} (cells may be empty).`,
      });
    }
  }
}
