import { formatNumber, withUnit } from '../../formatting/numbers';

/** `Position error: from 3.1 mm at step 1 to 2.57 mm at step 34.` */
export function courseFinding(course: {
  readonly title: string;
  readonly unit: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}): string {
  const { title, unit, steps, values } = course;
  const at = (index: number) => {
    const value = values.at(index);
    return `${value === undefined ? 'no value' : withUnit(formatNumber(value), unit)} at step ${steps.at(index)}`;
  };
  return steps.length === 1 ? `${title}: ${at(0)}.` : `${title}: from ${at(0)} to ${at(-1)}.`;
}
