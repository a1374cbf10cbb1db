/** What is left out of a comparison for what is said of it, and how that is written in an address. */

/** What the subject of an input may not have. */
export interface LeftOut {
  /** Of annotations: `flag`. */
  readonly kind: string;
  /** null: anything of the kind. */
  readonly value: string | null;
}

/** `flag:MOTION_BLUR,video_flag`; null for nothing. Values are percent-encoded, so that they may hold commas. */
export function leftOutText(list: readonly LeftOut[]): string | null {
  const entries = list.map(({ kind, value }) =>
    value === null ? kind : `${kind}:${encodeURIComponent(value)}`,
  );
  return entries.join(',') || null;
}

/** Reads what `leftOutText` writes, each entry once; entries without a kind are ignored. */
export function readLeftOut(text: string | null): LeftOut[] {
  const entries = new Set((text ?? '').split(',').map((entry) => entry.trim()));
  return [...entries].flatMap((entry) => {
    const [kind = '', ...rest] = entry.split(':');
    return kind === '' ? [] : [{ kind, value: decoded(rest.join(':')) || null }];
  });
}

/** As it stands where somebody typed a bare percent sign. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
