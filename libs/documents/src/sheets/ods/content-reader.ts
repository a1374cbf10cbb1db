/** Reads the content of an OpenDocument spreadsheet: all its sheets, one after the other. */
import {
  columnName,
  type MergedCells,
  type SheetCell,
  type SheetRow,
  saysSomething,
} from '@batchyard/domain/sheets';
import type { Problem } from '@batchyard/pipelines';
import { sheetLimits } from '../limits.js';
import type { SheetSummary } from '../sheet-file.js';
import { type Attributes, attribute, damaged } from '../xml.js';
import { odsCell } from './cell-value.js';

/** Hears the XML of the content and holds what is complete of the wanted sheet. */
export class ContentReader {
  readonly sheets: SheetSummary[] = [];
  readonly merged: MergedCells[] = [];
  private rows: SheetRow[] = [];
  private sheet: string | null = null;
  private readonly hiddenStyles = new Set<string>();
  private tableStyle: string | null = null;
  private cells: SheetCell[] = [];
  private rowNumber = 0;
  private rowRepeats = 1;
  private column = 0;
  private cell: Attributes = {};
  private text = '';
  private paragraphs = 0;
  private depthInCell = 0;
  private depthInNote = 0;

  /** @param wanted sheet whose rows are read; null: none */
  constructor(
    private readonly file: string,
    private readonly wanted: string | null,
    private readonly onProblem: (problem: Problem) => void,
  ) {}

  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open = (name: string, attributes: Attributes): void => {
    if (this.depthInNote > 0 || name === 'annotation') this.depthInNote++;
    else if (this.depthInCell > 0) this.openInCell(name, attributes);
    else if (name === 'style') this.tableStyle = attribute(attributes, 'name') ?? null;
    else if (name === 'table-properties') this.noteHidden(attributes);
    else if (name === 'table') this.beginSheet(attributes);
    else if (name === 'table-row') this.beginRow(attributes);
    else if (name === 'table-cell' || name === 'covered-table-cell') this.beginCell(attributes);
  };

  characters = (text: string): void => {
    if (this.depthInCell > 1 && this.depthInNote === 0) this.text += text;
  };

  close = (name: string): void => {
    if (this.depthInNote > 0) this.depthInNote--;
    else if (this.depthInCell > 1) this.depthInCell--;
    else if (this.depthInCell === 1) this.endCell();
    else if (name === 'table-row') this.endRow();
    else if (name === 'table') this.sheet = null;
  };

  private openInCell(name: string, attributes: Attributes): void {
    this.depthInCell++;
    if (name === 'p' && this.paragraphs++ > 0) this.text += '\n';
    else if (name === 's') this.text += ' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1), 1000));
    else if (name === 'tab') this.text += '\t';
    else if (name === 'line-break') this.text += '\n';
  }

  private noteHidden(attributes: Attributes): void {
    if (attribute(attributes, 'display') === 'false' && this.tableStyle !== null) {
      this.hiddenStyles.add(this.tableStyle);
    }
  }

  private beginSheet(attributes: Attributes): void {
    const name = attribute(attributes, 'name') ?? '';
    this.sheet = name;
    this.sheets.push({ name, isHidden: this.hiddenStyles.has(attribute(attributes, 'style-name') ?? '') });
    this.rowNumber = 0;
  }

  private beginRow(attributes: Attributes): void {
    this.rowRepeats = repeats(attribute(attributes, 'number-rows-repeated'));
    this.column = 0;
    this.cells = [];
  }

  private beginCell(attributes: Attributes): void {
    this.depthInCell = 1;
    this.cell = attributes;
    this.text = '';
    this.paragraphs = 0;
  }

  private endCell(): void {
    this.depthInCell = 0;
    const count = repeats(attribute(this.cell, 'number-columns-repeated'));
    if (this.sheet !== null && this.sheet === this.wanted) this.addCells(count);
    this.column += count;
  }

  private addCells(count: number): void {
    const cell = odsCell(this.cell, this.text) ?? this.uncalculated();
    this.addMerged();
    if (cell === null) return;
    if (this.column + count > sheetLimits.maxColumns) {
      throw damaged(this.file, `row ${this.rowNumber + 1} of the sheet ${this.sheet} has too many columns`);
    }
    while (this.cells.length < this.column) this.cells.push(null);
    for (let times = 0; times < count; times++) this.cells.push(cell);
  }

  private uncalculated(): SheetCell {
    const hasFormula = attribute(this.cell, 'formula') !== undefined;
    if (!hasFormula || attribute(this.cell, 'value-type') !== undefined) return null;
    this.onProblem(this.notCalculated());
    return { kind: 'formula' };
  }

  private addMerged(): void {
    const columns = repeats(attribute(this.cell, 'number-columns-spanned'));
    const rows = repeats(attribute(this.cell, 'number-rows-spanned'));
    if (columns === 1 && rows === 1) return;
    const firstRow = this.rowNumber + 1;
    this.merged.push({
      firstRow,
      lastRow: firstRow + rows - 1,
      firstColumn: this.column,
      lastColumn: this.column + columns - 1,
    });
  }

  private endRow(): void {
    const first = this.rowNumber + 1;
    this.rowNumber += this.rowRepeats;
    const { cells } = this;
    this.cells = [];
    if (!cells.some(saysSomething)) return;
    // A row that is repeated for the rest of the sheet only carries a format.
    if (this.rowNumber > sheetLimits.maxRows) {
      throw damaged(this.file, `the sheet ${this.sheet} has more than ${sheetLimits.maxRows} rows`);
    }
    for (let number = first; number <= this.rowNumber; number++) this.rows.push({ number, cells });
  }

  private notCalculated(): Problem {
    const column = columnName(this.column);
    return {
      code: 'FORMULA_WITHOUT_VALUE',
      severity: 'warning',
      message: `Sheet ${this.sheet}, cell ${column}${this.rowNumber + 1} has a formula whose value is not in the file; it is read as blank.`,
      place: { file: this.file, line: this.rowNumber + 1, column },
      expectation: 'the value that the formula gave when the file was saved',
      fix: 'Open the file in a spreadsheet program, let it calculate, and save it again.',
    };
  }
}

function repeats(value: string | undefined): number {
  const count = Number(value ?? 1);
  return Number.isInteger(count) && count > 0 ? count : 1;
}
