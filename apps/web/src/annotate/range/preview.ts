/** What a range being typed would hit, before anything is done. */
import { type landmarkPositions, parseRange, type SubjectFrames, selectFrames } from '@batchyard/domain';
import { runsOf } from '../selection/selection';

export interface RangePreview {
  /** Ascending; empty with an error. */
  readonly positions: readonly number[];
  /** `12 of 20 frames: 4–9, 12`. */
  readonly text: string;
  readonly warnings: readonly string[];
  /** What is wrong and where, in one sentence. */
  readonly error: string | null;
}

/** Also those that the vocabulary knows and the subject lacks, as the rules see them. */
export type KnownLandmarks = ReturnType<typeof landmarkPositions>;
export type PreviewedSubject = Pick<SubjectFrames, 'name' | 'numbers' | 'names'>;

/** Reads and resolves a range as the server will. */
export function previewOf(
  spec: string,
  { name, numbers, names }: PreviewedSubject,
  landmarks: KnownLandmarks,
): RangePreview {
  const { indices, warnings, error } = selectFrames(spec, {
    count: numbers.length,
    ids: names,
    landmarks,
    subject: name,
  });
  if (error !== null) return { positions: [], text: '', warnings, error: withPosition(error) };
  const positions = [...new Set(indices)].sort((a, b) => a - b);
  return { positions, text: hitText(positions, numbers.length), warnings, error: null };
}

/** Whether only the server can resolve it: it names frames, and their names are not loaded. */
export function needsNames(
  spec: string,
  { names: loaded }: PreviewedSubject,
  landmarks: KnownLandmarks,
): boolean {
  const names = Object.keys(landmarks).map((name) => name.toLowerCase());
  const { range } = parseRange(spec, names);
  if (range === null || loaded !== undefined) return false;
  return range.kind === 'ids' || (range.kind === 'parts' && range.parts.some(({ kind }) => kind === 'id'));
}

const mostRuns = 6;

/** How many frames, and which. */
export function hitText(positions: readonly number[], count: number): string {
  if (positions.length === 0) return `no frame of ${count}`;
  const runs = runsOf(positions);
  const shown = runs
    .slice(0, mostRuns)
    .map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ');
  const rest = runs.length > mostRuns ? ` and ${runs.length - mostRuns} more runs` : '';
  return `${positions.length} of ${count} frames: ${shown}${rest}`;
}

function withPosition({ message, position }: { message: string; position: number | null }): string {
  return position === null ? message : `${message} (character ${position + 1})`;
}
