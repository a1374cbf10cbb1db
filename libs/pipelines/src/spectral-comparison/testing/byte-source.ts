import type { ByteSource } from '../reading/large-text.js';

/** Bytes as a file gives them: into memory that is used again; and how many were asked for at most at once. */
export function sourceOf(bytes: Uint8Array): ByteSource & { readonly mostAtOnce: number } {
  const room = new Uint8Array(bytes.length);
  let mostAtOnce = 0;
  return {
    size: bytes.length,
    get mostAtOnce() {
      return mostAtOnce;
    },
    read(from, length) {
      mostAtOnce = Math.max(mostAtOnce, length);
      const part = bytes.subarray(from, from + length);
      room.fill(0xaa);
      room.set(part);
      return room.subarray(0, part.length);
    },
  };
}
