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

/** The facts of a row by name; plain numbers become numbers. */
export function factsOf(values: RowValues): JsonObject {
  const facts = Object.entries(values).flatMap(([field, value]): [string, Json][] =>
    isFact(field) && value !== null ? [[field.slice(prefix.length), plainValue(value)]] : [],
  );
  return Object.fromEntries(facts);
}

function plainValue(value: string | number | boolean): Json {
  return typeof value === 'string' && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value) ? Number(value) : value;
}
