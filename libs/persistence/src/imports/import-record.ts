import type {
  ChangedCell,
  DamageKind,
  DateOrder,
  DecimalSign,
  Decision,
  MappedColumn,
  RoundTripBase,
  SheetCell,
  SheetProblem,
} from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';

export const importKinds = ['batch', 'design', 'annotations', 'subjects'] as const;
export type ImportKind = (typeof importKinds)[number];

export const importStates = ['reading', 'ready', 'failed', 'committed'] as const;
export type ImportState = (typeof importStates)[number];

/** Worst first; a row has one. */
export const importRowStatuses = [
  'error',
  'conflict',
  'gone',
  'warning',
  'changed',
  'new',
  'unchanged',
] as const;
export type ImportRowStatus = (typeof importRowStatuses)[number];

export type ImportCounts = Readonly<Record<ImportRowStatus, number>>;

/** What the file is. */
export interface ImportedFile {
  readonly format: 'xlsx' | 'ods' | 'text';
  readonly sheets: readonly { readonly name: string; readonly isHidden: boolean }[];
  /** null for workbooks. */
  readonly encoding: string | null;
  readonly delimiter: string | null;
}

/** How the file is read. What nobody chose was guessed, for the reason given. */
export interface ImportSettings {
  readonly sheet: string;
  /** null: there are no headings. */
  readonly headerRow: number | null;
  readonly headerBecause: string;
  readonly decimal: DecimalSign;
  readonly decimalBecause: string;
  readonly dateOrder: DateOrder;
  readonly dateOrderBecause: string;
  /** Kinds of damage that are none, by field. */
  readonly accepted: Readonly<Record<string, readonly DamageKind[]>>;
  /** When a sheet of equal headings was imported, whose mapping this one took over. */
  readonly rememberedFrom: string | null;
  /** When the sheet was exported for editing; absent: it is another one. */
  readonly exportedAt?: string;
  /** Cells that were edited and are not in what was read now, with the first of their rows; absent: none. */
  readonly notKept?: { readonly cells: number; readonly rows: readonly number[] };
}

/** A row above or at the beginning of the data, for choosing the row of headings. */
export interface HeadRow {
  readonly number: number;
  readonly cells: readonly SheetCell[];
}

/** A column of the sheet with a few of its cells. */
export interface ImportColumn extends MappedColumn {
  readonly samples: readonly string[];
}

export interface ImportRecord {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly kind: ImportKind;
  readonly target: Readonly<Record<string, unknown>>;
  readonly fileName: string;
  readonly sizeBytes: string;
  readonly sha256: string;
  readonly state: ImportState;
  readonly problem: Problem | null;
  readonly file: ImportedFile | null;
  /** Empty while it is being read. */
  readonly settings: Partial<ImportSettings>;
  readonly columns: readonly ImportColumn[];
  readonly head: readonly HeadRow[];
  readonly rowCount: number;
  readonly counts: Partial<ImportCounts>;
  readonly changesetId: string | null;
  readonly result: unknown;
  readonly createdAt: Date;
  readonly touchedAt: Date;
}

/** Text that a person typed into a cell; null: the cell is blank. */
export type CellEdits = Readonly<Record<string, string | null>>;

export interface ImportRowRecord {
  readonly number: number;
  /** As read, by column. */
  readonly cells: readonly SheetCell[];
  /** By column. */
  readonly edits: CellEdits;
  /** By field. */
  readonly decisions: Readonly<Record<string, Decision>>;
  readonly status: ImportRowStatus;
  readonly problems: readonly SheetProblem[];
  readonly changes: readonly ChangedCell[];
  /** The row when it was exported; null: it is none that was. */
  readonly base: RoundTripBase | null;
}

/** A row's cells alone, as they were read and as people changed them. */
export type ImportCells = Pick<ImportRowRecord, 'number' | 'cells' | 'edits'>;

/** What checking found out about a row. */
export interface CheckedImportRow {
  readonly number: number;
  readonly status: ImportRowStatus;
  readonly problems: readonly SheetProblem[];
  readonly changes: readonly ChangedCell[];
}

/** How sheets of equal headings were understood. */
export interface RememberedMapping {
  /** Fields by heading; null: ignored. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly settings: Pick<ImportSettings, 'accepted'>;
  readonly updatedAt: Date;
}

/** The cells with what people put in their place. */
export function editedCells({
  cells,
  edits,
}: Pick<ImportRowRecord, 'cells' | 'edits'>): readonly SheetCell[] {
  const columns = Object.keys(edits);
  if (columns.length === 0) return cells;
  const edited = [...cells];
  for (const column of columns) {
    while (edited.length <= Number(column)) edited.push(null);
    edited[Number(column)] = edits[column] ?? null;
  }
  return edited;
}
