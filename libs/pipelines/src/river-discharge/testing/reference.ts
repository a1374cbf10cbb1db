/** The reference data beside the checkout; tests that need them are left out where they are not there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../../../../../shared/reference/river');

export const hasReference = existsSync(folder);

export function referencePath(...parts: string[]): string {
  return path.join(folder, ...parts);
}

/** Rows of a CSV file, each by the names of its columns. */
export function readCsv(...parts: string[]): Record<string, number>[] {
  const [header, ...lines] = readFileSync(referencePath(...parts), 'utf8')
    .trim()
    .split(/\r?\n/);
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, Number(cell)])));
}

export function readJson<T>(...parts: string[]): T {
  return JSON.parse(readFileSync(referencePath(...parts), 'utf8')) as T;
}
