import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../reading/large-text.js';

export interface OpenBytes extends ByteSource {
  close(): void;
}

/** The bytes of a file, read piece by piece into memory that is used again. */
export function openBytes(file: string): OpenBytes {
  const fd = openSync(file, 'r');
  const { size } = fstatSync(fd);
  let room = Buffer.alloc(0);
  return {
    size,
    read(from, length) {
      const wanted = Math.max(0, Math.min(length, size - from));
      if (room.length < wanted) room = Buffer.allocUnsafe(wanted);
      let filled = 0;
      while (filled < wanted) {
        const count = readSync(fd, room, filled, wanted - filled, from + filled);
        if (count === 0) break;
        filled += count;
      }
      return room.subarray(0, filled);
    },
    close: () => closeSync(fd),
  };
}
