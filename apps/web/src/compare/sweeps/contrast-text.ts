/** What stands in the cells of a contrast of two sweeps. */
import { counted, formatNumber, withUnit } from '../../formatting/numbers';
import { numbersText } from '../settings';
import type { ContrastRow, SweepContrast } from './queries';

/** `6.35 ± 0.12 mm (n = 6)`, with failures; why there is no number otherwise. */
export function sideText(row: ContrastRow, side: 'a' | 'b', unit: string): string {
  const numbers = row[side];
  const [jobs, failed] = side === 'a' ? [row.jobsA, row.failedA] : [row.jobsB, row.failedB];
  const failures = failed > 0 ? `, ${failed} failed` : '';
  if (numbers !== null) return `${numbersText(numbers, unit)}${failures}`;
  if (jobs === 0) return 'not tried';
  return failed > 0 ? `${failed} of ${counted(jobs, 'job')} failed` : 'no result yet';
}

/** `−0.31 mm (−0.40 to −0.22)`: B minus A with its 95 % interval; null where one has no value. */
export function differenceText({ contrast }: ContrastRow, unit: string): string | null {
  if (contrast === null || contrast.difference === null) return null;
  const signed = (value: number) => `${value > 0 ? '+' : ''}${formatNumber(value, 3)}`;
  const { difference, interval } = contrast;
  const text = withUnit(signed(difference), unit);
  return interval === null ? text : `${text} (${signed(interval.low)} to ${signed(interval.high)})`;
}

/** One sentence over all rows: how often B is better, worse or not separable from A. */
export function verdictsText({ rows }: Pick<SweepContrast, 'rows'>): string {
  const count = (verdict: string) => rows.filter(({ contrast }) => contrast?.verdict === verdict).length;
  const compared = rows.filter(({ contrast }) => contrast !== null).length;
  if (compared === 0) return 'No setting has results in both A and B yet.';
  return (
    `B against A in ${counted(compared, 'setting')} with results in both: ${count('better')} better, ` +
    `${count('worse')} worse, ${count('not_separable')} not separable, ${count('unknown')} with too few values.`
  );
}
