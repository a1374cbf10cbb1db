/** Landmarks that terms make, such as `death`. */
import type { LandmarkPosition } from '../ranges/range.js';
import type { CurrentAnnotation, SubjectFrames } from './annotation.js';
import { positionOfNumber } from './frame-numbers.js';
import type { Vocabulary } from './vocabulary.js';

export interface SubjectLandmark {
  readonly name: string;
  readonly frameNumber: number;
  /** Made by a term of the vocabulary; one set by hand with the same name does not count then. */
  readonly isDerived: boolean;
}

/** All landmarks of a subject by name: derived ones, and those set by hand. */
export function landmarksOf(
  subject: Pick<SubjectFrames, 'landmarks'>,
  vocabulary: Vocabulary,
  current: readonly Pick<CurrentAnnotation, 'kind' | 'value' | 'frames'>[],
): readonly SubjectLandmark[] {
  const derived = new Map<string, number>();
  for (const { kind, value, frames } of current) {
    const first = frames?.[0]?.from;
    const term = vocabulary.kinds.find(({ name }) => name === kind)?.terms.find(({ name }) => name === value);
    if (first === undefined || term === undefined || term.landmark === null) continue;
    derived.set(term.landmark, Math.min(first, derived.get(term.landmark) ?? first));
  }
  const byHand = Object.entries(subject.landmarks ?? {}).filter(([name]) => !derived.has(name));
  return [
    ...[...derived].map(([name, frameNumber]) => ({ name, frameNumber, isDerived: true })),
    ...byHand.map(([name, frameNumber]) => ({ name, frameNumber, isDerived: false })),
  ].sort((a, b) => a.frameNumber - b.frameNumber || (a.name < b.name ? -1 : 1));
}

/**
 * Landmarks as ranges need them: with those that the vocabulary knows and the subject lacks, so that a range that names
 * one is told so.
 * @param numbers frame numbers of the subject, ascending
 */
export function landmarkPositions(
  landmarks: readonly Pick<SubjectLandmark, 'name' | 'frameNumber'>[],
  vocabulary: Vocabulary,
  numbers: readonly number[],
): Readonly<Record<string, LandmarkPosition>> {
  const known = vocabulary.kinds.flatMap(({ terms }) => terms.flatMap(({ landmark }) => landmark ?? []));
  return Object.fromEntries([
    ...known.map((name) => [name, null] as const),
    ...landmarks.map(
      ({ name, frameNumber }) => [name, positionOfNumber(frameNumber, numbers) ?? 'missing'] as const,
    ),
  ]);
}
