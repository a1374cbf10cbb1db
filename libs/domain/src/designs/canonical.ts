/** Canonical text of JSON values and digests of it: equal content, equal key. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

export type { Json } from '@batchyard/pipelines';

/** JSON text with sorted keys and without spaces; `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** SHA-256 of a value's canonical JSON, as 64 lower-case hex digits. */
export function digest(value: unknown): string {
  return digestText(canonicalJson(value));
}

/** SHA-256 of a text in UTF-8, as 64 lower-case hex digits. */
export function digestText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
