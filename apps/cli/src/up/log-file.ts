import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A log is cut over at this size; one older part is kept. */
const maxLogBytes = 10 * 1024 * 1024;

/** Appends to a file that cannot grow without limit. */
export interface LogFile {
  readonly path: string;
  write(text: string | Buffer): void;
}

export function openLogFile(file: string): LogFile {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  let sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return {
    path: file,
    write(text) {
      if (sizeBytes > maxLogBytes) {
        renameSync(file, `${file}.1`);
        sizeBytes = 0;
      }
      appendFileSync(file, text, { mode: 0o600 });
      sizeBytes += Buffer.byteLength(text);
    },
  };
}
