/** Annotations as a table for pipelines and other programs. */
import { writeCsv, writeCsvRow } from '@batchyard/documents';
import type { AnnotationRow } from '@batchyard/persistence';

/** Columns of the table of annotations. */
const columns = [
  'subject',
  'level',
  'kind',
  'value',
  'first_frame',
  'last_frame',
  'confidence',
  'severity',
  'note',
  'detail',
  'author',
  'created_at',
];

/** Header and rows, as they are read. */
export async function* annotationTableCsv(rows: AsyncIterable<AnnotationRow>): AsyncGenerator<string> {
  yield writeCsv(columns, []);
  for await (const row of rows) {
    const { subject, level, kind, value, firstFrame, lastFrame, confidence, severity, note, author } = row;
    const detail = Object.keys(row.detail).length === 0 ? null : JSON.stringify(row.detail);
    const facts = [subject, level, kind, value, firstFrame, lastFrame, confidence, severity, note];
    yield writeCsvRow([...facts, detail, author, row.createdAt.toISOString()]);
  }
}
