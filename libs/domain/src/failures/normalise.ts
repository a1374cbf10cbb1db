/**
 * Turns a failure's message into a key that equal failures of different jobs share. In this order:
 *
 * 1. quoted text of any kind becomes `"…"` (an apostrophe inside a word quotes nothing);
 * 2. paths, addresses and file names become `<path>`: what begins with `/`, `./`, `../`, `~/` or a drive letter,
 *    what holds `://`, and what ends in the extension of a data file; names like `weights.lambda_rigid` stay;
 * 3. UUIDs, `0x…` and runs of 8 or more hexadecimal digits with a decimal digit among them become `<id>`;
 * 4. every other number becomes `<n>`, in words too (`frame0012`);
 * 5. lists of one placeholder count as one, white space as one blank, and the rest is cut off.
 *
 * Every rule reads the text once, so the time grows linearly with its length, which is cut off beforehand.
 */

/** Characters of a message that are looked at. */
const maxMessageLength = 2_000;
/** Characters a key may have. */
export const maxFailureKeyLength = 200;

const quoted = /"[^"]*"|`[^`]*`|“[^“”]*”|«[^«»]*»|(?<![\p{L}\p{N}])['‘][^'‘’]*['’](?![\p{L}\p{N}])/gu;
const beginsLikePath = /^(?:\.{0,2}[\\/]|~[\\/]|[A-Za-z]:[\\/])[^\s]/;
const fileName =
  /[^./\\]\.(?:avi|csv|czi|dat|feather|gz|h5|hdf5|html?|jpe?g|json|log|mat|mov|mp4|nd2|npy|npz|parquet|pdf|png|svg|tiff?|tsv|txt|xlsx?|ya?ml|zip)$/i;
const leading = /^[([{<,;:=]*/;
const trailing = /[)\]}>.,;:!?]*$/;
const lineNumbers = /(?::\d+){1,2}$/;
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const hexadecimal = /\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/gi;
const number = /(?:(?<![\p{L}\p{N})])[+-])?\d+(?:[.,_]\d+)*(?:e[+-]?\d+)?/giu;
const list = /("…"|<path>|<id>|<n>)(?:(?:, and | and |, | )\1)+/g;

/** @returns the key, at most 200 characters; empty for a message without text */
export function normaliseMessage(message: string): string {
  return message
    .slice(0, maxMessageLength)
    .replace(quoted, '"…"')
    .replace(/\S+/g, withoutPath)
    .replace(uuid, '<id>')
    .replace(hexadecimal, '<id>')
    .replace(number, '<n>')
    .replace(/\s+/g, ' ')
    .replace(list, '$1')
    .trim()
    .slice(0, maxFailureKeyLength)
    .trim();
}

/** A word with its punctuation; `<path>` in place of its middle when that is a path or the name of a file. */
function withoutPath(word: string): string {
  const before = leading.exec(word)?.[0] ?? '';
  const rest = word.slice(before.length);
  const after = trailing.exec(rest)?.[0] ?? '';
  const middle = rest.slice(0, rest.length - after.length).replace(lineNumbers, '');
  const isPath = beginsLikePath.test(middle) || middle.includes('://') || fileName.test(middle);
  return isPath ? `${before}<path>${after}` : word;
}
