/** Uncompressed video (YUV4MPEG2), which is read without ffmpeg: a line of facts, then each frame after `FRAME`. */
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { InputFile } from '../../contract.js';
import { parseFraction } from './fraction.js';
import type { VideoFacts } from './probe-video.js';
import type { FrameSelection, FramesRead, GreyFrame } from './read-frames.js';
import { unreadable } from './video-problem.js';

const signature = 'YUV4MPEG2 ';
const frameMark = 'FRAME\n';

/** Bytes of colour after the luma of a frame, over its bytes of luma. */
const colourShare: Readonly<Record<string, number>> = { mono: 0, '420': 0.5, '422': 1, '444': 2 };

/** Where frames lie in the file. */
export interface Y4mLayout {
  readonly facts: VideoFacts;
  readonly headerBytes: number;
  /** From one frame to the next. */
  readonly frameBytes: number;
  readonly frames: number;
}

/**
 * Layout of such a file; null where it is another kind of file.
 * @throws ProblemsError VIDEO_UNREADABLE where it is one and cannot be read
 */
export async function readY4mLayout(file: InputFile): Promise<Y4mLayout | null> {
  const handle = await open(file.path);
  try {
    const head = Buffer.alloc(256);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    const text = head.subarray(0, bytesRead).toString('latin1');
    if (!text.startsWith(signature)) return null;
    const end = text.indexOf('\n');
    const fields = new Map(
      text
        .slice(signature.length, end)
        .split(' ')
        .map((word) => [word[0], word.slice(1)]),
    );
    const [widthPx, heightPx] = [Number(fields.get('W')), Number(fields.get('H'))];
    const frameRate = parseFraction(fields.get('F')?.replace(':', '/'));
    const colours = colourShare[(fields.get('C') ?? '420').replace(/^420.*/, '420')];
    if (end < 0 || !(widthPx > 1 && heightPx > 1) || frameRate === null || colours === undefined) {
      throw unreadable(file, 'unknown kind of YUV4MPEG2');
    }
    const frameBytes = frameMark.length + widthPx * heightPx * (1 + colours);
    const frames = Math.floor(((await stat(file.path)).size - end - 1) / frameBytes);
    const durationS = (frames * frameRate.denominator) / frameRate.numerator;
    const shown = { widthPx, heightPx, rotationDeg: 0, frameRate, variableRate: false };
    return { facts: { ...shown, durationS, codec: 'rawvideo' }, headerBytes: end + 1, frameBytes, frames };
  } finally {
    await handle.close();
  }
}

/** Grey frames of such a file, as `readFrames` gives them. */
export async function* readY4mFrames(
  file: InputFile,
  { facts, headerBytes, frameBytes, frames }: Y4mLayout,
  selection: FrameSelection,
  signal: AbortSignal,
): AsyncGenerator<GreyFrame, FramesRead> {
  const perSecond = facts.frameRate.numerator / facts.frameRate.denominator;
  const { startS, endS, frameStep, maxFrames } = selection;
  const first = Math.ceil(startS * perSecond - 1e-6);
  const end = Math.min(frames, endS === null ? frames : Math.ceil(endS * perSecond - 1e-6));
  const pixels = new Uint8Array(facts.widthPx * facts.heightPx);
  const handle = await open(file.path);
  let index = 0;
  try {
    for (let at = first; at < end && index < (maxFrames ?? Number.POSITIVE_INFINITY); at += frameStep) {
      signal.throwIfAborted();
      await readFrame(file, handle, headerBytes + at * frameBytes, pixels);
      yield { index: index++, pixels };
    }
  } finally {
    await handle.close();
  }
  return { frames: index, complaint: null };
}

async function readFrame(
  file: InputFile,
  handle: FileHandle,
  offset: number,
  into: Uint8Array,
): Promise<void> {
  const mark = Buffer.alloc(frameMark.length);
  await handle.read(mark, 0, mark.length, offset);
  if (mark.toString('latin1') !== frameMark) throw unreadable(file, 'a frame does not begin where it should');
  await handle.read(into, 0, into.length, offset + mark.length);
}
