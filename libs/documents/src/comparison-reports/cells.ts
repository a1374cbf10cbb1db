import type { Json } from '@batchyard/domain';
import type { CsvCell } from '../tables/csv.js';
import type { Column } from './tables.js';

/** A parameter's value as a cell: lists and objects as JSON, nothing where it has none. */
export function cellOf(value: Json | undefined): CsvCell {
  if (value === undefined) return null;
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : value;
}

export function number(name: string, unit: string | null, meaning: string, title?: string): Column {
  return { name, unit, type: 'number', meaning, ...(title !== undefined && { title }) };
}

export function text(name: string, meaning: string): Column {
  return { name, unit: null, type: 'text', meaning };
}
