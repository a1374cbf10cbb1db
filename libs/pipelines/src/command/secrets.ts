/** Secrets are given to a program by name and must not come out again by way of its log. */

/** What stands where a secret stood. */
export const mask = '•••';

/** Shorter values occur by chance, and would make a log unreadable. */
const minMaskedChars = 4;

/** Replaces the values, also as JSON and Base64 write them. */
export function masker(secrets: Readonly<Record<string, string>>): (text: string) => string {
  const forms = Object.values(secrets)
    .filter((value) => value.length >= minMaskedChars)
    .flatMap((value) => [
      value,
      JSON.stringify(value).slice(1, -1),
      Buffer.from(value).toString('base64').replace(/=+$/, ''),
    ]);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, mask), text);
}
