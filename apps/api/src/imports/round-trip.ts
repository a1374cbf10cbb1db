/** Gives rows of a sheet that was exported for editing what they were then. */
import { type RoundTripBase, type RoundTripHead, roundTripId, type SheetRow } from '@batchyard/domain';
import type { ImportColumn, ImportRecord, ImportSettings } from '@batchyard/persistence';
import type { ExportedRows } from './read-sheet.js';

/** One reading of a draft. A sheet of another project or kind is one like any other. */
export function roundTrip({ projectId, kind }: Pick<ImportRecord, 'projectId' | 'kind'>) {
  let head: RoundTripHead | null = null;
  let idColumn = -1;
  const taken = new Set<string>();

  const baseOf = (row: SheetRow, bases: ExportedRows['bases']): RoundTripBase | null => {
    if (idColumn < 0) {
      idColumn = row.cells.indexOf(roundTripId);
      return null;
    }
    const id = String(row.cells[idColumn] ?? '').trim();
    const base = bases.get(id);
    // A row that was copied is a new one.
    if (base === undefined || taken.has(id)) return null;
    taken.add(id);
    return base;
  };

  return {
    withBases(rows: readonly SheetRow[], exported: ExportedRows | null) {
      if (exported === null || exported.head.projectId !== projectId || exported.head.kind !== kind)
        return rows;
      head = exported.head;
      return rows.map((row) => ({ ...row, base: baseOf(row, exported.bases) }));
    },

    /** Its headings are names of fields. */
    columns(columns: readonly ImportColumn[]): readonly ImportColumn[] {
      if (head === null) return columns;
      const { fields, exportedAt } = head;
      const because = `exported for editing on ${exportedAt.slice(0, 10)}`;
      return columns.map((column) => {
        if (column.heading === roundTripId) return { ...column, field: null, confidence: 1, because };
        return fields.includes(column.heading)
          ? { ...column, field: column.heading, confidence: 1, because }
          : column;
      });
    },

    settings: (): Pick<ImportSettings, 'exportedAt'> =>
      head === null ? {} : { exportedAt: head.exportedAt },
  };
}
