import type { Problem } from '../../contract.js';

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** Reads the values of one small text file in order, and keeps what is wrong with them instead of throwing. */
export class ValueReader {
  readonly problems: Problem[] = [];
  private readonly values: readonly Line[];
  private next = 0;

  /**
   * @param file name as the user knows it
   * @param split by lines for parameter files (their texts may hold spaces), by words for tables of numbers
   */
  constructor(
    private readonly file: string,
    text: string,
    split: 'lines' | 'words',
  ) {
    this.values = text.split(/\r?\n/).flatMap((line, i) => {
      const trimmed = line.trim();
      const parts = trimmed === '' ? [] : split === 'lines' ? [trimmed] : trimmed.split(/\s+/);
      return parts.map((part) => ({ text: part, number: i + 1 }));
    });
  }

  get left(): number {
    return this.values.length - this.next;
  }

  text(what: string): string {
    const value = this.values[this.next++];
    if (value === undefined) this.tellMissing(what);
    return value?.text ?? '';
  }

  /** Any finite number; NaN, and a problem, where there is none. */
  number(what: string, wanted: { readonly min?: number; readonly integer?: true } = {}): number {
    const line = this.values[this.next++];
    if (line === undefined) {
      this.tellMissing(what);
      return Number.NaN;
    }
    // Some editors leave a remark behind the number.
    const value = Number(line.text.split(/\s+/)[0]!.replace(/^([-+]?[\d.]+)[dD]/, '$1e'));
    const fits = Number.isFinite(value) && (!wanted.integer || Number.isInteger(value));
    if (fits && !(value < (wanted.min ?? Number.NEGATIVE_INFINITY))) return value;
    const kind = wanted.integer ? 'a whole number' : 'a number';
    const expectation = wanted.min === undefined ? kind : `${kind} of at least ${wanted.min}`;
    this.problems.push({
      code: 'BAD_VALUE',
      severity: 'error',
      message: `${this.file}, line ${line.number}: ${what} is ${line.text}, expected ${expectation}.`,
      place: { input: 'experiment', file: this.file, line: line.number },
      value: line.text,
      expectation,
      fix: `Write ${expectation} there.`,
    });
    return Number.NaN;
  }

  /** 0 or 1. */
  flag(what: string): boolean {
    return this.number(what, { min: 0, integer: true }) > 0;
  }

  private tellMissing(what: string): void {
    // One remark on a file that ends too early is enough.
    if (this.next > this.values.length + 1) return;
    this.problems.push({
      code: 'MISSING_VALUE',
      severity: 'error',
      message: `${this.file} ends before ${what}.`,
      place: { input: 'experiment', file: this.file, line: (this.values.at(-1)?.number ?? 0) + 1 },
      expectation: `${what} on a line of its own`,
      fix: `Complete ${this.file}.`,
    });
  }
}
