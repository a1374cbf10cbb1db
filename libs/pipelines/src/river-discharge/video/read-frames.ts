/** Grey frames of a video one after the other; there is never more than one in memory. */
import type { InputFile } from '../../contract.js';
import { type Fraction, fractionOf, fractionText, framesPerSecond } from './fraction.js';
import { missingCodec, type VideoFacts } from './probe-video.js';
import { inputArguments, type RunningTool, startTool, type VideoTools } from './run-ffmpeg.js';
import { quoted, unreadable, videoProblem } from './video-problem.js';

/** Which frames of a video. */
export interface FrameSelection {
  /** Seconds from the beginning; the window takes frames shown at startS or later and before endS. */
  readonly startS: number;
  /** null: to the end. */
  readonly endS: number | null;
  /** Every so many-th frame, from the first one; at least 1. */
  readonly frameStep: number;
  /** After the step; null: all. */
  readonly maxFrames: number | null;
  /** Overrides the file, where a camera states a wrong rate (slow motion); null: as the file says. */
  readonly frameRate: number | null;
}

export const wholeVideo: FrameSelection = {
  startS: 0,
  endS: null,
  frameStep: 1,
  maxFrames: null,
  frameRate: null,
};

/** Seconds between two frames that a selection gives. */
export function timeStepS(facts: VideoFacts, { frameRate, frameStep }: FrameSelection): number {
  return frameStep / framesPerSecond(rateOf(facts, frameRate));
}

/** Frames that a selection should give, within one or two; null where the file does not say its duration. */
export function expectedFrames(facts: VideoFacts, selection: FrameSelection): number | null {
  const { startS, endS, frameStep, maxFrames } = selection;
  if (facts.durationS === null) return maxFrames;
  const seconds = Math.min(endS ?? Number.POSITIVE_INFINITY, facts.durationS) - startS;
  const count = Math.ceil(Math.round(seconds * framesPerSecond(facts.frameRate)) / frameStep);
  return Math.max(0, Math.min(count, maxFrames ?? count));
}

/** One grey frame; `pixels` is overwritten by the next one. */
export interface GreyFrame {
  /** From 0, within the selection. */
  readonly index: number;
  readonly pixels: Uint8Array;
}

/** What ended a reading: frames given, and what ffmpeg complained about without stopping. */
export interface FramesRead {
  readonly frames: number;
  readonly complaint: string | null;
}

/**
 * Decodes frames as 8-bit grey (the luma of the video), turned as they are shown. Leaving the loop or aborting the
 * signal ends ffmpeg.
 * @returns how many frames there were
 * @throws ProblemsError: FFMPEG_MISSING, MISSING_CODEC, VIDEO_UNREADABLE, VIDEO_INCOMPLETE (much less than the file
 * promises), VIDEO_TOO_SHORT (fewer than 2 frames), TIME_OUTSIDE_VIDEO
 */
export async function* readFrames(
  file: InputFile,
  facts: VideoFacts,
  selection: FrameSelection,
  tools: VideoTools,
  signal: AbortSignal,
): AsyncGenerator<GreyFrame, FramesRead> {
  checkWindow(file, facts, selection);
  signal.throwIfAborted();
  const running = startTool(tools.ffmpeg, frameArguments(file, facts, selection), file, signal);
  try {
    const frames = yield* cutIntoFrames(running, facts.widthPx * facts.heightPx);
    const { code, said } = await running.ended;
    signal.throwIfAborted();
    checkEnd(file, { facts, selection, frames, code, said });
    return { frames, complaint: said.trim() === '' ? null : quoted(said).trim() };
  } finally {
    running.kill();
  }
}

async function* cutIntoFrames(
  { output, ended }: RunningTool,
  size: number,
): AsyncGenerator<GreyFrame, number> {
  const pixels = new Uint8Array(size);
  let filled = 0;
  let index = 0;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(size - filled, chunk.length - at);
      pixels.set(chunk.subarray(at, at + taken), filled);
      at += taken;
      filled += taken;
      if (filled === size) {
        yield { index: index++, pixels };
        filled = 0;
      }
    }
  }
  await ended;
  return index;
}

function rateOf(facts: VideoFacts, given: number | null): Fraction {
  return given === null ? facts.frameRate : fractionOf(given);
}

function frameArguments(file: InputFile, facts: VideoFacts, selection: FrameSelection): string[] {
  const { startS, endS, frameStep, maxFrames, frameRate } = selection;
  const everyStep = frameStep === 1 ? [] : [`framestep=${frameStep}`];
  // A given rate takes the frames as they come: they are numbered at any steady rate, and the times in the file, its
  // end among them, count no more. Else they are resampled to equal steps, which leaves a steady video as it is.
  const filters =
    frameRate === null
      ? [`fps=${fractionText(facts.frameRate)}`, ...everyStep]
      : [...everyStep, 'settb=1/25', 'setpts=N'];
  return [
    ...['-v', 'error', '-nostdin'],
    ...(startS > 0 ? ['-ss', startS.toFixed(6)] : []),
    ...(endS === null ? [] : ['-t', (endS - startS).toFixed(6)]),
    ...inputArguments(file),
    ...['-map', '0:V:0', '-vf', filters.join(',')],
    ...(frameRate === null ? [] : ['-r', '25']),
    ...(maxFrames === null ? [] : ['-frames:v', String(maxFrames)]),
    ...['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'],
  ];
}

/** @throws ProblemsError TIME_OUTSIDE_VIDEO where the window has no frames */
export function checkWindow(
  file: InputFile,
  { durationS }: VideoFacts,
  { startS, endS }: FrameSelection,
): void {
  const window = `${startS} s to ${endS === null ? 'the end' : `${endS} s`}`;
  const isEmpty = endS !== null && endS <= startS;
  if (!isEmpty && startS >= 0 && (durationS === null || startS < durationS)) return;
  const rule = isEmpty ? 'the end is not after the start' : `the video lasts ${durationS ?? '?'} s`;
  throw videoProblem(file, 'TIME_OUTSIDE_VIDEO', {
    message: `${file.name} has no frames from ${window}: ${rule}.`,
    value: window,
    expectation: durationS === null ? 'an end after the start' : `times between 0 and ${durationS} s`,
    fix: 'Correct the start and end time.',
  });
}

interface Ending {
  readonly facts: VideoFacts;
  readonly selection: FrameSelection;
  readonly frames: number;
  readonly code: number | null;
  readonly said: string;
}

/** Of frames promised, so many must be there: the last seconds of a broken file are missing silently. */
const completeShare = 0.95;

function checkEnd(file: InputFile, { facts, selection, frames, code, said }: Ending): void {
  if (/decoder .*not found|no decoder found/i.test(said)) throw missingCodec(file, facts.codec);
  if (frames === 0 && (code !== 0 || said !== '')) throw unreadable(file, said);
  const expected = expectedFrames(facts, selection);
  if (code !== 0 || (expected !== null && frames + 2 < expected * completeShare)) {
    throw videoProblem(file, 'VIDEO_INCOMPLETE', {
      message: `${file.name} breaks off after ${frames} frames of ${expected ?? 'an unknown number'}${quoted(said)}.`,
      value: `${frames} frames`,
      expectation: `${expected ?? 'all'} frames`,
      fix: 'Copy the file from the camera again, or end the time window before the damage.',
    });
  }
  checkCount(file, frames);
}

/** @throws ProblemsError VIDEO_TOO_SHORT for fewer than 2 frames */
export function checkCount(file: InputFile, frames: number): void {
  if (frames >= 2) return;
  const few = frames === 1 ? '1 frame' : 'no frame';
  throw videoProblem(file, 'VIDEO_TOO_SHORT', {
    message: `${file.name} gives ${few} in the time window: a velocity needs at least 2.`,
    value: few,
    expectation: 'at least 2 frames',
    fix: 'Widen the time window, or lower the frame step.',
  });
}
