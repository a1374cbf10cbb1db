/** Subjects as rows of a sheet that is to be edited and come back. */
import type { JsonObject } from '@batchyard/pipelines';
import type { Vocabulary } from '../../annotations/vocabulary.js';
import type { ImportField } from '../field.js';
import type { MergeValues } from '../merge.js';
import { factField, factText, fieldOfFact } from './facts.js';
import { subjectFields } from './subjects.js';

/** A subject as a sheet shows it. */
export interface ShownSubject {
  readonly name: string;
  readonly level: string;
  /** Name of the one above it. */
  readonly parent: string | null;
  /** Numbers; null: it has no frames. */
  readonly firstFrame: number | null;
  readonly lastFrame: number | null;
  readonly metadata: JsonObject;
}

/** Columns of such a sheet, one for each fact. @param facts their names in the project */
export function editedSubjectFields(vocabulary: Vocabulary, facts: readonly string[]): ImportField[] {
  const factFields = facts.map((name) => ({ ...factField(name), name: fieldOfFact(name) }));
  return [...subjectFields(vocabulary), ...factFields];
}

/** What the cells of a subject say, as reading them gives it back. */
export function valuesOfSubject(subject: ShownSubject): MergeValues {
  const { name, level, parent, firstFrame, lastFrame, metadata } = subject;
  const facts = Object.entries(metadata).map(([fact, value]) => [fieldOfFact(fact), factText(value)]);
  return {
    name,
    level,
    parent,
    first_frame: firstFrame,
    last_frame: lastFrame,
    ...Object.fromEntries(facts),
  };
}
