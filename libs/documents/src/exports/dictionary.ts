/** The data dictionary of a table: what each column is, in which unit. */
import type { ExportCell, ExportColumn, ExportTable } from './table.js';

const columns: readonly ExportColumn[] = [
  ['column', 'Column', 'Name of the column'],
  ['title', 'Title', 'Its heading for people'],
  ['type', 'Type', 'What its cells hold'],
  ['unit', 'Unit', 'Unit of its numbers; 1 for a plain number'],
  ['description', 'Description', 'What it says'],
].map(([name = '', title = '', description = '']) => ({
  name,
  title,
  type: 'text',
  unit: null,
  description,
}));

export function dictionaryOf(table: ExportTable): ExportTable {
  return {
    name: `${table.name}_dictionary`,
    title: 'Dictionary',
    notes: table.notes,
    modifiedAt: table.modifiedAt,
    columns,
    rows: dictionaryRows(table.columns),
  };
}

async function* dictionaryRows(described: readonly ExportColumn[]): AsyncGenerator<readonly ExportCell[]> {
  for (const { name, title, type, unit, description } of described)
    yield [name, title, type, unit, description];
}
