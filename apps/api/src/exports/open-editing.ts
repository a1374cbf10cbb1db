import { randomUUID } from 'node:crypto';
import type { EditedTable } from '@batchyard/documents';
import {
  editedAnnotationFields,
  type MergeValues,
  maxEditedRows,
  positionsText,
  type RoundTripHead,
  UserError,
  type Vocabulary,
  valuesOfAnnotation,
} from '@batchyard/domain';
import type { ExportedAnnotation } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { type ExportQuery, readSubjectFilter } from './export-query.js';

/** Annotations as a sheet to be edited. @throws UserError TOO_LARGE, BAD_FILTER */
export async function openEditing(
  { exports, vocabularies }: Pick<Persistence, 'exports' | 'vocabularies'>,
  projectId: string,
  query: ExportQuery,
): Promise<EditedTable> {
  const { filter } = readSubjectFilter(query);
  const count = (await exports.subjectCounts(projectId, filter)).annotations;
  if (count > maxEditedRows) {
    throw new UserError(
      'TOO_LARGE',
      `${count.toLocaleString('en')} annotations fit the filter; at most ${maxEditedRows.toLocaleString('en')} are exported for editing. Narrow it, for example by kind.`,
    );
  }
  const { definition: vocabulary } = await vocabularies.read(projectId);
  const fields = editedAnnotationFields(vocabulary);
  const modifiedAt = new Date();
  const head: RoundTripHead = {
    exportId: randomUUID(),
    schema: 1,
    kind: 'annotations',
    projectId,
    fields: fields.map(({ name }) => name),
    timeZone: 'UTC',
    exportedAt: modifiedAt.toISOString(),
  };
  const rows = rowsOf(exports.annotations(projectId, filter), vocabulary);
  return { title: 'Annotations', modifiedAt, fields, head, rows };
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
