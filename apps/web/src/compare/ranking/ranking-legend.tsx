import type { ChartColors } from '@/charts/use-chart-colors';
import classes from '../compare.module.css';
import { LegendEntry } from '../legend-entry';
import type { Ranking } from './ranking';

export interface RankingLegendProps {
  readonly ranking: Ranking;
  readonly colors: ChartColors;
}

/** What the marks mean; only those that are there. */
export function RankingLegend({ ranking, colors }: RankingLegendProps) {
  const { rows, band } = ranking;
  const has = (standing: string) => rows.some((row) => row.standing === standing);
  return (
    <ul className={classes.legend}>
      {has('best') && (
        <LegendEntry text="best">
          <path d="M7 1 L13 7 L7 13 L1 7 Z" fill={colors.best} />
        </LegendEntry>
      )}
      {has('not-separable') && (
        <LegendEntry text="not separable from the best" width={24}>
          <Bar color={colors.mutedText} />
        </LegendEntry>
      )}
      {(has('worse') || has('unknown')) && (
        <LegendEntry text="mean with 95 % interval" width={24}>
          <Bar color={colors.mark} />
        </LegendEntry>
      )}
      {rows.some(({ numbers }) => numbers.n === 1) && (
        <LegendEntry text="one value, no interval">
          <circle cx="7" cy="7" r="4" fill="none" stroke={colors.mark} strokeWidth="1.75" />
        </LegendEntry>
      )}
      {rows.some(({ values }) => values.length > 1) && (
        <LegendEntry text="single value">
          <circle cx="7" cy="7" r="2" fill={colors.mutedText} />
        </LegendEntry>
      )}
      {band !== null && (
        <LegendEntry text="baseline" width={22}>
          <rect width="22" height="14" fill={colors.baseline} opacity="0.16" />
          <path d="M11 0 V14" stroke={colors.baseline} strokeWidth="1.25" strokeDasharray="5 4" />
        </LegendEntry>
      )}
    </ul>
  );
}

function Bar({ color }: { readonly color: string }) {
  return (
    <>
      <path d="M1 7 H23 M1 4 V10 M23 4 V10" stroke={color} strokeWidth="2" />
      <circle cx="12" cy="7" r="4" fill={color} />
    </>
  );
}
