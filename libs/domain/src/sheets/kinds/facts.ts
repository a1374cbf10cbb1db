/** Free facts in a sheet: columns that mean nothing to the product but much to its people. */
import type { Json, JsonObject } from '@batchyard/pipelines';
import type { RowValues } from '../check-rows.js';
import type { ImportField } from '../field.js';

const prefix = 'metadata.';

/** The field that keeps a column of this heading as a fact: `Temperature (°C)` becomes `metadata.temperature_c`. */
export function factField(heading: string): ImportField {
  const name = heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return {
    name: `${prefix}${name || 'fact'}`,
    title: heading,
    description: `${heading}, kept as a fact`,
    // Facts stay as they were typed; 007 is a name and 1,5 somebody's way to write.
    type: { kind: 'text' },
    unit: null,
    isRequired: false,
    aliases: [],
    example: '',
  };
}

export const isFact = (field: string) => field.startsWith(prefix);

/** The field that fills a fact of this name. */
export const fieldOfFact = (name: string) => `${prefix}${name}`;

/** The facts of a row by name; plain numbers become numbers. */
export function factsOf(values: RowValues): JsonObject {
  const facts = Object.entries(values).flatMap(([field, value]): [string, Json][] =>
    isFact(field) && value !== null ? [[field.slice(prefix.length), plainValue(value)]] : [],
  );
  return Object.fromEntries(facts);
}

/** A fact as its cell shows it; null where a cell would be blank. */
export function factText(value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return text === '' ? null : text;
}

/**
 * Facts with what a row says of them. A fact that looks as before stays what it was.
 * @param values of the row; fields that are absent say nothing
 * @param isWhole whether a blank cell takes the fact away; otherwise it says nothing
 */
export function withFactsOf(facts: JsonObject, values: RowValues, isWhole: boolean): JsonObject {
  const changed = new Map(Object.entries(facts));
  for (const [field, value] of Object.entries(values)) {
    if (!isFact(field)) continue;
    const name = field.slice(prefix.length);
    if (factText(value) === factText(facts[name])) continue;
    if (value !== null) changed.set(name, plainValue(value));
    else if (isWhole) changed.delete(name);
  }
  return Object.fromEntries(changed);
}

function plainValue(value: string | number | boolean): Json {
  return typeof value === 'string' && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? Number(value) : value;
}
