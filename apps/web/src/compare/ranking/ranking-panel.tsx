'use client';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { ChartFigure, type ChartTable } from '@/charts/chart-figure';
import { useChartColors } from '@/charts/use-chart-colors';
import { counted, titleWithUnit } from '@/formatting/numbers';
import { leafName } from '@/formatting/values';
import { Panel } from '@/page/panel';
import { markedBest } from '../answer/answer';
import { commonDecimals, formatCommon } from '../decimals';
import type { PanelProps } from '../panel-props';
import type { ComparisonData } from '../queries';
import { settingText } from '../settings';
import { type Ranking, rankingOf } from './ranking';
import { RankingChart } from './ranking-chart';
import { RankingLegend } from './ranking-legend';

const rowsAtFirst = 12;
/** More rows are in the table of settings. */
const mostRows = 60;
const rowPx = 26;
const axisPx = 56;

/** Each setting with its uncertainty, best first: what a rank is worth. */
export function RankingPanel({ comparison, selection }: PanelProps) {
  const colors = useChartColors();
  const [most, setMost] = useState(rowsAtFirst);
  const ranking = useMemo(() => rankingOf(comparison, most), [comparison, most]);
  const { metric, varying } = comparison;
  if (ranking.rows.length === 0) return null;
  const hidden = Math.min(mostRows, ranking.total) - ranking.rows.length;
  return (
    <Panel
      title={markedBest(comparison) === null ? 'Settings in order' : 'Settings, best first'}
      actions={
        hidden > 0 && (
          <Button size="xs" variant="default" onClick={() => setMost(mostRows)}>
            Show {hidden} more
          </Button>
        )
      }
    >
      <ChartFigure
        title={<RankingLegend colors={colors} ranking={ranking} />}
        fileName={`${metric.title} of settings in order`}
        finding={ranking.finding}
        table={tableOf(ranking, comparison)}
        heightPx={axisPx + rowPx * ranking.rows.length}
        shown={shownText(ranking, varying.map(({ path }) => leafName(path)).join(' · '))}
      >
        <RankingChart ranking={ranking} comparison={comparison} selection={selection} colors={colors} />
      </ChartFigure>
    </Panel>
  );
}

function shownText({ rows, total, without }: Ranking, names: string): string {
  const lost = without === 0 ? '' : ` ${counted(without, 'setting')} without a value.`;
  return `${rows.length} of ${counted(total, 'setting')} shown, named by ${names}.${lost}`;
}

function tableOf({ rows }: Ranking, { metric, varying }: ComparisonData): ChartTable {
  const decimals = commonDecimals(rows.map(({ numbers }) => numbers.mean));
  const text = (value: number | undefined) => (value === undefined ? '–' : formatCommon(value, decimals));
  return {
    headings: ['Setting', titleWithUnit('Mean', metric.unit), 'From', 'To', 'n', 'Against the best'],
    rows: rows.map(({ setting, numbers, standing }) => ({
      key: setting.key,
      cells: [
        settingText(setting, varying),
        text(numbers.mean),
        text(numbers.interval?.low),
        text(numbers.interval?.high),
        String(numbers.n),
        { best: 'best', 'not-separable': 'not separable', worse: 'worse', unknown: 'too few values' }[
          standing
        ],
      ],
    })),
  };
}
