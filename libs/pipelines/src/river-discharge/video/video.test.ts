import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InputFile, ProblemsError } from '../../contract.js';
import { hasFfmpeg } from '../testing/ffmpeg.js';
import { hasReference, readJson, referencePath } from '../testing/reference.js';
import { framesPerSecond, parseFraction } from './fraction.js';
import { probeVideo } from './probe-video.js';
import { expectedFrames, type FrameSelection, readFrames, timeStepS, wholeVideo } from './read-frames.js';
import { installedTools, packagedTool } from './run-ffmpeg.js';
import { parseVideoTime } from './time-of-video.js';

const withFfmpeg = hasFfmpeg ? describe : describe.skip;
if (!hasFfmpeg)
  console.warn('Tests of video reading are skipped: there is no ffmpeg, neither installed nor packaged.');

const never = new AbortController().signal;
const fileAt = (at: string): InputFile => ({ path: at, name: path.basename(at) });

/** Sum of grey of each frame. */
async function sums(file: InputFile, selection: Partial<FrameSelection> = {}): Promise<number[]> {
  const facts = await probeVideo(file, installedTools, never);
  const found: number[] = [];
  const frames = readFrames(file, facts, { ...wholeVideo, ...selection }, installedTools, never);
  for await (const { pixels } of frames) found.push(sumOf(pixels));
  return found;
}

function sumOf(pixels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) sum += pixels[i]!;
  return sum;
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ProblemsError);
  return (error as ProblemsError).problems[0]!;
}

describe('time of video', () => {
  it.each([
    ['90', 90],
    ['12.5', 12.5],
    ['1:30', 90],
    ['01:30.5', 90.5],
    ['1:01:30', 3690],
    ['00:00:02.25', 2.25],
  ])('%s is %d s', (text, seconds) => expect(parseVideoTime(text)).toBe(seconds));
  it.each(['', 'abc', '-1', '1:60', '1:5', '1:2:3', '1:75:00', '1:2:3:4', '1h', '10,5'])(
    '%p is none',
    (text) => expect(parseVideoTime(text)).toBeNull(),
  );
});

describe('frame rate', () => {
  it('stays a fraction', () => {
    expect(framesPerSecond(parseFraction('30000/1001')!)).toBe(30000 / 1001);
    expect([parseFraction('0/0'), parseFraction('x'), parseFraction(undefined)]).toEqual([null, null, null]);
  });
});

describe('without ffmpeg', () => {
  it('says what is missing and how to get it', async () => {
    const tools = { ffmpeg: '/nowhere/ffmpeg', ffprobe: '/nowhere/ffprobe' };
    const problem = await problemOf(probeVideo(fileAt(import.meta.filename), tools, never));
    expect(problem).toMatchObject({ code: 'FFMPEG_MISSING', fix: expect.stringContaining('Install ffmpeg') });
  });
});

const packaged = { ffmpeg: packagedTool('ffmpeg') ?? '', ffprobe: packagedTool('ffprobe') ?? '' };
const withPackaged = packaged.ffmpeg && packaged.ffprobe && hasReference ? it : it.skip;

/** Sums of grey of some frames of a reference video, by index. */
const frameSums = () =>
  readJson<{ frame_sums: Record<string, number> }>('video_A', 'sti_check.json').frame_sums;

describe('the packaged ffmpeg', () => {
  withPackaged(
    'decodes as the installed one',
    async () => {
      const file = fileAt(referencePath('video_A', 'video_A.mp4'));
      const facts = await probeVideo(file, packaged, never);
      const found: number[] = [];
      for await (const { pixels } of readFrames(
        file,
        facts,
        { ...wholeVideo, maxFrames: 30 },
        packaged,
        never,
      ))
        found.push(sumOf(pixels));
      const known = Object.entries(frameSums()).filter(([index]) => Number(index) < found.length);
      expect(known.length).toBeGreaterThan(0);
      for (const [index, sum] of known) expect(found[Number(index)]).toBe(sum);
    },
    120_000,
  );
});

withFfmpeg('videos', () => {
  let folder: string;
  let steady: InputFile;
  /** Frame n of 64 × 48 pixels is uniformly grey, brighter by 4 each frame. */
  const make = (name: string, args: readonly string[], frames = 50, rate = '25') => {
    const target = path.join(folder, name);
    const source = `color=black:s=64x48:r=${rate}:d=${frames / perSecond(rate)},format=gray,geq=lum='mod(4*N\\,250)'`;
    execFileSync(installedTools.ffmpeg, ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, ...args, target]);
    return fileAt(target);
  };
  const perSecond = (rate: string) => framesPerSecond(parseFraction(rate)!);
  const lossless = ['-c:v', 'ffv1', '-pix_fmt', 'gray'];
  const levels = (found: readonly number[]) => found.map((sum) => sum / (64 * 48));
  const counted = (from: number, count: number, step = 1) =>
    Array.from({ length: count }, (_, i) => (4 * (from + i * step)) % 250);

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'batchyard-video-'));
    steady = make('steady.mkv', lossless);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are probed: size, rate, duration, codec', async () => {
    expect(await probeVideo(steady, installedTools, never)).toMatchObject({
      widthPx: 64,
      heightPx: 48,
      rotationDeg: 0,
      frameRate: { numerator: 25, denominator: 1 },
      variableRate: false,
      durationS: expect.closeTo(2, 1),
      codec: 'ffv1',
    });
  });
  it('give every frame once, in order', async () => {
    expect(levels(await sums(steady))).toEqual(counted(0, 50));
  });
  it('give the frames of a time window, steps and a greatest number', async () => {
    expect(levels(await sums(steady, { startS: 0.4, endS: 1 }))).toEqual(counted(10, 15));
    expect(levels(await sums(steady, { frameStep: 7 }))).toEqual(counted(0, 8, 7));
    expect(levels(await sums(steady, { startS: 0.2, frameStep: 3, maxFrames: 4 }))).toEqual(counted(5, 4, 3));
  });
  it('take a given frame rate instead of the stated one, frame by frame', async () => {
    const facts = await probeVideo(steady, installedTools, never);
    const selection = { ...wholeVideo, frameRate: 119.88, frameStep: 2 };
    expect(timeStepS(facts, selection)).toBeCloseTo(2 / 119.88, 12);
    expect(levels(await sums(steady, selection))).toEqual(counted(0, 25, 2));
  });
  it('keep 30000/1001', async () => {
    const film = make('ntsc.mov', ['-c:v', 'mjpeg', '-q:v', '1'], 60, '30000/1001');
    const facts = await probeVideo(film, installedTools, never);
    expect(timeStepS(facts, { ...wholeVideo, frameStep: 3 })).toBe(3 / (30000 / 1001));
    expect(expectedFrames(facts, wholeVideo)).toBe(60);
    expect(await sums(film)).toHaveLength(60);
  });
  it('are turned as they are shown', async () => {
    const flat = make('flat.mp4', ['-c:v', 'libx264', '-pix_fmt', 'yuv420p']);
    const target = path.join(folder, 'turned.mp4');
    execFileSync(installedTools.ffmpeg, [
      '-v',
      'error',
      '-i',
      flat.path,
      '-c',
      'copy',
      '-metadata:s:v:0',
      'rotate=90',
      target,
    ]);
    const facts = await probeVideo(fileAt(target), installedTools, never);
    expect(facts).toMatchObject({ widthPx: 48, heightPx: 64 });
    expect([90, 270]).toContain(facts.rotationDeg);
    expect(await sums(fileAt(target))).toHaveLength(50);
  });
  it('of a variable rate are resampled to equal steps', async () => {
    const uneven = path.join(folder, 'uneven.mkv');
    // Of 50 frames, each third is left out: their neighbours stay for as long as before.
    const drop = ['-vf', "select='mod(n\\,3)'", '-vsync', 'vfr', '-c:v', 'ffv1', '-pix_fmt', 'gray'];
    execFileSync(installedTools.ffmpeg, ['-v', 'error', '-i', steady.path, ...drop, uneven]);
    const facts = await probeVideo(fileAt(uneven), installedTools, never);
    expect(facts.variableRate).toBe(true);
    const found = levels(await sums(fileAt(uneven)));
    const stepS = timeStepS(facts, wholeVideo);
    expect(Math.abs(found.length - 2 / stepS)).toBeLessThanOrEqual(2);
    // Grey rises by 100 a second: at each time it is that of a frame at most one frame and a step away.
    found.forEach((level, i) => {
      expect(Math.abs(level - 100 * (i * stepS + 0.04))).toBeLessThanOrEqual(100 * (0.08 + stepS));
    });
  });
  it('stop when aborted, and when the loop is left', async () => {
    const facts = await probeVideo(steady, installedTools, never);
    const abort = new AbortController();
    const frames = readFrames(steady, facts, wholeVideo, installedTools, abort.signal);
    await frames.next();
    abort.abort();
    await expect(
      (async () => {
        for await (const frame of frames) expect(frame.index).toBeGreaterThan(0);
      })(),
    ).rejects.toThrow('aborted');
    for await (const { index } of readFrames(steady, facts, wholeVideo, installedTools, never)) {
      if (index === 3) break;
    }
  });

  it('that are none, or broken, are named', async () => {
    const text = path.join(folder, 'notes.mp4');
    writeFileSync(text, 'not a video at all');
    expect(await problemOf(probeVideo(fileAt(text), installedTools, never))).toMatchObject({
      code: 'VIDEO_UNREADABLE',
      place: { file: 'notes.mp4' },
    });
    expect(
      (await problemOf(probeVideo(fileAt(path.join(folder, 'no.mp4')), installedTools, never))).code,
    ).toBe('VIDEO_NOT_FOUND');
    const head = path.join(folder, 'head.mkv');
    const whole = readFileSync(steady.path);
    writeFileSync(head, whole.subarray(0, Math.floor(whole.length * 0.5)));
    expect(await problemOf(sums(fileAt(head)))).toMatchObject({ code: 'VIDEO_INCOMPLETE' });
  });
  it('without pictures are named', async () => {
    const target = path.join(folder, 'sound.mkv');
    execFileSync(installedTools.ffmpeg, [
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'sine=d=1',
      '-c:a',
      'pcm_s16le',
      target,
    ]);
    expect((await problemOf(probeVideo(fileAt(target), installedTools, never))).code).toBe('NO_VIDEO_STREAM');
  });
  it('of an unknown codec are named', async () => {
    const film = make('film.avi', ['-c:v', 'mjpeg']);
    const target = path.join(folder, 'odd.avi');
    const bytes = readFileSync(film.path);
    for (let at = bytes.indexOf('MJPG'); at >= 0; at = bytes.indexOf('MJPG', at + 4)) bytes.write('QZXW', at);
    writeFileSync(target, bytes);
    expect(await problemOf(sums(fileAt(target)))).toMatchObject({ code: 'MISSING_CODEC' });
  });
  it('are too short with one frame, and have no frames outside of their time', async () => {
    expect(await problemOf(sums(steady, { frameStep: 60 }))).toMatchObject({ code: 'VIDEO_TOO_SHORT' });
    expect(await problemOf(sums(steady, { startS: 5 }))).toMatchObject({ code: 'TIME_OUTSIDE_VIDEO' });
    expect(await problemOf(sums(steady, { startS: 1, endS: 1 }))).toMatchObject({
      code: 'TIME_OUTSIDE_VIDEO',
    });
  });
  it('do not open other files of the machine through a playlist', async () => {
    const list = path.join(folder, 'list.mp4');
    writeFileSync(list, `ffconcat version 1.0\nfile '${steady.path}'\n`);
    expect((await problemOf(probeVideo(fileAt(list), installedTools, never))).code).toBe('VIDEO_UNREADABLE');
  });

  const given = hasReference ? it : it.skip;
  given(
    'of the reference decode to the stated sums',
    async () => {
      const found = await sums(fileAt(referencePath('video_A', 'video_A.mp4')));
      expect(found).toHaveLength(250);
      for (const [index, sum] of Object.entries(frameSums())) expect(found[Number(index)]).toBe(sum);
    },
    120_000,
  );
});
