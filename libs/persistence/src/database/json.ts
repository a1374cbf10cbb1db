/** A value as a parameter for jsonb, which cannot hold NUL characters and unpaired surrogates: both become U+FFFD. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
}

/** The text as PostgreSQL can store it. */
export function storableText(text: string): string {
  // Encoding to UTF-8 replaces what has no encoding.
  return Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
}
