/** What a person has typed into the fields, and what it means. Only touched fields have a draft. */
import { canonicalJson, type Json } from '@batchyard/domain';
import { formatNumber } from '../formatting/numbers';
import type { Field } from './fields';
import type { RangeDraft } from './range-draft';

/** Text as typed, a switch, or tags. */
export type Draft = string | boolean | readonly string[];

export interface ParameterDrafts {
  /** Path → what stands in the field. */
  readonly values: Readonly<Record<string, Draft>>;
  /** Path → comma-separated values to try; such a field is an axis. Their order is that of the axes. */
  readonly sweeps: Readonly<Record<string, string>>;
  /** Path of an axis → the range its values are taken from, in place of single values. */
  readonly ranges: Readonly<Record<string, RangeDraft>>;
  /** Path of an axis → the condition under which it is varied at all. */
  readonly conditions: Readonly<Record<string, string>>;
}

export const noDrafts: ParameterDrafts = { values: {}, sweeps: {}, ranges: {}, conditions: {} };

/** Changes to the drafts of one field; undefined takes the entry away. */
export interface FieldChange {
  readonly value?: Draft | undefined;
  readonly sweep?: string | undefined;
  readonly range?: RangeDraft | undefined;
  readonly condition?: string | undefined;
}

/** What stands in the drafts for one field. */
export function changeOf({ values, sweeps, ranges, conditions }: ParameterDrafts, path: string): FieldChange {
  return {
    value: values[path],
    sweep: sweeps[path],
    range: ranges[path],
    condition: conditions[path],
  };
}

/** The drafts with those of one field replaced. */
export function withChange(drafts: ParameterDrafts, path: string, change: FieldChange): ParameterDrafts {
  return {
    values: withEntry(drafts.values, path, change.value),
    sweeps: withEntry(drafts.sweeps, path, change.sweep),
    ranges: withEntry(drafts.ranges, path, change.range),
    conditions: withEntry(drafts.conditions, path, change.condition),
  };
}

/** An entry that is there already keeps its place: the order of the sweeps is that of the axes. */
function withEntry<T>(record: Readonly<Record<string, T>>, path: string, value: T | undefined) {
  const { [path]: _former, ...others } = record;
  return value === undefined ? others : { ...record, [path]: value };
}

export type Parsed = { readonly value: Json } | { readonly message: string };

/** What a field shows for a value. */
export function toDraft(field: Field, value: Json | undefined): Draft {
  if (field.kind === 'boolean') return value === true;
  if (field.kind === 'texts' || field.kind === 'choices')
    return Array.isArray(value) ? value.map(String) : [];
  if (value === undefined || value === null) return '';
  if (field.kind === 'numbers' && Array.isArray(value)) return value.join(', ');
  if (field.kind === 'rows' && Array.isArray(value)) {
    return value.map((row) => (Array.isArray(row) ? row.join(', ') : String(row))).join('\n');
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value a draft stands for, or what is wrong with it. */
export function parseDraft(field: Field, draft: Draft): Parsed {
  if (typeof draft === 'boolean') return { value: draft };
  if (draft.length === 0 && field.nullable) return { value: null };
  if (typeof draft !== 'string') return { value: listOf(field, draft) };
  const text = draft.trim();
  if (text === '' && field.nullable) return { value: null };
  switch (field.kind) {
    case 'text':
      return { value: draft };
    case 'numbers':
      return parseList(text.split(/[,;\s]+/).filter(Boolean), numberIn);
    case 'rows':
      return parseList(
        text.split('\n').filter((line) => line.trim() !== ''),
        parseRow,
      );
    case 'json':
      return parseJson(text);
    default:
      return parseScalar(field, text);
  }
}

/** Choices in the order of the schema, whatever order they were picked in. */
function listOf({ kind, choices }: Field, draft: readonly string[]): Json {
  return kind === 'choices' ? choices.filter((choice) => draft.includes(String(choice))) : [...draft];
}

/** One number, choice, switch or text as typed. */
export function parseScalar(field: Field, text: string): Parsed {
  if (text === '' && field.nullable) return { value: null };
  if (text === '' && field.kind !== 'text') return { message: `Enter ${expectation(field)}.` };
  if (field.kind === 'boolean') return parseSwitch(text);
  if (field.kind === 'choice') return parseChoice(field, text);
  if (field.kind !== 'number' && field.kind !== 'integer') return { value: text };
  const parsed = numberIn(text);
  if ('message' in parsed) return parsed;
  const value = parsed.value as number;
  if (field.kind === 'integer' && !Number.isInteger(value))
    return { message: `${text} is not a whole number.` };
  if (withinLimits(field, value)) return { value };
  return {
    message: `${text} is too ${isTooSmall(field, value) ? 'small' : 'large'}: enter ${expectation(field)}.`,
  };
}

function parseSwitch(text: string): Parsed {
  if (/^(true|yes|on)$/i.test(text)) return { value: true };
  if (/^(false|no|off)$/i.test(text)) return { value: false };
  return { message: `“${text}” is neither yes nor no.` };
}

function parseChoice(field: Field, text: string): Parsed {
  const choice = field.choices.find((entry) => String(entry) === text);
  if (choice !== undefined) return { value: choice };
  return { message: `“${text}” is not one of ${field.choices.map(String).join(', ')}.` };
}

function numberIn(text: string): Parsed {
  const value = Number(text);
  if (text !== '' && Number.isFinite(value)) return { value };
  const withPoint = Number(text.replace(',', '.'));
  const hint = text.includes(',') && Number.isFinite(withPoint) ? ` Write ${withPoint}.` : '';
  return { message: `“${text}” is not a number with “.” as decimal sign.${hint}` };
}

function parseRow(line: string): Parsed {
  const cells = line.split(/[,;\t]/).map((cell) => cell.trim());
  if (cells.some((cell) => cell === '')) return { message: `“${line.trim()}” has an empty entry.` };
  return { value: cells.map((cell) => (Number.isFinite(Number(cell)) ? Number(cell) : cell)) };
}

function parseList(parts: readonly string[], parse: (part: string) => Parsed): Parsed {
  const parsed = parts.map((part) => parse(part.trim()));
  const wrong = parsed.find((entry) => 'message' in entry);
  if (wrong && 'message' in wrong) return wrong;
  return { value: parsed.map((entry) => ('value' in entry ? entry.value : null)) };
}

function parseJson(text: string): Parsed {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { message: 'This is not valid JSON.' };
  }
}

function withinLimits(field: Field, value: number): boolean {
  return !isTooSmall(field, value) && !isTooLarge(field, value);
}

function isTooSmall({ limits }: Field, value: number): boolean {
  return (
    value < (limits.minimum ?? Number.NEGATIVE_INFINITY) ||
    value <= (limits.exclusiveMinimum ?? Number.NEGATIVE_INFINITY)
  );
}

function isTooLarge({ limits }: Field, value: number): boolean {
  return (
    value > (limits.maximum ?? Number.POSITIVE_INFINITY) ||
    value >= (limits.exclusiveMaximum ?? Number.POSITIVE_INFINITY)
  );
}

// JSON Schema of an integer names the safe range of numbers as limits; no reader wants to see those.
const worthSaying = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

/** What a field takes, in words: `a whole number from 1 to 10,000`, `a number, 0 or more`, `a number above 0`. */
export function expectation({ kind, limits }: Field): string {
  const noun = kind === 'integer' ? 'a whole number' : kind === 'number' ? 'a number' : 'a value';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  const least = worthSaying(minimum) ? formatNumber(minimum) : null;
  const most = worthSaying(maximum) ? formatNumber(maximum) : null;
  if (least !== null && most !== null) return `${noun} from ${least} to ${most}`;
  const above = worthSaying(exclusiveMinimum) ? ` above ${formatNumber(exclusiveMinimum)}` : '';
  const below = worthSaying(exclusiveMaximum) ? ` below ${formatNumber(exclusiveMaximum)}` : '';
  const strict = [above, below].filter((part) => part !== '').join(' and');
  const orMore = least === null ? '' : `, ${least} or more`;
  const orLess = most === null ? '' : `, ${most} or less`;
  return `${noun}${strict}${orMore}${orLess}`;
}

/** Whether a draft differs from the field's default; a draft that cannot be read counts as different. */
export function isChanged(field: Field, draft: Draft | undefined): boolean {
  if (draft === undefined) return false;
  const parsed = parseDraft(field, draft);
  return 'message' in parsed || canonicalJson(parsed.value) !== canonicalJson(field.default ?? null);
}

/** Kinds of field whose values can be tried one after another. */
export function canSweep(field: Field): boolean {
  return ['number', 'integer', 'boolean', 'choice', 'text', 'time'].includes(field.kind);
}

/** `100, 500, 1000` as the values of an axis: each valid for the field, none twice. */
export function parseSweep(
  field: Field,
  text: string,
): { readonly values: readonly Json[] } | { readonly message: string } {
  const parts = text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) return { message: 'Enter the values to try, separated by commas.' };
  const values: Json[] = [];
  for (const part of parts) {
    const parsed = parseScalar(field, part);
    if ('message' in parsed) return parsed;
    if (values.some((value) => value === parsed.value)) return { message: `${part} is listed twice.` };
    values.push(parsed.value);
  }
  return { values };
}
