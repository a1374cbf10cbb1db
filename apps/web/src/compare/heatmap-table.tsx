'use client';
import { canonicalJson, type Json } from '@batchyard/domain';
import type { CSSProperties } from 'react';
import { colorAt, cssColor, shareOf, textOn } from '@/charts/color-scale';
import { counted, formatNumber, titleWithUnit, withUnit } from '@/formatting/numbers';
import { formatValue, leafName } from '@/formatting/values';
import { formatCommon } from './decimals';
import type { HeatCell, Heatmap } from './heatmap';
import classes from './heatmap.module.css';
import type { ComparisonData } from './queries';
import type { Selection } from './use-selection';

/** With more columns cells are small. */
const denseFrom = 10;

export interface HeatmapTableProps {
  readonly map: Heatmap;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
}

/**
 * The heatmap as a real table, because its numbers are what people read: row and column headings are announced
 * with every cell, text can be copied, and each cell is a button that selects its settings.
 */
export function HeatmapTable({ map, comparison, selection }: HeatmapTableProps) {
  const { x, y, rows } = map;
  return (
    <table
      className={`${classes.table} numeric`}
      data-dense={x.values.length > denseFrom || undefined}
      aria-label={labelOf(map, comparison)}
    >
      <thead>
        <tr>
          <td />
          <th
            scope="colgroup"
            colSpan={x.values.length}
            className={classes.axis}
            title={`${x.title} (${x.path})`}
          >
            {titleWithUnit(leafName(x.path), x.unit)}
          </th>
        </tr>
        <tr>
          <th scope="col" className={classes.corner} title={`${y.title} (${y.path})`}>
            {titleWithUnit(leafName(y.path), y.unit)}
          </th>
          {x.values.map((value) => (
            <th key={canonicalJson(value)} scope="col">
              {formatValue(value)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={canonicalJson(row.y)}>
            <th scope="row">{formatValue(row.y)}</th>
            {row.cells.map((cell) => (
              <td key={canonicalJson(cell.x)}>
                <Cell cell={cell} y={row.y} map={map} comparison={comparison} selection={selection} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function labelOf({ x, y }: Heatmap, { metric }: ComparisonData): string {
  return `${titleWithUnit(metric.title, metric.unit)} by ${leafName(y.path)} (rows) and ${leafName(x.path)} (columns)`;
}

interface CellProps extends HeatmapTableProps {
  readonly cell: HeatCell;
  readonly y: Json;
}

function Cell({ cell, y, map, comparison, selection }: CellProps) {
  if (cell.lack === 'not tried')
    return <span className={`${classes.cell} ${classes.untried}`}>not tried</span>;
  const selected = cell.keys.some((key) => selection.keys.has(key));
  const best = comparison.bestKey !== null && cell.keys.includes(comparison.bestKey);
  return (
    <button
      type="button"
      className={`${classes.cell} ${cell.mean === null ? classes.lacking : ''}`}
      style={cell.mean === null ? undefined : fill(cell.mean, map)}
      data-selected={selected || undefined}
      aria-pressed={selected}
      title={hint(cell, y, map, comparison)}
      onClick={() => selection.select(cell.keys)}
    >
      {cell.mean === null ? (
        <span className={classes.lack}>{cell.lack}</span>
      ) : (
        <>
          <span>{formatCommon(cell.mean, map.decimals)}</span>
          <span className={classes.n}>
            {best && '◆ '}n = {cell.jobs}
          </span>
        </>
      )}
    </button>
  );
}

function fill(mean: number, { range }: Heatmap): CSSProperties {
  const color = colorAt(shareOf(mean, range?.min ?? mean, range?.max ?? mean));
  return { backgroundColor: cssColor(color), color: textOn(color) };
}

function hint(cell: HeatCell, y: Json, map: Heatmap, { metric, bestKey }: ComparisonData): string {
  const place = `${leafName(map.x.path)} = ${formatValue(cell.x)}, ${leafName(map.y.path)} = ${formatValue(y)}`;
  if (cell.mean === null) return `${place}: ${cell.lack}`;
  const basis =
    cell.keys.length === 1
      ? counted(cell.jobs, 'job')
      : `mean over ${cell.settingsWithValue} of ${counted(cell.keys.length, 'setting')}, ${counted(cell.jobs, 'job')}`;
  const best = bestKey !== null && cell.keys.includes(bestKey) ? '; holds the best setting' : '';
  return `${place}: ${withUnit(formatNumber(cell.mean), metric.unit)} (${basis}${best})`;
}
