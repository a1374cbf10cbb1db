/** Free facts of a person as pairs of name and value, and the JSON that they stand for. */
import type { Json, JsonObject } from '@batchyard/domain';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Facts with a name as an object; a value that reads like a number is one. */
export function readFacts(facts: readonly Fact[]): JsonObject {
  return Object.fromEntries(
    facts
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value }) => [name.trim(), readFact(value)] as const),
  );
}

/** `7` and `-2.5` are numbers; `007`, which may be a name, stays a text. */
export function readFact(text: string): Json {
  const trimmed = text.trim();
  return /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** What to say about names that are given twice or missing; undefined where all is well. */
export function factsMessage(facts: readonly Fact[]): string | undefined {
  const names = facts.map(({ name }) => name.trim());
  if (facts.some(({ value }, index) => names[index] === '' && value.trim() !== ''))
    return 'Name every value.';
  const doubled = names.find((name, index) => name !== '' && names.indexOf(name) < index);
  return doubled === undefined ? undefined : `“${doubled}” is given twice.`;
}

/** The pairs of an object; null where a value is more than a text or number. */
export function factsOf(object: JsonObject): readonly Fact[] | null {
  const entries = Object.entries(object);
  if (entries.some(([, value]) => typeof value !== 'string' && typeof value !== 'number')) return null;
  return entries.map(([name, value]) => ({ name, value: String(value) }));
}
