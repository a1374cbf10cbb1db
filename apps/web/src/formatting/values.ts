/** Parameter values as text. */
import type { Json } from '@batchyard/domain';
import { formatNumber } from './numbers';

/** A parameter value for reading: numbers shortened, texts bare, lists with commas, the rest as JSON. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined || value === null) return 'empty';
  if (typeof value === 'number') return formatNumber(value, 6);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value === '' ? 'empty text' : value;
  if (Array.isArray(value)) return formatList(value);
  return JSON.stringify(value);
}

/** `m0, m1`; lists inside a list keep their brackets: `[0, 1], [1, 2]`. */
function formatList(list: readonly Json[]): string {
  if (list.length === 0) return 'empty list';
  return list
    .map((entry) => (Array.isArray(entry) ? `[${formatList(entry)}]` : formatValue(entry)))
    .join(', ');
}

/** The last part of a dotted path: `weights.lambda_rigid` → `lambda_rigid`. */
export function leafName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** `lambda_rigid = 500, lambda_soft = 10`, in the order of the object. */
export function formatSetting(setting: Readonly<Record<string, Json>>): string {
  const parts = Object.entries(setting).map(([path, value]) => `${leafName(path)} = ${formatValue(value)}`);
  return parts.length === 0 ? 'base parameters' : parts.join(', ');
}
