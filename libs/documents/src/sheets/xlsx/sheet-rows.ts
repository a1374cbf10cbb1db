/** Rows of one sheet of a workbook, as they are read. */
import {
  columnIndex,
  columnName,
  type SheetCell,
  type SheetRow,
  saysSomething,
} from '@batchyard/domain/sheets';
import type { Problem } from '@batchyard/pipelines';
import { sheetLimits } from '../limits.js';
import { type Attributes, damaged, type XmlHandler } from '../xml.js';
import { type DateFormat, dateCell } from './dates.js';
import { TextGatherer, unescapeText } from './rich-text.js';

/** What a sheet's cells refer to. */
export interface CellContext {
  readonly file: string;
  readonly sheet: string;
  readonly shared: readonly string[];
  readonly dateFormats: readonly DateFormat[];
  readonly is1904: boolean;
  onProblem(problem: Problem): void;
}

/** Hears the XML of a sheet and holds the rows that are complete. */
export class RowReader implements XmlHandler {
  private rows: SheetRow[] = [];
  private cells: SheetCell[] = [];
  private rowNumber = 0;
  private column = 0;
  private type = 'n';
  private style = 0;
  private value = '';
  private isInValue = false;
  private hasFormula = false;
  private readonly inline = new TextGatherer();

  constructor(private readonly context: CellContext) {}

  /** The rows that came since the last call; rows without a cell are left out. */
  take(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open = (name: string, attributes: Attributes): void => {
    if (name === 'c') this.beginCell(attributes);
    else if (name === 'v') this.isInValue = true;
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'row') this.beginRow(attributes);
    else this.inline.open(name);
  };

  text = (text: string): void => {
    if (this.isInValue) this.value += text;
    else this.inline.add(text);
  };

  close = (name: string): void => {
    if (name === 'v') this.isInValue = false;
    else if (name === 'c') this.endCell();
    else if (name === 'row') this.endRow();
    else this.inline.close(name);
  };

  private beginRow({ r }: Attributes): void {
    const number = r === undefined ? this.rowNumber + 1 : Number(r);
    if (!Number.isInteger(number) || number <= this.rowNumber || number > sheetLimits.maxRows) {
      throw damaged(this.context.file, `row ${r} of the sheet ${this.context.sheet} is out of order`);
    }
    this.rowNumber = number;
    this.column = -1;
  }

  private beginCell({ r, t, s }: Attributes): void {
    const column = r === undefined ? this.column + 1 : columnIndex(r);
    if (column === null || column <= this.column || column >= sheetLimits.maxColumns) {
      throw damaged(this.context.file, `cell ${r} of the sheet ${this.context.sheet} is out of order`);
    }
    this.column = column;
    this.type = t ?? 'n';
    this.style = s === undefined ? 0 : Number(s);
    this.value = '';
    this.hasFormula = false;
  }

  private endCell(): void {
    const cell = this.cellOf() ?? this.uncalculated();
    if (cell === null) return;
    while (this.cells.length < this.column) this.cells.push(null);
    this.cells.push(cell);
  }

  private uncalculated(): SheetCell {
    if (!this.hasFormula || this.type === 'str') return null;
    this.context.onProblem(this.notCalculated());
    return { kind: 'formula' };
  }

  private cellOf(): SheetCell {
    const { value } = this;
    switch (this.type) {
      case 'inlineStr':
        return this.inline.take() || null;
      case 's':
        return value === '' ? null : this.sharedText(Number(value));
      case 'str':
        return unescapeText(value) || null;
      case 'b':
        return value === '' ? null : value === '1';
      case 'e':
        return value === '' ? null : { kind: 'error', code: value };
      case 'd':
        return value === ''
          ? null
          : { kind: 'date', iso: value.replace(/Z$/, '').replace(/T00:00:00(\.0+)?$/, '') };
      default:
        return value === '' ? null : this.number(Number(value));
    }
  }

  private number(value: number): SheetCell {
    const format = this.context.dateFormats[this.style] ?? null;
    if (!Number.isFinite(value)) throw damaged(this.context.file, `cell ${this.place()} is no number`);
    return format === null ? value : dateCell(value, format, this.context.is1904);
  }

  private sharedText(index: number): SheetCell {
    const text = this.context.shared[index];
    if (text === undefined) throw damaged(this.context.file, `the text of cell ${this.place()} is missing`);
    return text || null;
  }

  private endRow(): void {
    if (this.cells.some(saysSomething)) this.rows.push({ number: this.rowNumber, cells: this.cells });
    this.cells = [];
  }

  private place(): string {
    return `${columnName(this.column)}${this.rowNumber}`;
  }

  private notCalculated(): Problem {
    const { file, sheet } = this.context;
    return {
      code: 'FORMULA_WITHOUT_VALUE',
      severity: 'warning',
      message: `Sheet ${sheet}, cell ${this.place()} has a formula whose value is not in the file; it is read as blank.`,
      place: { file, line: this.rowNumber, column: columnName(this.column) },
      expectation: 'the value that the formula gave when the file was saved',
      fix: 'Open the file in a spreadsheet program, let it calculate, and save it again.',
    };
  }
}
