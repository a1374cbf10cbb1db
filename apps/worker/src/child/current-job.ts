import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { noneBegun } from './protocol.js';

/** Where a job process leaves the index of the job that it began last, as `currentJobFd`. */
export interface CurrentJob {
  /** To be inherited by the job process. */
  readonly fd: number;
  /** Null before the first job of a bundle. */
  read(): number | null;
  /** Before a bundle is given. */
  reset(): void;
  /** What was read last stays. */
  close(): void;
}

let files = 0;

/** @param folder holds the file for a moment: it has no name any more when this returns */
export function openCurrentJob(folder: string): CurrentJob {
  const file = path.join(folder, `current-job-${process.pid}-${files++}`);
  const fd = openSync(file, 'wx+', 0o600);
  unlinkSync(file);
  const byte = Uint8Array.of(noneBegun);
  let isOpen = true;
  const look = () => {
    if (isOpen) readSync(fd, byte, 0, 1, 0);
  };
  const reset = () => {
    if (isOpen) writeSync(fd, Uint8Array.of(noneBegun), 0, 1, 0);
  };
  reset();
  return {
    fd,
    reset,
    read() {
      look();
      const [index = noneBegun] = byte;
      return index === noneBegun ? null : index;
    },
    close() {
      look();
      isOpen = false;
      closeSync(fd);
    },
  };
}
