/** What completing or refreshing a design would do, in words. */
import { counted, formatNumber } from '../formatting/numbers';
import type { CellCounts } from './cell-counts';

/** `Starts a batch with the 5 cells that have no good result (2 failed). 22 finished cells stay as they are.` */
export function completeText(counts: CellCounts): string {
  const kinds = [
    counts.failed > 0 ? `${formatNumber(counts.failed)} failed` : '',
    counts.notChosen > 0 ? `${formatNumber(counts.notChosen)} still to be chosen` : '',
  ].filter((part) => part !== '');
  const detail = kinds.length > 0 ? ` (${kinds.join(', ')})` : '';
  const which = counts.incomplete === 1 ? 'that has' : 'that have';
  return sentences(
    `Starts a batch with the ${counted(counts.incomplete, 'cell')} ${which} no good result${detail}.`,
    counts.stale > 0
      ? `${counted(counts.stale, 'cell')} computed by another version of the pipeline ${asBefore(counts.stale)}.`
      : '',
    keptText(counts),
    stoppedText(counts),
    underWayText(counts),
  );
}

/** Where there is nothing to start. */
export function doneText({ underWay, stoppedEarly }: CellCounts): string {
  if (stoppedEarly === 0) return underWay > 0 ? 'Every other cell has a result.' : 'Every cell has a result.';
  const stopped = `${counted(stoppedEarly, 'cell')} ${stoppedEarly === 1 ? 'was' : 'were'} stopped early`;
  return `${stopped}; ${underWay > 0 ? 'all others are done or under way' : 'all others have a result'}.`;
}

/** `Starts a batch with the 3 cells computed by another version of the pipeline and the 5 without a good result. …` */
export function refreshText(counts: CellCounts): string {
  const others =
    counts.incomplete > 0 ? ` and the ${formatNumber(counts.incomplete)} without a good result` : '';
  return sentences(
    `Starts a batch with the ${counted(counts.stale, 'cell')} computed by another version of the pipeline${others}.`,
    'Results of the older version are kept in their batches.',
    keptText(counts),
    stoppedText(counts),
    underWayText(counts),
  );
}

function keptText({ succeeded }: CellCounts): string {
  return succeeded > 0 ? `${counted(succeeded, 'finished cell')} ${asBefore(succeeded)}.` : '';
}

/** `2 cells that were stopped early stay as they are; retry a job to run it to its end.` */
export function stoppedText({ stoppedEarly }: Pick<CellCounts, 'stoppedEarly'>): string {
  if (stoppedEarly === 0) return '';
  const were = stoppedEarly === 1 ? 'that was' : 'that were';
  return `${counted(stoppedEarly, 'cell')} ${were} stopped early ${asBefore(stoppedEarly)}; retry a job to run it to its end.`;
}

function underWayText({ underWay }: CellCounts): string {
  if (underWay === 0) return '';
  return `${counted(underWay, 'cell')} under way in another batch ${underWay === 1 ? 'is' : 'are'} left to it.`;
}

const asBefore = (count: number) => (count === 1 ? 'stays as it is' : 'stay as they are');

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
