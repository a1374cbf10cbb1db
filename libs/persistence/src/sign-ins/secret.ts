import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, as base64url text. Only its hash is stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 of a secret. Fast is right here: a secret of 256 random bits cannot be guessed. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
