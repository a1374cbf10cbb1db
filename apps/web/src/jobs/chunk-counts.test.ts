import { expect, it } from '@jest/globals';
import { type ChunkLike, chunksText, framesText, withoutListedChunks } from './chunk-counts';

const chunk = (
  state: ChunkLike['state'],
  firstFrame: number | null = null,
  lastFrame = firstFrame,
): ChunkLike => ({
  state,
  firstFrame,
  lastFrame,
});

it('says how many chunks are done and which frames failed', () => {
  const chunks = [
    chunk('succeeded', 0, 9),
    chunk('reused', 10, 19),
    chunk('failed', 20, 29),
    chunk('running', 30, 39),
  ];
  expect(chunksText(chunks)).toBe('2 of 4 chunks done, 1 failed (frames 20–29)');
  expect(chunksText([chunk('timed_out'), chunk('waiting')])).toBe('0 of 2 chunks done, 1 failed');
  expect(chunksText([chunk('succeeded', 0, 9)])).toBe('1 of 1 chunk done');
});

it('names the frames of a chunk', () => {
  expect(framesText(chunk('waiting', 4))).toBe('4');
  expect(framesText(chunk('waiting', 4, 9))).toBe('4–9');
  expect(framesText(chunk('waiting'))).toBeNull();
});

it('leaves out chunks only where their job is listed', () => {
  const job = { id: '1', chunkOf: null };
  const own = { id: '2', chunkOf: { id: '1' } };
  const other = { id: '3', chunkOf: { id: '9' } };
  expect(withoutListedChunks([job, own, other])).toEqual([job, other]);
  expect(withoutListedChunks([own])).toEqual([own]);
});
