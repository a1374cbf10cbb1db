/** Finds the encoding of a text from its bytes. */
import type { TextEncodingName } from '../sheet-file.js';

/**
 * A byte order mark decides; without one, many zero bytes on one side mean UTF-16, valid UTF-8 is UTF-8, and anything
 * else is Windows-1252, in which every byte is a character.
 * @param head the first bytes of the file (64 kB are plenty)
 * @param isWhole whether that is all of it; else its last character may be cut
 */
export function detectEncoding(head: Uint8Array, isWhole: boolean): TextEncodingName {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const wide = wideEncoding(head);
  if (wide !== null) return wide;
  return isUtf8(head, isWhole) ? 'utf-8' : 'windows-1252';
}

/** Latin text in UTF-16 has a zero in every second byte. */
function wideEncoding(head: Uint8Array): TextEncodingName | null {
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 8;
  if (odd > many && odd > 4 * even) return 'utf-16le';
  if (even > many && even > 4 * odd) return 'utf-16be';
  return null;
}

function isUtf8(head: Uint8Array, isWhole: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}
