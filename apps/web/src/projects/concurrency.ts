/** The cap on a project's jobs at once as typed; empty means none. */

/** Text of a cap. */
export function capText(cap: number | null): string {
  return cap === null ? '' : String(cap);
}

/** The cap that a text stands for: a whole number from 1, null for an empty text. */
export function readCap(text: string): number | null | 'invalid' {
  if (text.trim() === '') return null;
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : 'invalid';
}
