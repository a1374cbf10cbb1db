/** Which frames a request is about. */
import type { LandmarkPosition } from '../ranges/range.js';
import { type Progression, resolveRange } from '../ranges/resolve-range.js';
import { rangeWarnings } from '../ranges/select-frames.js';
import type { AssignOptions, AssignRequest, SubjectFrames } from './annotation.js';
import { positionsOfNumbers } from './frame-numbers.js';
import { type FrameSet, type FrameSpan, frameRange, frameSetOf, frameSetText } from './frame-set.js';
import { RuleFailure, RuleSkip } from './rule-failure.js';

export interface RequestFrames {
  /** Positions, at least one. */
  readonly positions: FrameSet;
  /** Frames were named one by one by their ids: what cannot be done with one of them is a mistake. */
  readonly isByIds: boolean;
}

/**
 * @param landmarks by name, asked for only when the range can name one
 * @throws RuleFailure for a range that cannot be read, and RuleFailure or RuleSkip for one that selects no frames
 */
export function framesOfRequest(
  { frames = null }: AssignRequest,
  subject: SubjectFrames,
  landmarks: () => Readonly<Record<string, LandmarkPosition>>,
  { emptyRanges }: AssignOptions,
): RequestFrames {
  const selected = selectedFrames(frames, subject, landmarks);
  if (selected.positions.length > 0) return selected;
  const message = `No valid frames in range. ${selected.warnings.join(' ')}`.trim();
  if (emptyRanges === 'skip') throw new RuleSkip('EMPTY_RANGE', message);
  throw new RuleFailure('NO_FRAMES', message);
}

type SelectedFrames = RequestFrames & { readonly warnings: readonly string[] };

function selectedFrames(
  frames: string | FrameSet | null,
  subject: SubjectFrames,
  landmarks: () => Readonly<Record<string, LandmarkPosition>>,
): SelectedFrames {
  const count = subject.numbers.length;
  if (count === 0) return { positions: [], isByIds: false, warnings: [`${subject.name} has no frames.`] };
  if (frames === null) return { positions: frameRange(0, count), isByIds: false, warnings: [] };
  if (typeof frames === 'string') return framesOfText(frames, subject, landmarks);
  const positions = positionsOfNumbers(frames, subject.numbers);
  const warnings = [`${subject.name} has none of the frames ${frameSetText(frames)}.`];
  return { positions, isByIds: false, warnings };
}

function framesOfText(
  text: string,
  subject: SubjectFrames,
  landmarks: () => Readonly<Record<string, LandmarkPosition>>,
): SelectedFrames {
  const named = /^[^\p{L}]*$/u.test(text) ? {} : landmarks();
  const frames = {
    count: subject.numbers.length,
    ids: subject.names ?? [],
    landmarks: named,
    subject: subject.name,
  };
  const selected = resolveRange(text, frames);
  if ('problem' in selected) {
    const { code, message } = selected.problem;
    throw new RuleFailure(
      'INVALID_RANGE',
      `The range ${JSON.stringify(text.slice(0, 60))}: ${message} (${code})`,
    );
  }
  const { progressions, isByIds, misses } = selected.resolved;
  const positions = frameSetOf(progressions.flatMap(spansOf));
  return { positions, isByIds, warnings: rangeWarnings(misses, positions.length === 0, frames) };
}

function spansOf({ start, step, length }: Progression): FrameSpan[] {
  if (length === 0) return [];
  if (step === 1) return [{ from: start, to: start + length }];
  if (step === -1) return [{ from: start - length + 1, to: start + 1 }];
  return Array.from({ length }, (_, index) => {
    const from = start + index * step;
    return { from, to: from + 1 };
  });
}
