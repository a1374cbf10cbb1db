/** Marker positions over time, in the unit of the file. */
export interface Recording {
  readonly markers: readonly string[];
  /** Frame numbers as in the file, ascending; gaps in numbering are kept. */
  readonly frames: Int32Array;
  /** Seconds, where the file gives them. */
  readonly times: Float64Array | null;
  /** Coordinate k of marker m in row t at (t × markers + m) × 3 + k; NaN in all three where not seen. */
  readonly points: Float64Array;
  readonly layout: RecordingLayout;
}

/** `dlc`: DeepLabCut's three header rows; `tidy`: a row a point; `wide`: a row a frame. */
export type RecordingLayout = 'dlc' | 'tidy' | 'wide';

/** How to read a recording. */
export interface ReadSettings {
  readonly scaleFactor: number;
  /** z where the file has none, before scaling. */
  readonly zValue: number;
  /** Points with a lower likelihood count as not seen. */
  readonly minConfidence: number;
}

/** The recording with only these markers, in this order. Throws for a marker it does not have. */
export function selectMarkers(recording: Recording, markers: readonly string[]): Recording {
  const columns = markers.map((name) => recording.markers.indexOf(name));
  const missing = markers.filter((_, i) => columns[i] === -1);
  if (missing.length > 0) throw new Error(`The recording has no marker ${missing.join(', ')}.`);
  const width = recording.markers.length;
  const points = new Float64Array(recording.frames.length * markers.length * 3);
  for (let t = 0; t < recording.frames.length; t++) {
    columns.forEach((column, m) => {
      const from = (t * width + column) * 3;
      for (let k = 0; k < 3; k++) points[(t * markers.length + m) * 3 + k] = recording.points[from + k]!;
    });
  }
  return { ...recording, markers, points };
}

/** The recording with only these rows (positions, ascending), frame numbers kept. */
export function selectRows(recording: Recording, rows: readonly number[]): Recording {
  const width = recording.markers.length * 3;
  const points = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    points.set(recording.points.subarray(row * width, (row + 1) * width), i * width);
  });
  const frames = Int32Array.from(rows, (row) => recording.frames[row]!);
  const { times } = recording;
  return { ...recording, frames, times: times && Float64Array.from(rows, (row) => times[row]!), points };
}
