/** Which frames the next label goes to: the current one, a run of frames, or those of a typed range. */

/** `positions` ascending, from 0. */
export interface FrameChoice {
  /** The frame in sight; the moving end of a run. */
  readonly current: number;
  /** The end of a run that stays; null where no run is chosen. */
  readonly anchor: number | null;
  /** Frames of a typed range or picked one by one; null where none are. */
  readonly picked: readonly number[] | null;
}

export const firstFrame: FrameChoice = { current: 0, anchor: null, picked: null };

/** Goes to a frame; a run ends, a typed range stays chosen. */
export function movedTo(choice: FrameChoice, position: number, count: number): FrameChoice {
  return { ...choice, current: within(position, count), anchor: null };
}

/** Goes to a frame and chooses all from where the run began; a typed range is dropped. */
export function extendedTo(choice: FrameChoice, position: number, count: number): FrameChoice {
  return { current: within(position, count), anchor: choice.anchor ?? choice.current, picked: null };
}

/** Adds or takes out a single frame. */
export function toggledAt(choice: FrameChoice, position: number): FrameChoice {
  const chosen = new Set(chosenPositions(choice));
  if (chosen.has(position) && chosen.size > 1) chosen.delete(position);
  else chosen.add(position);
  return { current: position, anchor: null, picked: [...chosen].sort((a, b) => a - b) };
}

export function pickedFrames(choice: FrameChoice, positions: readonly number[]): FrameChoice {
  const sorted = [...new Set(positions)].sort((a, b) => a - b);
  return { ...choice, anchor: null, picked: sorted.length === 0 ? null : sorted };
}

/** Only the frame in sight. */
export function cleared(choice: FrameChoice): FrameChoice {
  return { current: choice.current, anchor: null, picked: null };
}

export function isMany({ anchor, picked }: FrameChoice): boolean {
  return anchor !== null || picked !== null;
}

/** The chosen positions, ascending; at least one. */
export function chosenPositions({ current, anchor, picked }: FrameChoice): readonly number[] {
  if (picked !== null) return picked;
  if (anchor === null) return [current];
  const first = Math.min(anchor, current);
  return Array.from({ length: Math.abs(anchor - current) + 1 }, (_, index) => first + index);
}

/** Ascending positions in the grammar of ranges: `[4]`, `[4:9]`, `[4:9,12]`. */
export function rangeText(positions: readonly number[]): string {
  const parts = runsOf(positions).map(([first, last]) =>
    first === last ? `${first}` : `${first}:${last + 1}`,
  );
  return `[${parts.join(',')}]`;
}

/** First and last of each run of ascending positions that follow each other. */
export function runsOf(positions: readonly number[]): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const position of positions) {
    const run = runs.at(-1);
    if (run && position === run[1] + 1) run[1] = position;
    else runs.push([position, position]);
  }
  return runs;
}

function within(position: number, count: number): number {
  return Math.min(Math.max(0, count - 1), Math.max(0, position));
}
