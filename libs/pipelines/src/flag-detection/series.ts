import type { MeasureName } from './measuring/measures.js';

/** The measured frames of one subject, by frame number. All arrays have one entry for each frame. */
export interface Series {
  readonly subject: string;
  /** Of the subject's id, where it follows the convention `<experiment>_<well>[_e<number>]`. */
  readonly video: string | null;
  readonly experiment: string | null;
  readonly numbers: Int32Array;
  /** Ids of the frames. */
  readonly names: readonly string[];
  /** NaN where a frame could not be measured; a measure that nothing gives is absent. */
  readonly measures: Readonly<Partial<Record<MeasureName, Float64Array>>>;
}

/** Values of a measure that the detector has declared as needed. @throws Error when it is absent */
export function valuesOf({ subject, measures }: Series, name: MeasureName): Float64Array {
  const values = measures[name];
  if (values === undefined) throw new Error(`${subject} has no measure ${name}.`);
  return values;
}

/** Frame numbers as runs: `24–25, 33`. */
export function runsText(numbers: readonly number[]): string {
  return runsOf(numbers)
    .map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`))
    .join(', ');
}

/** Rising whole numbers as runs of consecutive ones, both ends included. */
export function runsOf(numbers: readonly number[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && number === run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs;
}
