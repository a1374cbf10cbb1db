import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exampleRiver, sampleLevelM, sampleScaffold, sampleVideo } from './sample.js';
import { liveBytes } from './testing/live-memory.js';
import { createJobFolder, type JobFolder } from './testing/run-job.js';
import type { Video } from './video/open-video.js';

let jobs: JobFolder;
beforeAll(async () => {
  jobs = await createJobFolder();
});
afterAll(() => jobs.remove());

const mebibyte = 2 ** 20;
const { widthPx, heightPx, framesPerSecond } = exampleRiver;
const sample = sampleVideo(exampleRiver);
const scaffold = sampleScaffold(exampleRiver);

interface Watched {
  readonly scaled: number;
  readonly frames: number;
}

/**
 * The sample over and over, each pixel a square of `scaled` pixels, for as many frames as asked for; what is in use is
 * looked at halfway and at the end.
 */
function watchedVideo({ scaled, frames }: Watched, seen: { mostBytes: number }) {
  return (video: Video): Video => ({
    ...video,
    facts: {
      ...video.facts,
      widthPx: widthPx * scaled,
      heightPx: heightPx * scaled,
      durationS: frames / framesPerSecond,
    },
    async *frames(selection, signal) {
      const kept: Uint8Array[] = [];
      for await (const { pixels } of video.frames(selection, signal)) kept.push(pixels.slice());
      const large = new Uint8Array(widthPx * heightPx * scaled * scaled);
      for (let index = 0; index < frames; index++) {
        if (scaled === 1) large.set(kept[index % kept.length]!);
        else enlarge(kept[index % kept.length]!, scaled, large);
        yield { index, pixels: large };
        if (index === frames >> 1 || index === frames - 1)
          seen.mostBytes = Math.max(seen.mostBytes, liveBytes());
      }
      return { frames, complaint: null };
    },
  });
}

function enlarge(small: Uint8Array, scaled: number, into: Uint8Array): void {
  const width = widthPx * scaled;
  for (let v = 0; v < heightPx * scaled; v++) {
    const row = Math.trunc(v / scaled) * widthPx;
    for (let x = 0; x < widthPx; x++)
      into.fill(small[row + x]!, v * width + x * scaled, v * width + (x + 1) * scaled);
  }
}

/** MiB of samples, spectra and frames in use at most while frames are read. */
async function memoryOf(watched: Watched, search: object): Promise<number> {
  const seen = { mostBytes: 0 };
  const params = { water_level: sampleLevelM, gap_filling: 'none' };
  const before = liveBytes();
  await jobs.measure(sample, { ...scaffold, search }, params, watchedVideo(watched, seen));
  return (seen.mostBytes - before) / mebibyte;
}

describe('memory', () => {
  const lines = { kind: 'lines', stations: [3], length: 4 };
  const grid = { kind: 'grid', spacing: 4, window: 1, rows: 1 };

  it.each([
    ['lines', lines, 4],
    ['a grid', grid, 4],
  ])('of a video of ten minutes is that of one of its blocks, along %s', async (_, search, mostMiB) => {
    const used = await memoryOf({ scaled: 1, frames: 600 * framesPerSecond }, search);
    expect(used).toBeGreaterThan(0.1);
    expect(used).toBeLessThan(mostMiB);
  });

  it('of 300 frames in full HD is that of their samples, not of the frames', async () => {
    // All frames together have 527 MiB.
    const used = await memoryOf({ scaled: 15, frames: 300 }, lines);
    expect(used).toBeGreaterThan(0.1);
    expect(used).toBeLessThan(12);
  });
});
