/** From what was typed to base parameters and axes of a design. */
import { type Axis, type JsonObject, parseExpression, withValueAt } from '@batchyard/domain';
import {
  changeOf,
  type FieldChange,
  isChanged,
  type ParameterDrafts,
  parseDraft,
  parseSweep,
} from './drafts';
import type { Field } from './fields';
import type { RangeUse } from './range-draft';
import { parseRange } from './ranges';

export interface ParsedDrafts {
  /** Changed parameters only, nested. */
  readonly params: JsonObject;
  readonly axes: readonly Axis[];
  /** Path → what is wrong with what was typed. */
  readonly messages: Readonly<Record<string, string>>;
}

/**
 * Base parameters and axes for a design, or what is wrong, field by field.
 * @param rangeUse whether the design tries every value of a parameter's range or draws from it
 */
export function parseDrafts(
  fields: readonly Field[],
  drafts: ParameterDrafts,
  rangeUse: (path: string) => RangeUse = () => 'enumerate',
): ParsedDrafts {
  let params: JsonObject = {};
  const axes: Axis[] = [];
  const messages: Record<string, string> = {};
  const known = new Map(fields.map((field) => [field.path, field]));
  for (const path of Object.keys(drafts.sweeps)) {
    const field = known.get(path);
    const parsed = field && parseAxis(field, changeOf(drafts, path), rangeUse(path));
    if (parsed === undefined) continue;
    if ('message' in parsed) messages[path] = parsed.message;
    else axes.push(parsed.axis);
  }
  for (const field of fields) {
    const draft = drafts.values[field.path];
    if (drafts.sweeps[field.path] !== undefined || draft === undefined || !isChanged(field, draft)) continue;
    const parsed = parseDraft(field, draft);
    if ('message' in parsed) messages[field.path] = parsed.message;
    else params = withValueAt(params, field.path, parsed.value);
  }
  return { params, axes, messages };
}

/** The axis of a field that is varied, or what is wrong with it. */
export function parseAxis(
  field: Field,
  { sweep = '', range, condition = '' }: FieldChange,
  use: RangeUse,
): { readonly axis: Axis } | { readonly message: string } {
  const when = condition.trim();
  const wrong = when === '' ? undefined : parseExpression(when).problems[0];
  if (wrong) return { message: `Only when: ${wrong.message}` };
  const conditional = when === '' ? {} : { when };
  if (range !== undefined) {
    const parsed = parseRange(field, range, use);
    return 'message' in parsed ? parsed : { axis: { ...parsed.axis, ...conditional } };
  }
  const parsed = parseSweep(field, sweep);
  if ('message' in parsed) return parsed;
  return { axis: { parameter: field.path, values: parsed.values, ...conditional } };
}
