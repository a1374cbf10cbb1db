import type { ParamsJsonSchema } from '@batchyard/pipelines';

/** Title and unit of every parameter by its dotted path. */
export function parameterFields(
  schema: ParamsJsonSchema,
): Record<string, { readonly title: string; readonly unit: string | null }> {
  return Object.fromEntries(fieldsBelow(schema, ''));
}

function fieldsBelow(
  schema: ParamsJsonSchema,
  prefix: string,
): [string, { title: string; unit: string | null }][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    if (field.properties !== undefined) return fieldsBelow(field, `${path}.`);
    return [[path, { title: field.title ?? path, unit: field.unit ?? null }]];
  });
}
