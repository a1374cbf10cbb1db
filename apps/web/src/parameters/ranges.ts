/** A range that values of a parameter are taken from, as typed and as an axis of a design. */
import type { Axis } from '@batchyard/domain';
import { parseScalar } from './drafts';
import type { Field } from './fields';

import { asksLevels, type RangeDraft, type RangeKind, type RangeUse, rangeKinds } from './range-draft';

/** Only numbers lie in a range. */
export function canRange({ kind }: Field): boolean {
  return kind === 'number' || kind === 'integer';
}

/** A range around the value there is: half to double, whole where only whole numbers are allowed. */
export function startRange(field: Field, value: number | null): RangeDraft {
  const middle = value === null || value === 0 ? 1 : value;
  const ends = [middle / 2, middle * 2].sort((a, b) => a - b);
  const within = ends.map((end) => clamp(field.kind === 'integer' ? Math.round(end) : end, field));
  return {
    distribution: field.kind === 'integer' ? 'integer' : 'uniform',
    min: String(within[0]),
    max: String(within[1]),
    step: '1',
    levels: field.kind === 'integer' ? '' : '3',
  };
}

function clamp(value: number, { limits }: Field): number {
  const least = limits.minimum ?? Number.NEGATIVE_INFINITY;
  return Math.min(limits.maximum ?? Number.POSITIVE_INFINITY, Math.max(least, value));
}

/** The axis that a range stands for, or what is wrong with it. */
export function parseRange(
  field: Field,
  draft: RangeDraft,
  use: RangeUse,
): { readonly axis: Axis } | { readonly message: string } {
  const { distribution } = draft;
  const min = parseScalar(field, draft.min.trim());
  const max = parseScalar(field, draft.max.trim());
  if ('message' in min) return { message: `From: ${min.message}` };
  if ('message' in max) return { message: `To: ${max.message}` };
  if (typeof min.value !== 'number' || typeof max.value !== 'number')
    return { message: 'Enter two numbers.' };
  const spacing = parseSpacing(draft, use);
  const wrong =
    ('message' in spacing ? spacing.message : undefined) ?? orderMessage(distribution, min.value, max.value);
  if (wrong !== undefined || 'message' in spacing) return { message: wrong ?? '' };
  return { axis: { parameter: field.path, distribution, min: min.value, max: max.value, ...spacing } };
}

function orderMessage(distribution: RangeKind, min: number, max: number): string | undefined {
  if (min >= max) return `The range from ${min} to ${max} is empty.`;
  if (distribution === 'log_uniform' && min <= 0) return 'A logarithmic range must start above 0.';
  if (distribution === 'integer' && !(Number.isInteger(min) && Number.isInteger(max)))
    return 'Enter whole numbers.';
  return undefined;
}

function parseSpacing(
  draft: RangeDraft,
  use: RangeUse,
): { readonly step?: number; readonly levels?: number } | { readonly message: string } {
  if (draft.distribution === 'step') {
    const step = Number(draft.step);
    return draft.step.trim() !== '' && step > 0 && Number.isFinite(step)
      ? { step }
      : { message: 'Enter a step above 0.' };
  }
  if (!asksLevels(draft, use)) return {};
  if (draft.levels.trim() === '' && draft.distribution === 'integer') return {};
  const levels = Number(draft.levels);
  if (draft.levels.trim() !== '' && Number.isInteger(levels) && levels >= 1) return { levels };
  return { message: 'Enter how many values to take from the range.' };
}

/** What stands in the fields of a range for an axis of a design; null where the axis has values. */
export function rangeDraftOf({ distribution, min, max, step, levels }: Axis): RangeDraft | null {
  const kind = rangeKinds.find((entry) => entry === distribution);
  if (kind === undefined || min === undefined || max === undefined) return null;
  return {
    distribution: kind,
    min: String(min),
    max: String(max),
    step: String(step ?? 1),
    levels: levels === undefined ? '' : String(levels),
  };
}
