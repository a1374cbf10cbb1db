/** Subjects as a table that can be imported again. */
import type { ExportCell, ExportType } from '@batchyard/documents';
import type { ExportedSubject, SubjectListFilter } from '@batchyard/persistence';
import type { Persistence } from '../persistence.module.js';
import { type ExportSource, type SourceColumn, withoutDoubles } from './source.js';

const column = (
  name: string,
  title: string,
  type: ExportType,
  description: string,
  cell: (subject: ExportedSubject) => ExportCell,
): SourceColumn<ExportedSubject> => ({ name, title, type, unit: null, description, cell });

const columns: readonly SourceColumn<ExportedSubject>[] = [
  column('name', 'Name', 'text', 'Name of the subject, unique in the project', ({ name }) => name),
  column('level', 'Level', 'text', 'What it is', ({ level }) => level),
  column('parent', 'Belongs to', 'text', 'Name of the subject above it', ({ parent }) => parent),
  column(
    'first_frame',
    'First frame',
    'integer',
    'Number of its first frame',
    ({ firstFrame }) => firstFrame,
  ),
  column('last_frame', 'Last frame', 'integer', 'Number of its last frame', ({ lastFrame }) => lastFrame),
  column('frame_count', 'Frames', 'integer', 'How many frames it has', ({ frameCount }) => frameCount),
  column(
    'annotated_frames',
    'Annotated frames',
    'integer',
    'Frames of which something is said',
    ({ annotatedFrames }) => annotatedFrames,
  ),
  column(
    'child_count',
    'Subjects below',
    'integer',
    'Subjects directly below it',
    ({ childCount }) => childCount,
  ),
  column('created_at', 'Made', 'timestamp', 'When it was made, in UTC', ({ createdAt }) => createdAt),
];

export async function subjectSource(
  { exports }: Pick<Persistence, 'exports'>,
  projectId: string,
  filter: SubjectListFilter,
): Promise<ExportSource<ExportedSubject>> {
  const facts = await exports.factNames(projectId);
  return {
    name: 'subjects',
    title: 'Subjects',
    rowCount: (await exports.subjectCounts(projectId, filter)).subjects,
    columns: withoutDoubles([...columns, ...facts.map((fact) => ({ ...factColumn(fact), prefix: 'fact' }))]),
    rows: () => exports.subjects(projectId, filter),
  };
}

function factColumn(fact: string): SourceColumn<ExportedSubject> {
  return column(fact, fact, 'text', `Fact ${fact}`, ({ metadata }) => factCell(metadata[fact]));
}

/** Facts as people typed them: text, whatever it looks like. */
export function factCell(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
