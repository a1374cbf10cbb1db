import { describe, expect, it } from '@jest/globals';
import { progressTracker } from './progress-tracker.js';

/** What a tracker writes, by line; time goes on by 10 s at every look. */
function watched(total: number, options: { updateInterval?: number; isTTY?: boolean; stepMs?: number } = {}) {
  const { updateInterval = 100, isTTY = true, stepMs = 10_000 } = options;
  let ms = 0;
  let text = '';
  const tracker = progressTracker(total, {
    description: 'Assigning',
    updateInterval,
    stream: {
      isTTY,
      write: (written: string | Uint8Array) => {
        text += written;
        return true;
      },
    },
    nowMs: () => {
      ms += stepMs;
      return ms;
    },
  });
  return {
    tracker,
    lines: () =>
      text
        .replaceAll('\r\x1b[K', '\n')
        .split('\n')
        .filter((line) => line !== ''),
  };
}

describe('progressTracker', () => {
  it('S2-84: shows a bar of 40, per cent, count, rate and time left', () => {
    const { tracker, lines } = watched(400);
    tracker.update(100);
    expect(lines()).toEqual([
      `Assigning: [${'#'.repeat(10)}${'.'.repeat(30)}] 25.0% (100/400) Rate: 10/s ETA: 30 s`,
    ]);
  });

  it('S2-85: writes every so many only, and counts what it is told', () => {
    const { tracker, lines } = watched(250, { updateInterval: 50 });
    for (let index = 0; index < 99; index++) tracker.update();
    expect(lines()).toHaveLength(1);
    tracker.update(101);
    expect(lines().at(-1)).toContain('80.0% (200/250)');
  });

  it('S2-86: ends with 100 % and the time', () => {
    const { tracker, lines } = watched(250);
    tracker.update(120);
    tracker.finish();
    expect(lines().slice(-2)).toEqual([
      `Assigning: [${'#'.repeat(40)}] 100.0% (250/250) Rate: 13/s ETA: 0 s`,
      'Completed in 20 s',
    ]);
  });

  it('S2-87: has nothing to divide by for no items or no time', () => {
    const { tracker, lines } = watched(0, { stepMs: 0, updateInterval: 0 });
    tracker.update();
    tracker.finish();
    expect(lines()[0]).toBe(`Assigning: [${'#'.repeat(40)}] 100.0% (0/0) Rate: –/s ETA: –`);
    expect(lines().at(-1)).toBe('Completed in 0 s');
  });

  it('is silent where nobody watches', () => {
    const { tracker, lines } = watched(10, { isTTY: false, updateInterval: 1 });
    tracker.update(5);
    tracker.finish();
    expect(lines()).toEqual([]);
  });
});
