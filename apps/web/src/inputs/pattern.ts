/** Choosing files by a pattern of their names, with parts of the name as facts about the input. */
import type { Json, JsonObject } from '@batchyard/domain';

export interface FilePattern {
  /** The longest part that every matching name contains, for asking the server. */
  readonly literal: string;
  /** Facts from the named parts; null where the name does not match. */
  match(name: string): JsonObject | null;
}

/**
 * Reads a pattern: `*` stands for any characters, `?` for one, `{subject}` for some that become the fact of that
 * name. All else stands for itself, in any case.
 */
export function readPattern(text: string): FilePattern | { readonly message: string } {
  const parts = text.trim().split(/(\*|\?|\{[^{}]*\})/);
  const names = parts.flatMap((part) => (isNamed(part) ? [part.slice(1, -1).trim()] : []));
  if (parts.join('') === '') return { message: 'Enter a pattern such as walk_*.csv.' };
  if (names.some((name) => !/^\w+$/.test(name))) {
    return { message: 'Name each {part} with letters, digits or _, for example {subject}.' };
  }
  const doubled = names.find((name, index) => names.indexOf(name) < index);
  if (doubled) return { message: `{${doubled}} stands twice in the pattern.` };
  const source = parts.map(sourceOf).join('');
  if (/[{}]/.test(parts.filter((part) => !isNamed(part)).join(''))) {
    return { message: 'A bracket { has no }.' };
  }
  const expression = new RegExp(`^${source}$`, 'i');
  const literals = parts.filter((part) => sourceOf(part) === escaped(part));
  return {
    literal: literals.reduce((longest, part) => (part.length > longest.length ? part : longest), ''),
    match(name) {
      const found = expression.exec(name);
      if (found === null) return null;
      return Object.fromEntries(names.map((fact, index) => [fact, valueIn(found[index + 1] ?? '')]));
    },
  };
}

function sourceOf(part: string): string {
  if (part === '*') return '.*';
  if (part === '?') return '.';
  return isNamed(part) ? '(.+?)' : escaped(part);
}

const isNamed = (part: string) => part.startsWith('{') && part.endsWith('}');
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `7` is a number; `07`, which is a name, stays a text. */
function valueIn(text: string): Json {
  return /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}
