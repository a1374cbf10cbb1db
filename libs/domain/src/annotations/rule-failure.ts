/** Thrown while one request is carried out, before anything is changed; becomes its outcome. */
import type { AssignCode } from './annotation.js';
import type { FrameSet } from './frame-set.js';

export class RuleFailure extends Error {
  constructor(
    readonly code: AssignCode,
    message: string,
  ) {
    super(message);
  }
}

/** Nothing is left to do for a request, which is no mistake. */
export class RuleSkip extends Error {
  constructor(
    readonly code: AssignCode,
    message: string,
    /** Positions that were selected. */
    readonly positions: FrameSet = [],
  ) {
    super(message);
  }
}
