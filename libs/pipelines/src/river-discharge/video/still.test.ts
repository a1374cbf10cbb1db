import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ProblemsError } from '../../contract.js';
import { readRawImage } from '../../images/read-image.js';

import { exampleRiver, sampleVideo } from '../sample.js';
import { hasFfmpeg } from '../testing/ffmpeg.js';
import { installedTools } from './run-ffmpeg.js';
import { readStill, summarizeVideo } from './still.js';

const folder = mkdtempSync(path.join(tmpdir(), 'batchyard-still-'));
afterAll(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
const file = (name: string) => ({ path: path.join(folder, name), name });
function pictureOf(bytes: Uint8Array) {
  const saved = file('still');
  writeFileSync(saved.path, bytes);
  return readRawImage(saved.path);
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof ProblemsError ? error.problems[0]!.code : error),
  );

describe('a frame of an uncompressed video', () => {
  const video = file('river.y4m');
  const bytes = sampleVideo(exampleRiver);
  writeFileSync(video.path, bytes);
  const { widthPx, heightPx, frames, framesPerSecond } = exampleRiver;
  const size = widthPx * heightPx;
  const first = bytes.length - frames * (size + 6) + 6;
  const frame = (index: number) => bytes.subarray(first + index * (size + 6)).subarray(0, size);

  it('is the one shown at the time, pixel by pixel', async () => {
    for (const [timeS, index] of [
      [0, 0],
      [10 / framesPerSecond, 10],
      [(frames - 0.2) / framesPerSecond, frames - 1],
    ] as const) {
      const still = await readStill(video, timeS, never);
      expect(still.mediaType).toBe('image/png');
      const { width, height, samples } = await pictureOf(still.bytes);
      expect([width, height]).toEqual([widthPx, heightPx]);
      expect(Buffer.from(samples).equals(frame(index))).toBe(true);
    }
  });
  it('is none outside of the video', async () => {
    expect(await code(readStill(video, frames / framesPerSecond, never))).toBe('TIME_OUTSIDE_VIDEO');
    expect(await code(readStill(file('none.y4m'), 0, never))).toBe('VIDEO_NOT_FOUND');
  });
  it('comes from a video of known size and length', async () => {
    expect(await summarizeVideo(video, never)).toEqual({
      widthPx,
      heightPx,
      durationS: frames / framesPerSecond,
      codec: 'rawvideo',
      framesPerSecond,
    });
  });
});

const withFfmpeg = hasFfmpeg ? describe : describe.skip;
withFfmpeg('a frame of any other video', () => {
  const video = file('grey.mp4');
  const source = 'color=c=gray:s=64x48:r=10:d=2,format=yuv420p';
  execFileSync(installedTools.ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', source, '-y', video.path]);

  it('is a JPEG of the size of the video', async () => {
    const still = await readStill(video, 1, never);
    expect(still.mediaType).toBe('image/jpeg');
    const { width, height, samples } = await pictureOf(still.bytes);
    expect([width, height]).toEqual([64, 48]);
    expect(Math.abs(samples[0]! - 128)).toBeLessThan(6);
  });
  it('is none after the end, or in a file that is no video', async () => {
    expect(await code(readStill(video, 2.5, never))).toBe('TIME_OUTSIDE_VIDEO');
    const text = file('notes.mp4');
    writeFileSync(text.path, 'no video at all '.repeat(100));
    expect(await code(readStill(text, 0, never))).toBe('VIDEO_UNREADABLE');
  });
});
