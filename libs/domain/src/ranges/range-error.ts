/** Thrown inside reading and resolving only; becomes a `RangeProblem`. */
import type { RangeErrorCode, RangeProblem } from './range.js';

export class RangeFailure extends Error {
  constructor(
    readonly code: RangeErrorCode,
    message: string,
    readonly position: number | null,
  ) {
    super(message);
  }
}

/** What `work` gives, or the problem that it failed with. */
export function tryRange<T>(work: () => T): { readonly value: T } | { readonly problem: RangeProblem } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof RangeFailure)) throw error;
    const { code, message, position } = error;
    return { problem: { code, message, position } };
  }
}

/** Text of a user inside a message. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
