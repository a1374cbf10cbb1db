/** Passwords: argon2id, and the same work whether there is an account or not. */
import { hash, verify } from '@node-rs/argon2';
import { invalid } from '../graphql/problems.js';

/** Argon2id with 19 MiB, 2 passes, 1 lane (OWASP's first choice). */
const options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const minLength = 12;
const maxLength = 200;

export const hashPassword = (password: string) => hash(password.normalize('NFC'), options);

/** Compared with where there is no password, so that an answer takes equally long. */
const nobodysHash = hashPassword('no account has this password');

/** @param stored null where there is no account or no password: false then, after the same work */
export async function isPassword(stored: string | null, given: string): Promise<boolean> {
  const isRight = await verify(stored ?? (await nobodysHash), given.slice(0, maxLength * 4).normalize('NFC'));
  return isRight && stored !== null;
}

/** @throws UserError when the password is too short, too long, or the e-mail address itself */
export function requireGoodPassword(password: string, email: string): void {
  if (password.length < minLength || password.length > maxLength) {
    throw invalid(
      'newPassword',
      `A password has ${minLength} to ${maxLength} characters; this one has ${password.length}.`,
    );
  }
  if (password.toLowerCase().includes(email.toLowerCase()) || new Set(password).size < 5) {
    throw invalid('newPassword', 'This password is too easy to guess. Take several unrelated words.');
  }
}
