/** Which parameter matters, as bars: shares of the metric's variation. */
import type { ComparisonData } from '../queries';

export interface ImportanceBar {
  /** null for what no parameter explains. */
  readonly path: string | null;
  readonly title: string;
  /** 0 to 1; an estimate may be slightly below 0 where chance is all there is. */
  readonly share: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface ImportanceView {
  readonly bars: readonly ImportanceBar[];
  /** How the shares were found, as a sentence. */
  readonly method: string;
  readonly finding: string;
}

/** null where there is nothing to show; `importanceReason` of the comparison says why. */
export function importanceView({ importance, metric }: ComparisonData): ImportanceView | null {
  if (importance === null || importance.parameters.length === 0) return null;
  const { method, isEstimate, n, parameters, residual } = importance;
  const bars: ImportanceBar[] = parameters.map(({ path, title, share, low, high }) => ({
    path,
    title,
    share,
    interval: low === null || high === null ? null : { low, high },
  }));
  const rest = { path: null, title: 'Interactions and chance', share: residual ?? 0, interval: null };
  const [first] = bars;
  return {
    bars: residual === null ? bars : [...bars, rest],
    method:
      method === 'variance_explained'
        ? `Variance explained by each parameter alone, exact over all ${n} settings of the grid.`
        : `${isEstimate ? 'Estimate' : 'Found'} by shuffling one parameter at a time over ${n} settings; with the range over repeated shuffles.`,
    finding: first
      ? `${first.title} matters most for ${metric.title}: ${percentText(first.share)} of its variation.`
      : '',
  };
}

/** `62 %`, `< 1 %`. */
export function percentText(share: number): string {
  const percent = Math.round(Math.max(0, share) * 100);
  return percent === 0 && share > 0 ? '< 1 %' : `${percent} %`;
}

/** Axes of the heatmap after a parameter was clicked: it becomes the columns, and what was there the rows. */
export function axesWith(
  path: string,
  shown: { readonly x: string; readonly y: string } | null,
): { readonly x: string; readonly y: string | null } {
  if (shown === null) return { x: path, y: null };
  if (path === shown.x) return shown;
  return { x: path, y: shown.x };
}
