import type { Problem, ProblemSeverity } from '../../contract.js';

/** How many problems of one kind are listed one by one; the rest is counted. */
const LISTED_PER_CODE = 20;

export interface ProblemDetails {
  readonly line?: number;
  readonly column?: string;
  readonly value?: string;
  readonly expectation?: string;
  readonly fix?: string;
}

/** Collects everything that is wrong with one file; long repetitions are counted instead of listed. */
export class ProblemList {
  private readonly listed: Problem[] = [];
  private readonly counts = new Map<string, { severity: ProblemSeverity; count: number }>();

  constructor(private readonly fileName: string) {}

  /** The file cannot be used. */
  error(code: string, message: string, details: ProblemDetails = {}): void {
    this.add('error', code, message, details);
  }

  /** The file is used, but its owner must know. */
  warning(code: string, message: string, details: ProblemDetails = {}): void {
    this.add('warning', code, message, details);
  }

  get hasErrors(): boolean {
    return [...this.counts.values()].some(({ severity }) => severity === 'error');
  }

  /** All problems, with one more for each kind that was cut short. */
  toArray(): Problem[] {
    const rest = [...this.counts].flatMap(([code, { severity, count }]) => {
      if (count <= LISTED_PER_CODE) return [];
      const message = `${count - LISTED_PER_CODE} more problems of this kind (${code}) in ${this.fileName}.`;
      return [{ code, severity, message, place: { file: this.fileName } }];
    });
    return [...this.listed, ...rest];
  }

  private add(severity: ProblemSeverity, code: string, message: string, details: ProblemDetails): void {
    const entry = this.counts.get(code) ?? { severity, count: 0 };
    entry.count++;
    this.counts.set(code, entry);
    if (entry.count > LISTED_PER_CODE) return;
    const { line, column, ...rest } = details;
    const place = {
      file: this.fileName,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    };
    this.listed.push({ code, severity, message, place, ...rest });
  }
}

/** What stands in a file, short enough for a message. */
export function excerpt(text: string): string {
  const visible = text.trim().replace(/\s+/g, ' ');
  return visible.length > 60 ? `${visible.slice(0, 59)}…` : visible;
}
