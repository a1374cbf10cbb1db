/** What a parameter table says about a parameter. */
import type { Json } from '@batchyard/domain';
import { formatValue } from '../formatting/values';
import { expectation } from '../parameters/drafts';
import type { Field, FieldKind } from '../parameters/fields';

/** Kinds without limits of their own; numbers and choices say more. */
const kindTexts: Partial<Record<FieldKind, string>> = {
  boolean: 'yes or no',
  text: 'text',
  texts: 'list of texts',
  numbers: 'list of numbers',
  rows: 'list of lists',
};

/** Which values a parameter takes: `a number of at least 0`, `one of huber, cauchy`, `yes or no`. */
export function allowedText(field: Field): string {
  const text = kindText(field);
  return field.nullable ? `${text}, or empty` : text;
}

function kindText(field: Field): string {
  if (field.kind === 'choice') return `one of ${field.choices.map(formatValue).join(', ')}`;
  return kindTexts[field.kind] ?? expectation(field);
}

/** The default of a parameter; lists without quotes, lists of lists as `(0, 1), (1, 2)`. */
export function defaultText({ default: value }: Field): string {
  if (value === undefined) return 'required';
  if (!Array.isArray(value)) return formatValue(value);
  return value.length === 0 ? 'empty list' : value.map(entryText).join(', ');
}

function entryText(entry: Json): string {
  if (!Array.isArray(entry)) return formatValue(entry);
  return `(${entry.map(formatValue).join(', ')})`;
}
