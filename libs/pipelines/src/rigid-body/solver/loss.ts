/** Robust losses in the convention of Ceres: a block of squared norm s adds rho(s) / 2 to the cost. */
export type LossType = 'none' | 'huber' | 'cauchy' | 'soft_l1';

export interface Loss {
  readonly type: LossType;
  /** Scale a, in units of the weighted residual; without meaning for `none`. */
  readonly scale: number;
}

export const noLoss: Loss = { type: 'none', scale: 1 };

/** rho(s). Quadratic near zero in every case: rho(s) = s + O(s²) for huber inside, cauchy and soft_l1. */
export function lossValue(loss: Loss, s: number): number {
  const a2 = loss.scale * loss.scale;
  switch (loss.type) {
    case 'none':
      return s;
    case 'huber':
      return s <= a2 ? s : 2 * loss.scale * Math.sqrt(s) - a2;
    case 'cauchy':
      return a2 * Math.log1p(s / a2);
    case 'soft_l1':
      return 2 * a2 * (Math.sqrt(1 + s / a2) - 1);
  }
}

/** rho'(s): the weight of a block in iteratively reweighted least squares, 0…1. */
export function lossWeight(loss: Loss, s: number): number {
  const a2 = loss.scale * loss.scale;
  switch (loss.type) {
    case 'none':
      return 1;
    case 'huber':
      return s <= a2 ? 1 : loss.scale / Math.sqrt(s);
    case 'cauchy':
      return 1 / (1 + s / a2);
    case 'soft_l1':
      return 1 / Math.sqrt(1 + s / a2);
  }
}
