import { randomUUID } from 'node:crypto';
import type { EditedTable } from '@batchyard/documents';
import {
  type EditedKind,
  editedAnnotationFields,
  editedSubjectFields,
  type MergeValues,
  maxEditedRows,
  positionsText,
  type RoundTripHead,
  UserError,
  type Vocabulary,
  valuesOfAnnotation,
  valuesOfSubject,
} from '@batchyard/domain';
import type { ExportedAnnotation, ExportedSubject } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { type ExportQuery, readSubjectFilter } from './export-query.js';

/** Annotations or subjects as a sheet to be edited. @throws UserError TOO_LARGE, BAD_FILTER */
export async function openEditing(
  { exports, vocabularies }: Pick<Persistence, 'exports' | 'vocabularies'>,
  projectId: string,
  kind: EditedKind,
  query: ExportQuery,
): Promise<EditedTable> {
  const { filter } = readSubjectFilter(query);
  const count = (await exports.subjectCounts(projectId, filter))[kind];
  if (count > maxEditedRows) throw tooLarge(kind, count);
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const { title, fields, rows } =
    kind === 'annotations'
      ? {
          title: 'Annotations',
          fields: editedAnnotationFields(vocabulary),
          rows: rowsOf(exports.annotations(projectId, filter), vocabulary),
        }
      : {
          title: 'Subjects',
          fields: editedSubjectFields(vocabulary, await exports.factNames(projectId)),
          rows: subjectRows(exports.subjects(projectId, filter)),
        };
  const modifiedAt = new Date();
  const head: RoundTripHead = {
    exportId: randomUUID(),
    schema: 1,
    kind,
    projectId,
    fields: fields.map(({ name }) => name),
    timeZone: 'UTC',
    exportedAt: modifiedAt.toISOString(),
  };
  return { title, modifiedAt, fields, head, rows };
}

function tooLarge(kind: EditedKind, count: number): UserError {
  return new UserError(
    'TOO_LARGE',
    `${count.toLocaleString('en')} ${kind} fit the filter; at most ${maxEditedRows.toLocaleString('en')} are exported for editing. Narrow it, for example by ${kind === 'annotations' ? 'kind' : 'level'}.`,
  );
}

async function* subjectRows(subjects: AsyncIterable<ExportedSubject>) {
  for await (const subject of subjects) yield { id: subject.id, values: valuesOfSubject(subject) };
}

async function* rowsOf(annotations: AsyncIterable<ExportedAnnotation>, vocabulary: Vocabulary) {
  for await (const annotation of annotations)
    yield { id: annotation.id, values: editedValues(annotation, vocabulary) };
}

/** A statement as the cells of its row say it. */
export function editedValues(annotation: ExportedAnnotation, vocabulary: Vocabulary): MergeValues {
  const { subject, order, frames } = annotation;
  return valuesOfAnnotation(
    { ...annotation, subject: subject.name, frames: positionsText(frames, order.numbers) },
    vocabulary,
  );
}
