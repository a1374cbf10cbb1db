/** A line for long lists: how many are done, how fast, and how long it will take; only where a person watches. */
import { durationText, shownNumber } from '@batchyard/domain/duration-text';

export interface ProgressTracker {
  /** Some more are done. */
  update(count?: number): void;
  /** Shows 100 % and the time it took, and ends the line. */
  finish(): void;
}

export interface ProgressTrackerOptions {
  /** Stands before the bar. */
  readonly description?: string;
  /** Shown after this many more. */
  readonly updateInterval?: number;
  readonly stream?: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  readonly nowMs?: () => number;
}

const barWidth = 40;

/** @param total how many there are; 0 is done at once */
export function progressTracker(
  total: number,
  {
    description = 'Processing',
    updateInterval = 100,
    stream = process.stderr,
    nowMs = () => performance.now(),
  }: ProgressTrackerOptions = {},
): ProgressTracker {
  const startedMs = nowMs();
  let done = 0;
  let shown = 0;
  const write = (text: string) => {
    if (stream.isTTY) stream.write(text);
  };
  return {
    update(count = 1) {
      done = Math.min(total, done + count);
      if (done - shown < updateInterval) return;
      shown = done;
      write(`\r\x1b[K${progressText(description, done, total, (nowMs() - startedMs) / 1000)}`);
    },
    finish() {
      const elapsedS = (nowMs() - startedMs) / 1000;
      write(`\r\x1b[K${progressText(description, total, total, elapsedS)}\n`);
      write(`Completed in ${durationText(elapsedS)}\n`);
    },
  };
}

function progressText(description: string, done: number, total: number, elapsedS: number): string {
  const fraction = total === 0 ? 1 : done / total;
  const full = Math.round(fraction * barWidth);
  const bar = `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
  const perS = elapsedS > 0 ? done / elapsedS : null;
  const rate = perS === null ? '–' : shownNumber(perS);
  const left = perS === null || perS === 0 ? '–' : durationText((total - done) / perS);
  return `${description}: ${bar} ${(fraction * 100).toFixed(1)}% (${done}/${total}) Rate: ${rate}/s ETA: ${left}`;
}
