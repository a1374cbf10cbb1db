/** Current annotations as a table that can be imported again: one row a statement. */
import type { ExportCell, ExportType } from '@batchyard/documents';
import { positionsText, runsOf, type Vocabulary } from '@batchyard/domain';
import type { ExportedAnnotation, SubjectListFilter } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { type ExportSource, type SourceColumn, withoutDoubles } from './source.js';
import { factCell } from './subject-source.js';

type Column = SourceColumn<ExportedAnnotation>;

const column = (
  name: string,
  title: string,
  type: ExportType,
  description: string,
  cell: (annotation: ExportedAnnotation) => ExportCell,
): Column => ({ name, title, type, unit: null, description, cell });

const columns: readonly Column[] = [
  column('annotation_id', 'Annotation', 'text', 'Number of the statement', ({ id }) => id),
  column('subject', 'Subject', 'text', 'Name of the subject', ({ subject }) => subject.name),
  column('level', 'Level', 'text', 'What the subject is', ({ subject }) => subject.level),
  column('kind', 'Kind', 'text', 'What the statement is about', ({ kind }) => kind),
  column('value', 'Value', 'text', 'What is true', ({ value }) => value),
  column(
    'frames',
    'Frames',
    'text',
    'Frames it is true of, as positions from 0; empty: the subject itself',
    ({ frames, order }) => positionsText(frames, order.numbers),
  ),
  column('first_frame', 'First frame', 'integer', 'Number of the first of these frames', ({ frames }) =>
    frames === null ? null : (runsOf(frames)[0]?.first ?? null),
  ),
  column('last_frame', 'Last frame', 'integer', 'Number of the last of these frames', ({ frames }) =>
    frames === null ? null : (runsOf(frames).at(-1)?.last ?? null),
  ),
  column('confidence', 'Confidence', 'number', 'How sure it is, from 0 to 1', ({ confidence }) => confidence),
  column('severity', 'Severity', 'text', 'How bad it is', ({ severity }) => severity),
  column('note', 'Note', 'text', 'Free text', ({ note }) => note),
];
const laterColumns: readonly Column[] = [
  column('author', 'Author', 'text', 'Who said it', ({ author }) => author),
  column('created_at', 'Said', 'timestamp', 'When it was said, in UTC', ({ createdAt }) => createdAt),
  column('job_id', 'Job', 'text', 'Number of the job whose result was looked at', ({ jobId }) => jobId),
];

export async function annotationSource(
  { exports }: Pick<Persistence, 'exports'>,
  projectId: string,
  filter: SubjectListFilter,
  vocabulary: Vocabulary,
): Promise<ExportSource<ExportedAnnotation>> {
  const details = new Map(
    vocabulary.kinds.flatMap(({ details: own }) => own.map((detail) => [detail.name, detail])),
  );
  return {
    name: 'annotations',
    title: 'Annotations',
    rowCount: (await exports.subjectCounts(projectId, filter)).annotations,
    columns: withoutDoubles([
      ...columns,
      ...[...details.values()].map(({ name, title, type, unit }) => ({
        ...column(name, title, type, `Detail ${name}`, ({ detail }) => detailCell(detail[name], type)),
        unit,
        prefix: 'detail',
      })),
      ...laterColumns,
      {
        ...column('detail', 'Details', 'text', 'All details, as JSON', ({ detail }) => factCell(detail)),
        isExtra: true,
      },
    ]),
    rows: () => exports.annotations(projectId, filter),
  };
}

/** A detail in the type of its declaration. */
export function detailCell(
  value: unknown,
  type: 'text' | 'number' | 'boolean',
): string | number | boolean | null {
  if (type === 'text') return factCell(value);
  if (type === 'number') return typeof value === 'number' ? value : null;
  return typeof value === 'boolean' ? value : null;
}
