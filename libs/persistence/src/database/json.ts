/** A value as a parameter for jsonb, which cannot hold NUL characters and unpaired surrogates: both become U+FFFD. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  // JSON escapes exactly these characters, so a text without such an escape can be stored as it is.
  if (!/\\u(0000|d[89a-f])/.test(text)) return text;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
}

/** The text as PostgreSQL can store it. */
export function storableText(text: string): string {
  // Encoding to UTF-8 replaces what has no encoding.
  return Buffer.from(text.replaceAll('\0', '\uFFFD')).toString();
}
