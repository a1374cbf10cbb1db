/** Subjects for tests, and what a store does with the result of `assign`. */

import type {
  AssignOptions,
  AssignRequest,
  AssignResult,
  CurrentAnnotation,
  SubjectFrames,
} from '../annotation.js';
import { assign } from '../assign.js';
import { defaultVocabulary } from '../default-vocabulary.js';
import { positionsOfNumbers } from '../frame-numbers.js';
import { frameRange } from '../frame-set.js';
import type { Vocabulary } from '../vocabulary.js';

export const embryo = '20240411_A01_e01';

/** An embryo with these frame numbers, named as labs do. */
export function embryoWith(numbers: readonly number[]): SubjectFrames {
  const names = numbers.map((number) => `${embryo}_s${String(number).padStart(4, '0')}`);
  return { name: embryo, level: 'embryo', numbers, names };
}

export const upTo = (count: number, step = 1) => Array.from({ length: count }, (_, index) => index * step);

/** A statement about frames `from` to before `to`, or about the subject itself. */
export function statement(
  kind: string,
  value: string,
  frames: readonly [from: number, to: number] | null,
  fields: Partial<CurrentAnnotation> = {},
): CurrentAnnotation {
  const set = frames === null ? null : frameRange(...frames);
  const empty = { confidence: null, severity: null, note: null, detail: {} };
  return { id: `${kind} ${value} ${frames}`, kind, value, frames: set, author: 'ann', ...empty, ...fields };
}

let rows = 0;

/** The rows that are current after a result was stored. */
export function stored(
  current: readonly CurrentAnnotation[],
  { ended, created }: AssignResult,
  author: string,
): CurrentAnnotation[] {
  const kept = current.filter(({ id }) => !ended.includes(id));
  const made = created.map(({ remainderOf, request: _, ...row }) => {
    const origin = current.find(({ id }) => id === remainderOf);
    return { ...row, id: `row ${++rows}`, author: origin?.author ?? author };
  });
  return [...kept, ...made];
}

/** Assigns to an embryo with the default vocabulary and stores the result. */
export function assigned(
  subject: SubjectFrames,
  current: readonly CurrentAnnotation[],
  requests: readonly AssignRequest[],
  options: Partial<AssignOptions> = {},
  vocabulary: Vocabulary = defaultVocabulary,
) {
  const author = options.author ?? 'ann';
  const result = assign(subject, vocabulary, current, requests, { ...options, author });
  return { ...result, after: stored(current, result, author) };
}

/** Values of a kind by frame number, sorted, for comparison. */
export function valuesByFrame(subject: SubjectFrames, rows: readonly CurrentAnnotation[], kind: string) {
  const values = subject.numbers.map((): Set<string> => new Set());
  for (const row of rows) {
    if (row.kind !== kind || row.frames === null) continue;
    for (const { from, to } of positionsOfNumbers(row.frames, subject.numbers))
      for (let position = from; position < to; position++) values[position]?.add(row.value);
  }
  return Object.fromEntries(
    subject.numbers.map((number, i) => [number, [...(values[i] ?? [])].sort().join('+')]),
  );
}
