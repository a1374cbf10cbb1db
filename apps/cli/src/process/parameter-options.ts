/** Options of a command that derive from the parameters of a pipeline: one for each, and for each of its other names. */
import { fieldsOfSchema, type Json, type JsonObject, type SchemaField, withValueAt } from '@batchyard/domain';
import { type Pipeline, paramsJsonSchema } from '@batchyard/pipelines';
import type { OptionSpec } from '../arguments.js';
import { UsageError } from '../exit-codes.js';
import { renderTable } from '../terminal/table.js';

/** Parameters as fields: what sheets and options have in common. */
export function parameterFields(pipeline: Pipeline): SchemaField[] {
  return fieldsOfSchema(paramsJsonSchema(pipeline) as unknown as JsonObject);
}

/** `water_level` → `water-level`, its other names after it. */
function optionNames({ path, aliases = [] }: SchemaField): string[] {
  return [path, ...aliases].map((name) => name.replaceAll('_', '-'));
}

export function parameterOptions(fields: readonly SchemaField[]): Record<string, OptionSpec> {
  const entries = fields.flatMap((field) => {
    const type = field.kind === 'boolean' ? 'boolean' : 'string';
    return optionNames(field).map((name): [string, OptionSpec] => [name, { type, help: '' }]);
  });
  return Object.fromEntries(entries);
}

/**
 * The parameters that were given, raw.
 * @throws UsageError where one was given by two of its names
 */
export function parametersGiven(
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): JsonObject {
  let params: JsonObject = {};
  for (const field of fields) {
    const given = optionNames(field).filter((name) => values[name] !== undefined);
    if (given.length > 1) {
      throw new UsageError(
        `${given.map((name) => `--${name}`).join(' and ')} are one parameter: give it once.`,
      );
    }
    const [name] = given;
    if (name !== undefined) params = withValueAt(params, field.path, typedValue(field, values[name]));
  }
  return params;
}

/** A number where one belongs; what is none stays as it is, so that the parameter itself refuses it. */
function typedValue({ kind }: SchemaField, given: unknown): Json {
  if (given === true) return true;
  const text = String(given);
  const isNumber = kind === 'number' || kind === 'integer';
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** The options as a table for help. */
export function describeParameterOptions(fields: readonly SchemaField[]): string {
  const rows = fields.map((field) => [
    optionNames(field)
      .map((name) => `--${name}`)
      .join(' '),
    field.unit === '1' ? '' : (field.unit ?? ''),
    field.default == null ? '' : String(field.default),
    [field.description ?? field.title, field.kind === 'choice' ? `(${field.choices.join(', ')})` : '']
      .join(' ')
      .trim(),
  ]);
  return renderTable(['option', 'unit', 'default', 'meaning'], rows);
}
