/** Where a range lies in the frames of a subject. */
import { parseRange } from './parse-range.js';
import {
  deathLandmark,
  type Range,
  type RangeEnd,
  type RangeFrames,
  type RangePart,
  type RangeProblem,
  type RangeSlice,
} from './range.js';
import { quoted, RangeFailure, tryRange } from './range-error.js';

/** Positions `start`, `start + step`, … of which there are `length`. */
export interface Progression {
  readonly start: number;
  /** Not 0. */
  readonly step: number;
  readonly length: number;
}

/** What selected nothing, as written. */
export interface Misses {
  /** Positions. */
  readonly outside: string[];
  /** Ids. */
  readonly unknown: string[];
}

export interface ResolvedRange {
  /** In the order of the range; they may overlap. */
  readonly progressions: readonly Progression[];
  /** Each frame counts once, even where progressions overlap. */
  readonly isUnion: boolean;
  /** Frames are named one by one by their ids, and in no other way. */
  readonly isByIds: boolean;
  readonly misses: Misses;
}

/** Like `selectFrames`, without a list of every single position. Never throws. */
export function resolveRange(
  spec: unknown,
  frames: RangeFrames,
): { readonly resolved: ResolvedRange } | { readonly problem: RangeProblem } {
  const landmarks = frames.landmarks === undefined ? [] : Object.keys(frames.landmarks).map(lowerCase);
  const { range, error } = parseRange(spec, landmarks);
  if (error !== null) return { problem: error };
  const misses: Misses = { outside: [], unknown: [] };
  const attempt = tryRange(() => progressionsOf(range, frames, misses));
  if ('problem' in attempt) return attempt;
  const isUnion = range.kind === 'parts';
  const isByIds = isUnion ? range.parts.every(({ kind }) => kind === 'id') : range.kind === 'ids';
  return { resolved: { progressions: attempt.value, isUnion, isByIds, misses } };
}

function progressionsOf(range: Range, frames: RangeFrames, misses: Misses): readonly Progression[] {
  const parts: readonly RangePart[] =
    range.kind === 'parts' ? range.parts : range.kind === 'ids' ? range.ids.map(idPart) : [];
  if (range.kind !== 'positions')
    return parts.flatMap((part) => resolvePart(part, frames, misses, range.kind === 'ids') ?? []);
  return range.positions.flatMap((position) => {
    if (position >= 0 && position < frames.count) return [single(position)];
    misses.outside.push(String(position));
    return [];
  });
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}

function idPart(text: string): RangePart {
  return { kind: 'id', text, at: 0 };
}

function single(position: number): Progression {
  return { start: position, step: 1, length: 1 };
}

/** @throws RangeFailure where a landmark is missing, or a bare word looks like one and is none */
function resolvePart(
  part: RangePart,
  frames: RangeFrames,
  misses: Misses,
  isQuoted: boolean,
): Progression | null {
  switch (part.kind) {
    case 'slice':
      return resolveSlice(part, frames);
    case 'position':
    case 'anchor': {
      const position = positionOf(part, frames);
      if (position >= 0 && position < frames.count) return single(position);
      misses.outside.push(endText(part));
      return null;
    }
    case 'id': {
      const position = positionsById(frames.ids ?? noIds).get(part.text);
      if (position !== undefined) return single(position);
      if (!isQuoted) refuseLandmarkLike(part.text, part.at, frames);
      misses.unknown.push(part.text);
      return null;
    }
  }
}

const noIds: readonly string[] = [];
const lookups = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Kept for as long as the ids are, since thousands of ranges may ask about the same frames. */
function positionsById(ids: readonly string[]): ReadonlyMap<string, number> {
  const known = lookups.get(ids);
  if (known !== undefined) return known;
  const lookup = new Map(ids.map((id, position) => [id, position]));
  lookups.set(ids, lookup);
  return lookup;
}

/** Bounds as Python clips them; a landmark with an offset never wraps around to the other end. */
function resolveSlice({ start, stop, step }: RangeSlice, frames: RangeFrames): Progression {
  const [low, high] = step > 0 ? [0, frames.count] : [-1, frames.count - 1];
  const clip = (position: number) => Math.min(Math.max(position, low), high);
  const from = start === null ? (step > 0 ? low : high) : clip(positionOf(start, frames));
  const to = stop === null ? (step > 0 ? high : low) : clip(positionOf(stop, frames));
  return { start: from, step, length: Math.max(0, Math.ceil((to - from) / step)) };
}

/** May lie outside the frames. */
function positionOf(end: RangeEnd, frames: RangeFrames): number {
  if (end.kind === 'position') return end.value < 0 ? end.value + frames.count : end.value;
  if (end.name === 'first') return end.offset;
  if (end.name === 'last') return frames.count - 1 + end.offset;
  return landmarkPosition(end.name, end.at, frames) + end.offset;
}

function landmarkPosition(name: string, at: number, { landmarks, count, subject }: RangeFrames): number {
  const position = landmarkOf(landmarks, name);
  if (position === null || position === undefined) {
    const message = `No ${name} frame found for ${subject ?? 'the subject'}.`;
    throw new RangeFailure('NO_LANDMARK', message, at);
  }
  if (position !== 'missing' && position >= 0 && position < count) return position;
  const message = `The ${name} frame of ${subject ?? 'the subject'} is not found in its frames.`;
  throw new RangeFailure('LANDMARK_NOT_IN_FRAMES', message, at);
}

function landmarkOf(landmarks: RangeFrames['landmarks'], name: string) {
  const key = Object.keys(landmarks ?? {}).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : landmarks?.[key];
}

/** `deathX` is more likely a slip than the id of a frame that was forgotten. */
function refuseLandmarkLike(text: string, at: number, { landmarks }: RangeFrames): void {
  const names = [deathLandmark, ...Object.keys(landmarks ?? {}).map((name) => name.toLowerCase())];
  const name = names.find((each) => text.toLowerCase().startsWith(each));
  if (name === undefined) return;
  const place = at + name.length;
  const message = `Column ${place + 1}: ${quoted(text)} is no frame, and behind the landmark ${name} only + or - and a whole number may stand.`;
  throw new RangeFailure('INVALID_SYNTAX', message, place);
}

function endText(end: RangeEnd): string {
  if (end.kind === 'position') return String(end.value);
  if (end.offset === 0) return end.name;
  return `${end.name}${end.offset > 0 ? '+' : ''}${end.offset}`;
}
