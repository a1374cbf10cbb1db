/** Why the solver stopped; `stuck` when no damping gave a lower cost any more. */
export type Termination = 'function' | 'gradient' | 'parameter' | 'max_iterations' | 'stuck';

/** Whether a solver that stopped for this reason had found a minimum. */
export function hasConverged(termination: Termination): boolean {
  return termination !== 'max_iterations' && termination !== 'stuck';
}

interface Limits {
  readonly maxIterations: number;
  readonly functionTolerance: number;
  readonly gradientTolerance: number;
}

const INITIAL_DAMPING = 1e-4;
const MAX_DAMPING = 1e16;
/** A predicted decrease of this share of the cost cannot be told from rounding. */
const ROUNDING = 1e-14;

/**
 * Damping and stopping of Levenberg–Marquardt. Damping follows Nielsen (1999): down to a third after a good
 * step, doubling ever faster after bad ones.
 */
export class StepControl {
  damping = INITIAL_DAMPING;
  iterations = 0;
  termination: Termination | null = null;
  private growth = 2;
  private lastDecrease: number | null = null;

  constructor(
    private cost: number,
    private readonly limits: Limits,
  ) {
    if (limits.maxIterations < 1) this.termination = 'max_iterations';
  }

  stop(reason: Termination): void {
    this.termination = reason;
  }

  seeGradient(largest: number): void {
    if (largest <= this.limits.gradientTolerance) this.termination = 'gradient';
  }

  /** Judges a step by the cost it leads to (NaN where there was none); true when it is to be taken. */
  seeStep(next: number, predicted: number): boolean {
    this.iterations++;
    if (this.iterations >= this.limits.maxIterations) this.termination = 'max_iterations';
    const decrease = this.cost - next;
    if (decrease > 0) {
      if (this.isLast(decrease)) this.termination = 'function';
      this.damping *= Math.max(1 / 3, 1 - (2 * (decrease / predicted) - 1) ** 3);
      this.growth = 2;
      this.lastDecrease = decrease;
      this.cost = next;
      return true;
    }
    this.damping *= this.growth;
    this.growth *= 2;
    // At a minimum to machine precision no step can lower the cost: that is convergence, not failure.
    if (Number.isFinite(next) && predicted <= ROUNDING * this.cost) this.termination = 'function';
    else if (this.damping > MAX_DAMPING) this.termination = 'stuck';
    return false;
  }

  /**
   * Steps may shrink slowly, so that many small ones together still matter: the tolerance holds for this step
   * and, with a margin of ten, for all that would follow if they went on shrinking at the same rate.
   */
  private isLast(decrease: number): boolean {
    const tolerated = this.limits.functionTolerance * this.cost;
    const rate = this.lastDecrease === null ? 0.5 : Math.min(0.999, decrease / this.lastDecrease);
    return decrease <= tolerated && (10 * decrease * rate) / (1 - rate) <= tolerated;
  }
}
