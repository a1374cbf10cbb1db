/** Which column of a sheet fills which field: guessed with a reason, and remembered for sheets of equal headings. */
import { cellText, type SheetCell } from './cell.js';
import type { ImportField } from './field.js';
import { type Nearest, readValue, type TextConventions } from './read-value.js';

export interface MappedColumn {
  readonly column: number;
  readonly heading: string;
  /** Name of the field; null: ignored. */
  readonly field: string | null;
  /** 0…1; 1 where a person said so. */
  readonly confidence: number;
  readonly because: string;
}

export interface MappingContext {
  readonly conventions: TextConventions;
  readonly nearest: Nearest;
  /** Names that exist in the project, by field, for fields that name something. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A guess less sure than this is no help. */
const leastConfidence = 0.5;

/**
 * One guess for each column; no field is given twice. Headings decide, then names known to the project, then whether
 * the cells can be values of the field at all.
 * @param samples cells of each column, a few dozen
 */
export function guessMapping(
  headings: readonly string[],
  samples: readonly (readonly SheetCell[])[],
  fields: readonly ImportField[],
  context: MappingContext,
): MappedColumn[] {
  const guesses = headings.flatMap((heading, column) =>
    fields.flatMap((field) => {
      const guess = likeness(heading, samples[column] ?? [], field, context);
      return guess.confidence < leastConfidence ? [] : [{ column, heading, field: field.name, ...guess }];
    }),
  );
  guesses.sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const mapped = new Map<number, MappedColumn>();
  const taken = new Set<string>();
  for (const guess of guesses) {
    if (mapped.has(guess.column) || taken.has(guess.field)) continue;
    mapped.set(guess.column, guess);
    taken.add(guess.field);
  }
  return headings.map(
    (heading, column) =>
      mapped.get(column) ?? { column, heading, field: null, confidence: 0, because: 'no field is like it' },
  );
}

interface Likeness {
  readonly confidence: number;
  readonly because: string;
}

function likeness(
  heading: string,
  cells: readonly SheetCell[],
  field: ImportField,
  { conventions, nearest, known }: MappingContext,
): Likeness {
  const filled = cells.filter((cell) => cell !== null);
  const name = nameLikeness(heading, field);
  if (name.confidence > 0) {
    const readable = filled.filter((cell) => 'value' in readValue(cell, field, conventions, nearest)).length;
    const fit = filled.length === 0 ? 1 : readable / filled.length;
    return { confidence: name.confidence * (0.6 + 0.4 * fit), because: name.because };
  }
  const names = known.get(field.name);
  if (!names || names.size === 0 || filled.length === 0) return { confidence: 0, because: '' };
  const hits = filled.filter((cell) => names.has(cellText(cell).trim())).length / filled.length;
  return { confidence: 0.85 * hits, because: `${Math.round(100 * hits)} % of its cells are known names` };
}

function nameLikeness(heading: string, field: ImportField): Likeness {
  const folded = foldName(heading);
  const names = [field.name, field.title, ...field.aliases];
  if (names.some((name) => foldName(name) === folded)) return { confidence: 1, because: 'name alike' };
  const bare = foldName(withoutUnit(heading));
  if (names.some((name) => foldName(name) === bare))
    return { confidence: 0.95, because: 'name alike, but for its unit' };
  const last = foldName(field.name.split('.').at(-1) ?? '');
  if (last !== '' && last === bare)
    return { confidence: 0.9, because: `name of the parameter ${field.name}` };
  const words = new Set(wordsOf(withoutUnit(heading)));
  const shared = names.map((name) => overlap(words, wordsOf(name)));
  const most = Math.max(0, ...shared);
  return most >= 0.5
    ? { confidence: 0.8 * most, because: 'some of its words' }
    : { confidence: 0, because: '' };
}

/** Two headings are one when only case, blanks and punctuation differ. */
export function foldName(name: string): string {
  return wordsOf(name).join('');
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-zà-þ])([A-ZÀ-Þ])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const withoutUnit = (heading: string) =>
  heading.replace(/\s*[([][^)\]]*[)\]]\s*$/, '').replace(/[_ ](?:m|ft|s)$/i, '');

/** The unit that a heading names: `ft` of `Level (ft)`, `level [ft]` or `level_ft`; null where it names none. */
export function unitOfHeading(heading: string): string | null {
  const match = /[([]\s*([^)\]]*?)\s*[)\]]\s*$|[_ ](m|ft|s)$/i.exec(heading);
  return match?.[1] ?? match?.[2] ?? null;
}

/** Share of words in common, of all words of both. */
function overlap(a: ReadonlySet<string>, b: readonly string[]): number {
  const all = new Set([...a, ...b]);
  const both = b.filter((word) => a.has(word)).length;
  return all.size === 0 ? 0 : both / all.size;
}

/** What sheets of equal headings share, whatever their order; the key under which a mapping is remembered. */
export function headerFingerprint(headings: readonly string[]): string {
  return headings.map(foldName).sort().join('|');
}

/** Required fields that no column fills. */
export function unmappedFields(
  columns: readonly MappedColumn[],
  fields: readonly ImportField[],
): readonly ImportField[] {
  const mapped = new Set(columns.map(({ field }) => field));
  return fields.filter(({ isRequired, name }) => isRequired && !mapped.has(name));
}
