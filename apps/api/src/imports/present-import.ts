import { cellText } from '@batchyard/domain';
import {
  editedCells,
  type ImportRecord,
  type ImportRowRecord,
  importRowStatuses,
} from '@batchyard/persistence';
import { draftLifeMs, type ImportNode, type ImportRow, type MendedCell } from './imports.types.js';

export function presentImport(record: ImportRecord): ImportNode {
  const { settings, file, head, counts } = record;
  return {
    record,
    id: record.id,
    kind: record.kind,
    target: record.target,
    fileName: record.fileName,
    state: record.state,
    problem: record.problem,
    format: file?.format ?? null,
    sheets: file?.sheets ?? [],
    sheet: settings.sheet ?? null,
    headerRow: settings.headerRow ?? null,
    headerBecause: settings.headerBecause ?? '',
    headRows: head.map(({ number, cells }) => ({ number, cells: cells.map(cellText) })),
    encoding: file?.encoding ?? null,
    delimiter: file?.delimiter ?? null,
    decimal: { value: settings.decimal ?? null, because: settings.decimalBecause ?? '' },
    dateOrder: { value: settings.dateOrder ?? null, because: settings.dateOrderBecause ?? '' },
    rememberedFrom: settings.rememberedFrom == null ? null : new Date(settings.rememberedFrom),
    columns: record.columns,
    rowCount: record.rowCount,
    counts: Object.fromEntries(
      importRowStatuses.map((status) => [status, counts[status] ?? 0]),
    ) as ImportNode['counts'],
    result: record.result,
    notKept: settings.notKept ?? null,
    createdAt: record.createdAt,
    expiresAt: new Date(record.touchedAt.getTime() + draftLifeMs),
  };
}

/** @param text what is put there */
export function mendedCell(row: ImportRowRecord, column: number, text: string): MendedCell {
  const before = cellText(editedCells(row)[column] ?? null);
  return { row: row.number, before, wasRead: !Object.hasOwn(row.edits, String(column)), after: text };
}

export function presentRow(row: ImportRowRecord): ImportRow {
  const editedColumns = Object.keys(row.edits).map(Number);
  return {
    number: row.number,
    cells: editedCells(row).map(cellText),
    editedColumns,
    readTexts: editedColumns.map((column) => cellText(row.cells[column] ?? null)),
    status: row.status,
    problems: row.problems,
    changes: row.changes,
    decisions: row.decisions,
  };
}
