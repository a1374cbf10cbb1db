import type { ComparisonReport } from '@batchyard/domain';
import { effectFigure } from './effect-figure.js';
import type { Figure } from './figure.js';
import { heatmapFigure } from './heatmap-figure.js';

/** All figures of a comparison that have something to show. */
export function figuresOf(report: ComparisonReport): Figure[] {
  return [effectFigure(report), heatmapFigure(report)].filter((figure) => figure !== null);
}
