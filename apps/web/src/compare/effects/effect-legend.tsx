import type { ChartColors } from '@/charts/use-chart-colors';
import classes from '../compare.module.css';
import { LegendEntry } from '../legend-entry';

/** What the marks of the effect plot mean. */
export function EffectLegend({
  colors,
  hasBest,
}: {
  readonly colors: ChartColors;
  readonly hasBest: boolean;
}) {
  const { mark, best, baseline } = colors;
  return (
    <ul className={classes.legend}>
      <LegendEntry text="setting, mean of several jobs">
        <circle cx="7" cy="7" r="4" fill={mark} stroke={mark} strokeWidth="1.75" />
      </LegendEntry>
      <LegendEntry text="setting with one job">
        <circle cx="7" cy="7" r="4" fill="none" stroke={mark} strokeWidth="1.75" />
      </LegendEntry>
      {hasBest && (
        <LegendEntry text="best setting">
          <path d="M7 1 L13 7 L7 13 L1 7 Z" fill="none" stroke={best} strokeWidth="1.75" />
        </LegendEntry>
      )}
      <LegendEntry text="mean at each value" width={22}>
        <path d="M0 7 H22" stroke={mark} strokeWidth="2" />
      </LegendEntry>
      <LegendEntry text="baseline" width={22}>
        <path d="M0 7 H22" stroke={baseline} strokeWidth="1.5" strokeDasharray="5 4" />
      </LegendEntry>
    </ul>
  );
}
