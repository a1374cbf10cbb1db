import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { repeat } from './repeat.js';

it('runs at once, joins calls during a run, goes on after a failure, and ends', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  let finishRun: () => void = () => undefined;
  const work = async () => {
    runs++;
    await new Promise<void>((resolve) => {
      finishRun = resolve;
    });
    if (runs === 1) throw new Error('first');
  };
  const repeated = repeat(work, { everyMs: 60_000, pauseMs: 1, onError: (error) => errors.push(error) });
  await sleep(10);
  expect(runs).toBe(1);
  for (let calls = 0; calls < 5; calls++) repeated.wake();
  await sleep(10);
  expect(runs).toBe(1);
  finishRun();
  await sleep(30);
  expect(runs).toBe(2);
  expect(errors).toHaveLength(1);
  finishRun();
  await sleep(30);
  expect(runs).toBe(2);
  repeated.wake();
  await sleep(30);
  expect(runs).toBe(3);
  const stopped = repeated.stop();
  finishRun();
  await stopped;
  expect(runs).toBe(3);
});
