/** One frame of a video as a picture that browsers show, for people to click points on. */
import type { InputFile } from '../../contract.js';
import { encodePng } from '../../images/encode-png.js';
import { framesPerSecond } from './fraction.js';
import { openVideo } from './open-video.js';
import type { VideoFacts } from './probe-video.js';
import { checkWindow, wholeVideo } from './read-frames.js';
import { inputArguments, installedTools, startTool } from './run-ffmpeg.js';
import { quoted, unreadable, videoProblem } from './video-problem.js';
import { readY4mFrames, readY4mLayout } from './y4m.js';

export interface Still {
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
}

/** What people are told about a video before they choose a frame of it. */
export interface VideoSummary extends Pick<VideoFacts, 'widthPx' | 'heightPx' | 'durationS' | 'codec'> {
  readonly framesPerSecond: number;
}

/** @throws ProblemsError as `openVideo` */
export async function summarizeVideo(file: InputFile, signal: AbortSignal): Promise<VideoSummary> {
  const { widthPx, heightPx, durationS, codec, frameRate } = (await openVideo(file, installedTools, signal))
    .facts;
  return { widthPx, heightPx, durationS, codec, framesPerSecond: framesPerSecond(frameRate) };
}

/**
 * The frame that is shown `timeS` seconds after the beginning, turned as it is shown.
 * @throws ProblemsError as `openVideo`; TIME_OUTSIDE_VIDEO where there is none
 */
export async function readStill(file: InputFile, timeS: number, signal: AbortSignal): Promise<Still> {
  const { facts } = await openVideo(file, installedTools, signal);
  checkWindow(file, facts, { ...wholeVideo, startS: timeS });
  return (await stillOfY4m(file, timeS, signal)) ?? (await stillOfFfmpeg(file, timeS, signal));
}

/** Of an uncompressed video, in grey; null where it is another kind of file. */
async function stillOfY4m(file: InputFile, timeS: number, signal: AbortSignal): Promise<Still | null> {
  const layout = await readY4mLayout(file);
  if (layout === null) return null;
  const { facts, frames } = layout;
  const perSecond = framesPerSecond(facts.frameRate);
  const index = Math.min(frames - 1, Math.round(timeS * perSecond));
  const selection = { ...wholeVideo, startS: index / perSecond, maxFrames: 1 };
  for await (const { pixels } of readY4mFrames(file, layout, selection, signal)) {
    return { mediaType: 'image/png', bytes: encodePng(facts.widthPx, facts.heightPx, pixels) };
  }
  throw unreadable(file, 'it has no frame');
}

async function stillOfFfmpeg(file: InputFile, timeS: number, signal: AbortSignal): Promise<Still> {
  signal.throwIfAborted();
  const running = startTool(installedTools.ffmpeg, stillArguments(file, timeS), file, signal);
  const parts: Buffer[] = [];
  for await (const part of running.output as AsyncIterable<Buffer>) parts.push(part);
  const { code, said } = await running.ended;
  signal.throwIfAborted();
  if (parts.length > 0) return { mediaType: 'image/jpeg', bytes: Buffer.concat(parts) };
  if (code !== 0) throw unreadable(file, said);
  throw videoProblem(file, 'TIME_OUTSIDE_VIDEO', {
    message: `${file.name} has no frame at ${timeS} s${quoted(said)}.`,
    value: `${timeS} s`,
    expectation: 'a time before the last frame',
    fix: 'Choose an earlier time.',
  });
}

function stillArguments(file: InputFile, timeS: number): string[] {
  return [
    ...['-v', 'error', '-nostdin'],
    ...(timeS > 0 ? ['-ss', timeS.toFixed(6)] : []),
    ...inputArguments(file),
    ...['-map', '0:V:0', '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '2', 'pipe:1'],
  ];
}
