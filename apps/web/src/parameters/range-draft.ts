/** A range as it is typed: the ends, and how values are taken from it. */

export const rangeKinds = ['uniform', 'log_uniform', 'integer', 'step'] as const;
export type RangeKind = (typeof rangeKinds)[number];

export const rangeTitles: Readonly<Record<RangeKind, string>> = {
  uniform: 'evenly',
  log_uniform: 'logarithmically',
  integer: 'as whole numbers',
  step: 'in steps',
};

export interface RangeDraft {
  readonly distribution: RangeKind;
  readonly min: string;
  readonly max: string;
  /** Of distribution step. */
  readonly step: string;
  /** Values that a grid takes from the range. */
  readonly levels: string;
}

/** Whether every value of a range is tried, or values are drawn from it. */
export type RangeUse = 'enumerate' | 'draw';

/** Whether the number of values to take from the range is asked for. */
export function asksLevels({ distribution }: Pick<RangeDraft, 'distribution'>, use: RangeUse): boolean {
  return use === 'enumerate' && distribution !== 'step';
}
