/** What a parameter table says about a parameter. */
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

/** Which values a parameter takes: `a number, 0 or more`, `one of huber, cauchy`, `yes or no`. */
export function allowedText(field: Field): string {
  const text = kindText(field);
  return field.nullable ? `${text}, or empty` : text;
}

function kindText(field: Field): string {
  if (field.kind === 'choice') return `one of ${field.choices.map(formatValue).join(', ')}`;
  if (field.kind === 'choices') return `any of ${field.choices.map(formatValue).join(', ')}`;
  return kindTexts[field.kind] ?? expectation(field);
}

/** The default of a parameter as text. */
export function defaultText({ default: value }: Field): string {
  return value === undefined ? 'required' : formatValue(value);
}
