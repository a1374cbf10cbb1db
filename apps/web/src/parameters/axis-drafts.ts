/** Axes of a design as they stand in the fields of their parameters. */
import type { Axis, Json } from '@batchyard/domain';
import { type ParameterDrafts, toDraft } from './drafts';
import type { Field } from './fields';
import { rangeDraftOf } from './ranges';

/** What stands in the fields for axes; those of parameters that there are not are left out. */
export function axisDraftsOf(
  fields: readonly Field[],
  axes: readonly Axis[],
): Omit<ParameterDrafts, 'values'> {
  const known = new Map(fields.map((field) => [field.path, field]));
  const kept = axes.flatMap((axis) => {
    const field = known.get(axis.parameter);
    return field ? [{ axis, field }] : [];
  });
  const entries = <T>(read: (entry: (typeof kept)[number]) => T | null | undefined) =>
    Object.fromEntries(
      kept.flatMap((entry) => {
        const value = read(entry);
        return value === null || value === undefined ? [] : [[entry.field.path, value] as const];
      }),
    );
  return {
    sweeps: entries(({ axis, field }) =>
      (axis.values ?? []).map((value) => sweepText(field, value)).join(', '),
    ),
    ranges: entries(({ axis }) => rangeDraftOf(axis)),
    conditions: entries(({ axis }) => axis.when),
  };
}

function sweepText(field: Field, value: Json): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(toDraft(field, value));
}
