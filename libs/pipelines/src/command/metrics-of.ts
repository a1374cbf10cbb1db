/** Metrics that are read from what a program leaves behind: a JSON or CSV file, or its log. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MetricSource } from './definition.js';

/** Larger files are not read for a number. */
const maxFileBytes = 50e6;

/** A number, or why there is none. */
export type FoundMetric =
  | { readonly value: number }
  | { readonly missing: string }
  | { readonly bad: string };

/** Looks for numbers in a log, line by line; the last match of a pattern counts. */
export function watchLog(patterns: Readonly<Record<string, string>>) {
  const expressions = Object.entries(patterns).map(([name, text]) => [name, new RegExp(text, 'u')] as const);
  const found = new Map<string, string>();
  return {
    hear(line: string): void {
      for (const [name, expression] of expressions) {
        const text = expression.exec(line.slice(0, maxSearchedChars))?.[1];
        if (text !== undefined) found.set(name, text);
      }
    },
    of(name: string): FoundMetric {
      const text = found.get(name);
      return text === undefined
        ? { missing: `no line matched ${patterns[name]}` }
        : numberIn(text, `the pattern ${patterns[name]}`);
    },
  };
}

/** A bad pattern takes long on long lines. */
const maxSearchedChars = 4_096;

/** @param outputDir where the program wrote */
export async function readFromFile(outputDir: string, source: MetricSource): Promise<FoundMetric> {
  const file = source.file ?? '';
  const root = await realpath(outputDir);
  const full = await realpath(path.resolve(root, file)).catch(() => null);
  if (full !== null && !full.startsWith(root + path.sep))
    return { missing: `${file} is not in the output folder` };
  const found = full === null ? null : await stat(full);
  if (full === null || !found?.isFile()) return { missing: `${file} was not written` };
  if (found.size > maxFileBytes)
    return { missing: `${file} has ${Math.round(found.size / 1e6)} MB; at most 50 MB are read` };
  const text = await readFile(full, 'utf8');
  return source.path === undefined ? inTable(text, file, source) : inJson(text, file, source.path);
}

function inJson(text: string, file: string, place: string): FoundMetric {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { missing: `${file} is no JSON: ${(error as Error).message}` };
  }
  for (const key of place.split('.')) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    if (!isThere) return { missing: `${file} has no ${place}` };
    value = (value as Record<string, unknown>)[key];
  }
  return numberIn(value, `${place} in ${file}`);
}

function inTable(text: string, file: string, { column = '', row }: MetricSource): FoundMetric {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const [head = '', ...rows] = lines;
  const delimiter = [',', ';', '\t'].reduce((best, each) =>
    head.split(each).length > head.split(best).length ? each : best,
  );
  const cells = (line: string) => line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const index = cells(head).indexOf(column);
  if (index < 0) return { missing: `${file} has no column ${column}; it has ${cells(head).join(', ')}` };
  const line = row === 'first' ? rows[0] : rows.at(-1);
  if (line === undefined) return { missing: `${file} has no rows` };
  return numberIn(cells(line)[index], `${column} in the ${row} row of ${file}`);
}

function numberIn(value: unknown, where: string): FoundMetric {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return { value: number };
  return { bad: `${where} is ${JSON.stringify(value) ?? 'missing'}, not a finite number` };
}
