import type { ChartColors } from '@/charts/use-chart-colors';
import type { Heatmap } from './heatmap';
import classes from './heatmap.module.css';

export interface HeatmapLegendProps {
  readonly map: Heatmap;
  readonly colors: ChartColors;
  readonly hasBest: boolean;
}

/** What the marks of the heatmap mean; the cross only where a cell has no value. */
export function HeatmapLegend({ map, colors, hasBest }: HeatmapLegendProps) {
  const { text, mutedText } = colors;
  const lacking = map.rows.some(({ cells }) => cells.some(({ mean }) => mean === null));
  return (
    <ul className={classes.legend}>
      {hasBest && (
        <li>
          <svg width="14" height="14" aria-hidden="true">
            <path d="M7 1 L13 7 L7 13 L1 7 Z" fill={text} />
          </svg>
          holds the best setting
        </li>
      )}
      <li>
        <svg width="20" height="14" aria-hidden="true">
          <rect x="1" y="1" width="18" height="12" rx="2" fill="none" stroke={text} strokeDasharray="4 3" />
        </svg>
        holds the baseline
      </li>
      {lacking && (
        <li>
          <svg width="20" height="14" aria-hidden="true">
            <path d="M1 1 H19 V13 H1 Z L19 13 M1 13 L19 1" fill="none" stroke={mutedText} />
          </svg>
          no value, with the reason
        </li>
      )}
    </ul>
  );
}
