/** What the matrix of inputs and settings shows: which columns, how a cell reads and how it is coloured. */
import { shareOf } from '../../charts/color-scale';
import { counted, formatNumber, withUnit } from '../../formatting/numbers';
import type { InputCell, InputMatrix, InputRow } from './queries';

/** With more settings only the best ones are shown at first. */
export const columnsAtFirst = 12;

/**
 * The settings shown as columns, best first: the selected ones where there are two or more, else the best ones.
 * @param all whether the reader asked for all of them
 */
export function shownSettings(
  { settings }: Pick<InputMatrix, 'settings'>,
  selected: ReadonlySet<string>,
  all: 'all' | 'best',
): InputMatrix['settings'] {
  const chosen = settings.filter(({ key }) => selected.has(key));
  if (chosen.length > 1) return chosen;
  return all === 'all' ? settings : settings.slice(0, columnsAtFirst);
}

/** Cells of a row by setting. */
export function cellsBySetting({ cells }: Pick<InputRow, 'cells'>): ReadonlyMap<string, InputCell> {
  return new Map(cells.map((cell) => [cell.settingKey, cell]));
}

/** Where a mean lies between the lowest (0) and the highest (1) of its row: each input has a scale of its own. */
export function shareInRow({ cells }: Pick<InputRow, 'cells'>): (mean: number) => number {
  const means = cells.flatMap(({ mean }) => mean ?? []);
  const [min, max] = [Math.min(...means), Math.max(...means)];
  return (mean) => shareOf(mean, min, max);
}

/** The best mean of a row; null where it has none, or all are equal. */
export function bestInRow(
  { cells }: Pick<InputRow, 'cells'>,
  direction: 'minimize' | 'maximize',
): number | null {
  const means = cells.flatMap(({ mean }) => mean ?? []);
  if (new Set(means).size < 2) return null;
  return direction === 'minimize' ? Math.min(...means) : Math.max(...means);
}

/** `2.57 mm, mean of 3 jobs, 1 failed`; what is missing, where there is no number. */
export function cellText(cell: InputCell | undefined, unit: string): string {
  if (cell === undefined) return 'not tried';
  const failed = cell.failed > 0 ? `, ${cell.failed} failed` : '';
  if (cell.mean === null) return cell.failed > 0 ? 'failed' : 'no result yet';
  const mean = cell.n > 1 ? `, mean of ${counted(cell.n, 'job')}` : '';
  return `${withUnit(formatNumber(cell.mean), unit)}${mean}${failed}`;
}

/** One sentence on what the order of the rows shows. */
export function disagreementText({ rows, total, metric }: InputMatrix): string {
  const [first] = rows;
  if (first === undefined) return 'No input has been processed yet.';
  if (first.disagreement === null) return 'Settings can be compared by input once two of them have finished.';
  const spread = withUnit(formatNumber(first.disagreement, 3), metric.unit);
  return (
    `The choice of the setting matters most on ${first.label} (SD over settings ${spread}). ` +
    `${rows.length} of ${counted(total, 'input')} shown.`
  );
}
