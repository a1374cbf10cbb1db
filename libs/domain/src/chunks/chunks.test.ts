import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeFailedChunks, type EndedChunk } from './chunk-outcome.js';
import { planChunks, warnOfFewFrames } from './plan-chunks.js';
import { splitFrames } from './split-frames.js';

const pairs = (first: number, last: number, count: number) =>
  splitFrames(first, last, count).map((chunk) => [chunk.first, chunk.last]);

describe('splitFrames', () => {
  it.each<[number, number, number, number[][]]>([
    [
      1000,
      1009,
      5,
      [
        [1000, 1001],
        [1002, 1003],
        [1004, 1005],
        [1006, 1007],
        [1008, 1009],
      ],
    ],
    [
      1000,
      1009,
      3,
      [
        [1000, 1003],
        [1004, 1006],
        [1007, 1009],
      ],
    ],
    [
      1000,
      1002,
      5,
      [
        [1000, 1000],
        [1001, 1001],
        [1002, 1002],
      ],
    ],
    [
      1000,
      2050,
      4,
      [
        [1000, 1262],
        [1263, 1525],
        [1526, 1788],
        [1789, 2050],
      ],
    ],
    [1000, 1099, 1, [[1000, 1099]]],
    [7, 7, 1, [[7, 7]]],
    [7, 7, 3, [[7, 7]]],
    [
      -5,
      5,
      3,
      [
        [-5, -2],
        [-1, 2],
        [3, 5],
      ],
    ],
    [
      1,
      1_000_000,
      7,
      [
        [1, 142858],
        [142859, 285715],
        [285716, 428572],
        [428573, 571429],
        [571430, 714286],
        [714287, 857143],
        [857144, 1000000],
      ],
    ],
  ])('S3-15 S3-16 S3-17 frames %d to %d over %d chunks', (first, last, count, expected) => {
    expect(pairs(first, last, count)).toEqual(expected);
  });

  it.each([
    [5, 4, 2, /Frames 5 to 4 are no range/],
    [1.5, 4, 2, /Frames 1.5 to 4 are no range/],
    [Number.NaN, 4, 2, /no range/],
    [1, 10, 0, /0 is no number of chunks: a whole number from 1/],
    [1, 10, -1, /-1 is no number of chunks/],
    [1, 10, 2.5, /2.5 is no number of chunks/],
  ])('refuses frames %d to %d over %d chunks', (first, last, count, message) => {
    expect(() => splitFrames(first, last, count)).toThrow(message);
  });

  it('S3-14 covers every frame once and in order, with sizes that differ by one at most, the larger first', () => {
    const start = fc.integer({ min: -1e9, max: 1e9 });
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 1, max: 1000 }),
        (first, n, k) => {
          const chunks = splitFrames(first, first + n - 1, k);
          expect(chunks.length).toBe(Math.min(n, k));
          expect([chunks[0]?.first, chunks.at(-1)?.last]).toEqual([first, first + n - 1]);
          const sizes = chunks.map((chunk) => chunk.last - chunk.first + 1);
          expect(Math.min(...sizes)).toBeGreaterThan(0);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
          chunks.slice(1).forEach((chunk, i) => {
            expect(chunk.first).toBe((chunks[i]?.last ?? Number.NaN) + 1);
          });
        },
      ),
    );
  });
});

describe('planChunks', () => {
  const job = { position: 2, label: 'lambda=5, a.csv', cellKey: 'a'.repeat(64) };

  it('names and places chunks after all cells', () => {
    const chunks = planChunks(job, { first: 1000, last: 1002 }, 2, 10);
    expect(chunks.map(({ cellKey: _, ...rest }) => rest)).toEqual([
      {
        index: 0,
        frames: { first: 1000, last: 1001 },
        position: 14,
        label: 'lambda=5, a.csv, frames 1000–1001',
      },
      { index: 1, frames: { first: 1002, last: 1002 }, position: 15, label: 'lambda=5, a.csv, frame 1002' },
    ]);
  });

  it('tells chunks apart by cell and frames, and by nothing else', () => {
    const keys = (position: number, cellKey: string, last: number) =>
      planChunks({ ...job, position, cellKey }, { first: 0, last }, 2, 10).map((chunk) => chunk.cellKey);
    expect(keys(2, job.cellKey, 9)).toEqual(keys(7, job.cellKey, 9));
    const all = [...keys(2, job.cellKey, 9), ...keys(2, 'b'.repeat(64), 9), ...keys(2, job.cellKey, 11)];
    expect(new Set(all).size).toBe(6);
    for (const key of all) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('places the chunks of different jobs apart', () => {
    const positions = [0, 1, 2].flatMap((position) =>
      planChunks({ ...job, position }, { first: 0, last: 99 }, 4, 3).map((chunk) => chunk.position),
    );
    expect(positions).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it('S3-16 warns of more chunks than frames', () => {
    expect(warnOfFewFrames({ first: 1000, last: 1002 }, 5, 'a.csv')[0]?.message).toBe(
      'a.csv has 3 frames, fewer than the 5 chunks asked for: each frame becomes a chunk.',
    );
    expect(warnOfFewFrames({ first: 1000, last: 1004 }, 5, 'a.csv')).toEqual([]);
  });
});

describe('describeFailedChunks', () => {
  const chunks = splitFrames(1000, 2050, 4);
  const ended = (...ends: (readonly [EndedChunk['state'], string?])[]): EndedChunk[] =>
    ends.map(([state, message], i) => ({ frames: chunks[i]!, state, message: message ?? null }));

  it('says nothing when every chunk has a result', () => {
    expect(describeFailedChunks(ended(['succeeded'], ['reused'], ['succeeded'], ['succeeded']))).toBeNull();
  });

  it('S3-24 counts what succeeded and names the frames of what did not, with the reason', () => {
    expect(
      describeFailedChunks(ended(['succeeded'], ['reused'], ['failed', 'No image 1600.'], ['succeeded'])),
    ).toBe('3 of 4 chunks succeeded, 1 failed: frames 1526–1788 (No image 1600).');
    expect(
      describeFailedChunks(ended(['timed_out', 'Too slow.'], ['cancelled'], ['skipped'], ['succeeded'])),
    ).toBe(
      '1 of 4 chunks succeeded, 1 failed, 1 cancelled, 1 skipped: frames 1000–1262 (Too slow), frames 1263–1525, frames 1526–1788.',
    );
  });

  it('names five at most', () => {
    const many = splitFrames(1, 7, 7).map((frames) => ({ frames, state: 'failed' as const, message: null }));
    expect(describeFailedChunks(many)).toBe(
      '0 of 7 chunks succeeded, 7 failed: frame 1, frame 2, frame 3, frame 4, frame 5 and 2 more.',
    );
  });
});
