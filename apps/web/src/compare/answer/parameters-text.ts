/** The parameters of a setting as text for a design file or a script. */
import { isJsonObject, type Json, type JsonObject, withValueAt } from '@batchyard/domain';
import type { ComparisonData, Setting } from '../queries';

/** All parameters of a setting, constant ones included, nested as the pipeline expects them. */
export function parametersOf(comparison: ComparisonData, setting: Setting): JsonObject {
  const constant = isJsonObject(comparison.constant) ? comparison.constant : {};
  const values = isJsonObject(setting.values) ? setting.values : {};
  const leaves = Object.entries({ ...constant, ...values });
  return leaves.reduce<JsonObject>((nested, [path, value]) => withValueAt(nested, path, value), {});
}

/** A design's group of parameters that move together: one row a setting, with the parameters that vary. */
export function toYamlRows(settings: readonly Setting[]): string {
  const rows = settings.map(({ values }) => `    - ${flow(values)}\n`);
  return `- kind: rows\n  rows:\n${rows.join('')}`;
}

/** YAML 1.2 that readers of YAML 1.1 (such as PyYAML) understand alike. */
export function toYaml(value: JsonObject): string {
  return Object.keys(value).length === 0 ? '{}\n' : `${lines(value, '').join('\n')}\n`;
}

function lines(object: JsonObject, indent: string): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const name = `${indent}${scalar(key)}:`;
    if (isJsonObject(value) && Object.keys(value).length > 0) return [name, ...lines(value, `${indent}  `)];
    return [`${name} ${flow(value)}`];
  });
}

function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isJsonObject(value)) {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${scalar(key)}: ${flow(entry)}`)
      .join(', ')}}`;
  }
  return scalar(value as string | number | boolean | null);
}

/** Words that some reader of YAML takes for a switch or for nothing. */
const reserved = /^(true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

function scalar(value: string | number | boolean | null): string {
  // YAML 1.1 takes 1e-7 for a text; with a point it is a number everywhere.
  if (typeof value === 'number') return String(value).replace(/^(-?\d+)e/, '$1.0e');
  if (typeof value !== 'string') return String(value);
  return /^[A-Za-z_][\w.-]*$/.test(value) && !reserved.test(value) ? value : JSON.stringify(value);
}
