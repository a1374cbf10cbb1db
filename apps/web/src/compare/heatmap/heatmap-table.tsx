'use client';
import { canonicalJson, type Json } from '@batchyard/domain';
import type { CSSProperties } from 'react';
import { colorAt, cssColor, shareOf, textOn } from '@/charts/color-scale';
import { formatValue } from '@/formatting/values';
import { formatCommon } from '../decimals';
import type { ComparisonData } from '../queries';
import type { Selection } from '../selection/use-selection';
import type { HeatCell, Heatmap } from './heatmap';
import classes from './heatmap.module.css';
import { axisTitle, cellLines, heatmapTitle, marksOf } from './heatmap-text';

/** With more columns cells are small. */
const denseFrom = 10;

export interface HeatmapTableProps {
  readonly map: Heatmap;
  readonly comparison: ComparisonData;
  readonly selection: Selection;
}

/**
 * The heatmap as a table, for readers who do not see the drawing or want its text: row and column headings are
 * announced with every cell, numbers can be copied, and each cell is a button that selects its settings.
 */
export function HeatmapTable({ map, comparison, selection }: HeatmapTableProps) {
  const { x, y, rows } = map;
  return (
    <table
      className={`${classes.table} numeric`}
      data-dense={x.values.length > denseFrom || undefined}
      aria-label={heatmapTitle(map, comparison)}
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
            {axisTitle(x)}
          </th>
        </tr>
        <tr>
          <th scope="col" className={classes.corner} title={`${y.title} (${y.path})`}>
            {axisTitle(y)}
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

interface CellProps extends HeatmapTableProps {
  readonly cell: HeatCell;
  readonly y: Json;
}

function Cell({ cell, y, map, comparison, selection }: CellProps) {
  if (cell.lack === 'not tried')
    return <span className={`${classes.cell} ${classes.untried}`}>not tried</span>;
  const selected = cell.keys.some((key) => selection.keys.has(key));
  const { best } = marksOf(cell, comparison);
  return (
    <button
      type="button"
      className={`${classes.cell} ${cell.mean === null ? classes.lacking : ''}`}
      style={cell.mean === null ? undefined : fill(cell.mean, map)}
      data-selected={selected || undefined}
      aria-pressed={selected}
      title={cellLines(cell, y, map, comparison).join('; ')}
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
