/** One progress line on standard error; only where a person watches, never in a pipe or a log. */
export interface ProgressLine {
  /** @param fraction 0…1, or null while it is not known */
  show(text: string, fraction: number | null): void;
  /** Wipes the line, so that other text can follow. */
  clear(): void;
}

const shortestIntervalMs = 100;
/** A narrow terminal has more use for the text. */
const barWidthIn = (columns: number) => (columns < 120 ? 10 : 24);
/** Around the bar: brackets, percent and blanks, and the last column, which would begin a new line. */
const besideBar = 10;

/** Characters that are shown of a text beside the bar. */
export function textRoom({ columns = 80 }: NodeJS.WriteStream): number {
  return columns - barWidthIn(columns) - besideBar;
}

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let shownMs = 0;
  return {
    show(text, fraction) {
      if (Date.now() - shownMs < shortestIntervalMs) return;
      shownMs = Date.now();
      const { columns = 80 } = stream;
      const bar =
        fraction === null
          ? ''
          : `${barOf(fraction, barWidthIn(columns))} ${String(Math.floor(fraction * 100)).padStart(3)} % `;
      stream.write(`\r\x1b[K${`${bar}${text}`.slice(0, columns - 1)}`);
    },
    clear: () => void stream.write('\r\x1b[K'),
  };
}

function barOf(fraction: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * width);
  return `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}
