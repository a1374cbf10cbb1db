/** Encryption of secrets: AES-256-GCM with a random nonce; the name is authenticated, so that values cannot be swapped. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export const secretsKeyBytes = 32;
const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @returns nonce, tag, ciphertext */
export function seal(key: Buffer, name: string, value: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(name));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** @throws Error where the key is another one, or what was sealed was changed */
export function unseal(key: Buffer, name: string, sealed: Buffer): string {
  const nonce = sealed.subarray(0, nonceBytes);
  const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const decipher = createDecipheriv(algorithm, key, nonce).setAAD(Buffer.from(name)).setAuthTag(tag);
    const text = sealed.subarray(nonceBytes + tagBytes);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    throw new Error(`The secret ${name} cannot be decrypted: it was stored with another key.`);
  }
}
