/** One progress line on standard error; only where a person watches, never in a pipe or a log. */
export interface ProgressLine {
  /** @param fraction 0…1, or null while it is not known */
  show(text: string, fraction: number | null): void;
  /** Wipes the line, so that other text can follow. */
  clear(): void;
}

const barWidth = 24;
const shortestIntervalMs = 100;

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let shownMs = 0;
  return {
    show(text, fraction) {
      if (Date.now() - shownMs < shortestIntervalMs) return;
      shownMs = Date.now();
      const bar =
        fraction === null ? '' : `${barOf(fraction)} ${String(Math.floor(fraction * 100)).padStart(3)} % `;
      stream.write(`\r\x1b[K${`${bar}${text}`.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    clear: () => void stream.write('\r\x1b[K'),
  };
}

function barOf(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth);
  return `[${'#'.repeat(full)}${'.'.repeat(barWidth - full)}]`;
}
