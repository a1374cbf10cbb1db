import { createHash } from 'node:crypto';

/**
 * Uniform numbers in [0, 1) from a text seed: the generator sfc32 (Chris Doty-Humphrey, PractRand, public
 * domain), its 128-bit state filled with the SHA-256 of the seed. Equal seeds give equal sequences everywhere.
 */
export function seededRandom(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readUInt32LE(0);
  let b = digest.readUInt32LE(4);
  let c = digest.readUInt32LE(8);
  let counter = digest.readUInt32LE(12);
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
}
