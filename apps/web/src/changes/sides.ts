/** Both sides of a changed thing in words: of what differs, or of all where one side is empty. */
import { isJsonObject, type Json } from '@batchyard/domain';
import { words } from './counts-text';

const longestText = 400;

/** `{value: "EDEMA", frames: "0-4"}` against `{value: "EDEMA", frames: "0-9"}` as `frames 0-4` and `frames 0-9`. */
export function sidesOf(before: Json, after: Json): { before: string; after: string } {
  const differs = isJsonObject(before) && isJsonObject(after) ? differenceOf(before, after) : null;
  return {
    before: sideText(before, differs, 'was not there'),
    after: sideText(after, differs, 'taken away'),
  };
}

function differenceOf(before: Readonly<Record<string, Json>>, after: Readonly<Record<string, Json>>) {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Set([...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])));
}

function sideText(side: Json, differs: ReadonlySet<string> | null, absent: string): string {
  if (side === null) return absent;
  if (!isJsonObject(side)) return cut(valueText(side));
  const told = Object.entries(side).filter(([name]) => differs === null || differs.has(name));
  return cut(told.map(([name, value]) => `${words(name)} ${valueText(value)}`).join(' · ')) || 'empty';
}

const valueText = (value: Json) => (typeof value === 'string' ? value : JSON.stringify(value));

const cut = (text: string) => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);
