/** Statements as rows of a sheet that is to be edited and come back: the way opposite to `annotationsOfRow`. */
import { positionsOfNumbers } from '../../annotations/frame-numbers.js';
import { type FrameSet, runsOf } from '../../annotations/frame-set.js';
import type { Vocabulary } from '../../annotations/vocabulary.js';
import type { FieldValue, ImportField } from '../field.js';
import type { MergeValues } from '../merge.js';
import { type AnnotationRow, annotationFields } from './annotations.js';

/** Columns of such a sheet: one statement a row, so that no kind needs a column of its own. */
export function editedAnnotationFields(vocabulary: Vocabulary): ImportField[] {
  const kinds = new Set(vocabulary.kinds.map(({ name }) => name));
  return annotationFields(vocabulary)
    .filter(({ name }) => !kinds.has(name))
    .map((field) => (['kind', 'value'].includes(field.name) ? { ...field, isRequired: true } : field));
}

/** What the cells of a statement say, as reading them gives it back. */
export function valuesOfAnnotation(annotation: AnnotationRow, vocabulary: Vocabulary): MergeValues {
  const { subject, frames, kind, value, confidence, severity, note, detail } = annotation;
  const given: Record<string, unknown> = {
    ...detail,
    subject,
    frames,
    kind,
    value,
    confidence,
    severity,
    note,
  };
  return Object.fromEntries(namesOf(vocabulary).map((name) => [name, fieldValue(given[name])]));
}

/** Made once for each vocabulary: sheets have many rows. */
const names = new WeakMap<Vocabulary, readonly string[]>();

function namesOf(vocabulary: Vocabulary): readonly string[] {
  const known = names.get(vocabulary) ?? editedAnnotationFields(vocabulary).map(({ name }) => name);
  names.set(vocabulary, known);
  return known;
}

function fieldValue(value: unknown): FieldValue {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return text === '' ? null : text;
}

/**
 * Frames of a statement in the grammar of ranges: `all`, `[5:10]`, `[3]`, or a list of positions; null where it is of
 * the subject itself.
 * @param numbers of the subject's frames, rising
 */
export function positionsText(frames: FrameSet | null, numbers: readonly number[]): string | null {
  if (frames === null) return null;
  const runs = runsOf(positionsOfNumbers(frames, numbers));
  const [run] = runs;
  if (run === undefined) return '[]';
  if (runs.length === 1 && run.first === 0 && run.last === numbers.length - 1) return 'all';
  if (runs.length === 1) return run.first === run.last ? `[${run.first}]` : `[${run.first}:${run.last + 1}]`;
  const positions = runs.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
  return `[${positions.join(',')}]`;
}
