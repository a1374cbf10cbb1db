/** The reference data beside the checkout; tests that need them are left out where they are not there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../../../../shared/reference/particle-tracking');

export const hasReference = existsSync(folder);

export function referencePath(...parts: string[]): string {
  return path.join(folder, ...parts);
}

/** Numbers of a CSV file by column. */
export function readCsv(...parts: string[]): Record<string, number[]> {
  const [header, ...lines] = readFileSync(referencePath(...parts), 'utf8')
    .trim()
    .split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  return Object.fromEntries(header!.split(',').map((name, i) => [name.trim(), rows.map((row) => row[i]!)]));
}

export function readJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(referencePath(...parts), 'utf8')) as T;
}

export function readLines(...parts: string[]): string[] {
  return readFileSync(referencePath(...parts), 'utf8')
    .trim()
    .split(/\r?\n/);
}
