import type { Place, Problem, ProblemSeverity } from '../../contract.js';

/** How many problems of one kind are listed one by one; the rest is counted. */
const LISTED_PER_CODE = 50;

export interface ProblemDetails {
  readonly place?: Omit<Place, 'input' | 'file'>;
  readonly value?: string;
  readonly expectation?: string;
  readonly fix?: string;
}

/** Collects everything that is wrong with one file; long repetitions are counted instead of listed. */
export class ProblemList {
  private readonly listed: Problem[] = [];
  private readonly counts = new Map<string, { severity: ProblemSeverity; count: number }>();

  constructor(private readonly file: Pick<Place, 'input' | 'file'>) {}

  error(code: string, message: string, details: ProblemDetails = {}): void {
    this.add('error', code, message, details);
  }

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
      const message = `${count - LISTED_PER_CODE} more problems of this kind (${code}) in ${this.file.file}.`;
      return [{ code, severity, message, place: this.file }];
    });
    return [...this.listed, ...rest];
  }

  private add(severity: ProblemSeverity, code: string, message: string, details: ProblemDetails): void {
    const entry = this.counts.get(code) ?? { severity, count: 0 };
    entry.count++;
    this.counts.set(code, entry);
    if (entry.count > LISTED_PER_CODE) return;
    const { place, ...rest } = details;
    this.listed.push({ code, severity, message, place: { ...this.file, ...place }, ...rest });
  }
}
