/** Which two sources are held against each other, and what the API is asked for each. */
import type { Source } from '../queries';
import type { ComparisonInput } from '../view/input';
import type { CompareView } from '../view/url-state';

export interface Sides {
  readonly a: Source;
  readonly b: Source;
}

/** The sources asked for by label, else the first two; null with fewer than two. */
export function sidesOf(sources: readonly Source[], asked: CompareView['sweeps']): Sides | null {
  const [first, second] = sources;
  if (!first || !second) return null;
  const [a, b] = (asked ?? []).map((label) => sources.find((source) => source.label === label));
  return a && b && a !== b ? { a, b } : { a: first, b: second };
}

/** The sides after one was chosen anew; choosing the other side's source swaps them. */
export function withSide(sides: Sides, side: keyof Sides, label: string): readonly [string, string] {
  const { a, b } = sides;
  if (side === 'a') return [label, label === b.label ? a.label : b.label];
  return [label === a.label ? b.label : a.label, label];
}

/** One source alone, by the metric of the page. */
export function sideInput({ kind, id }: Source, view: CompareView, metric: string): ComparisonInput {
  return {
    batchIds: kind === 'batch' ? [id] : [],
    designIds: kind === 'design' ? [id] : [],
    jobIds: kind === 'job' ? [id] : [],
    metric,
    direction: view.direction,
    leaveOut: [...view.leaveOut],
  };
}
