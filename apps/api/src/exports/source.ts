/** What can be exported: a list with its columns, of which the reader may choose some. */
import type { ExportCell, ExportColumn, ExportTable } from '@batchyard/documents';
import { UserError } from '@batchyard/domain';
import { nearestName } from '@batchyard/pipelines';

export interface SourceColumn<Row> extends ExportColumn {
  /** Only where it is asked for. */
  readonly isExtra?: boolean;
  /** Another name that it may be asked for by. */
  readonly alias?: string;
  cell(row: Row): ExportCell;
}

export interface ExportSource<Row> {
  /** Key of the table in formats that have one. */
  readonly name: string;
  readonly title: string;
  /** When the export begins. */
  readonly rowCount: number;
  /** What else is to be known of it, in words. */
  readonly notes?: readonly string[];
  readonly columns: readonly SourceColumn<Row>[];
  rows(): AsyncIterable<Row>;
}

/** The table of a source in words and cells. @param filter in words @throws UserError UNKNOWN_COLUMN */
export function tableOf<Row>(
  source: ExportSource<Row>,
  chosen: readonly string[] | null,
  { project, filter, at }: { readonly project: string; readonly filter: string; readonly at: Date },
): ExportTable {
  const columns = chosenColumns(source, chosen);
  const count = `${counted(source.rowCount, 'row')}, ${counted(columns.length, 'column')}`;
  return {
    name: source.name,
    title: source.title,
    notes: [
      `${source.title} of the project ${project}`,
      count,
      `Filter: ${filter}`,
      `As of ${at.toISOString()}`,
      ...(source.notes ?? []),
    ],
    modifiedAt: at,
    columns: columns.map(({ name, title, type, unit, description }) => ({
      name,
      title,
      type,
      unit,
      description,
    })),
    rows: cells(source.rows(), columns),
  };
}

const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? noun : `${noun}s`}`;

async function* cells<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly SourceColumn<Row>[],
): AsyncGenerator<ExportCell[]> {
  for await (const row of rows) yield columns.map((column) => column.cell(row));
}

function chosenColumns<Row>(
  { columns, title }: ExportSource<Row>,
  chosen: readonly string[] | null,
): readonly SourceColumn<Row>[] {
  if (chosen === null) return columns.filter(({ isExtra }) => !isExtra);
  return [...new Set(chosen)].map((wanted) => {
    const found = columns.find(({ name, alias }) => name === wanted || alias === wanted);
    if (found) return found;
    const names = columns.map(({ name }) => name);
    const nearest = nearestName(wanted, names);
    throw new UserError(
      'UNKNOWN_COLUMN',
      `There is no column ${wanted} in ${title.toLowerCase()}${nearest ? `; did you mean ${nearest}?` : '.'} There are: ${names.join(', ')}.`,
      { parameter: 'columns' },
    );
  });
}

/** Columns whose names are taken get the prefix, so that each name stands once. */
export function withoutDoubles<Row>(
  columns: readonly (SourceColumn<Row> & { readonly prefix?: string })[],
): SourceColumn<Row>[] {
  const taken = new Set<string>();
  return columns.map(({ prefix, ...column }) => {
    const name = taken.has(column.name) ? `${prefix ?? 'other'}.${column.name}` : column.name;
    taken.add(name);
    return { ...column, name };
  });
}

/** Text of anything; null of nothing. */
export const jsonCell = (value: object): string | null =>
  Object.keys(value).length === 0 ? null : JSON.stringify(value);
