import type { StructureDecision, StructureOverrides } from '../spectrum.js';

/** The reason of each decision that was not detected. */
export const TOLD_REASON = 'It was set by the user.';

/** Which override settles which decision. */
const settles: Record<keyof StructureOverrides, StructureDecision['subject']> = {
  encoding: 'encoding',
  delimiter: 'delimiter',
  decimalSign: 'decimal sign',
  orientation: 'orientation',
  linesBeforeData: 'data lines',
  xColumn: 'x column',
  yColumns: 'y column',
  xUnit: 'x unit',
  yUnit: 'y unit',
  block: 'data lines',
};

/** The decisions that were settled by what somebody said. */
export function toldSubjects(told: StructureOverrides): StructureDecision['subject'][] {
  return (Object.keys(settles) as (keyof StructureOverrides)[])
    .filter((key) => told[key] !== undefined)
    .map((key) => settles[key]);
}
