/** How large the heatmap is drawn: known before drawing, so that nothing around it jumps. */
import { shortened } from '../../charts/axis';
import { formatValue } from '../../formatting/values';
import { formatCommon } from '../decimals';
import type { Heatmap } from './heatmap';
import { axisTitle } from './heatmap-text';

export interface HeatmapLayout {
  readonly heightPx: number;
  readonly rowPx: number;
  /** Narrower than this, the figure scrolls sideways. */
  readonly minWidthPx: number;
  readonly maxWidthPx: number;
  readonly xLabels: string[];
  readonly yLabels: string[];
  readonly xTitle: string;
  readonly yTitle: string;
}

/** As in the table that can take the place of the drawing. */
const highestRowPx = 51;
/** All rows together are at most this high, so that the whole map fits on a screen. */
const mostRowsPx = 760;
const columnPx = { least: 44, most: 150 };
/** Many columns become narrow cells without text instead of a drawing wider than browsers allow. */
const mostScrolledPx = 2400;
const longestTitle = 28;
/** Labels and title below the cells; title beside them. */
const xAxisPx = 64;
const yTitlePx = 44;
/** Slightly more than the widest digit at the font size of axes and cells. */
const characterPx = 7.5;

/** Sizes and axis texts of a heatmap. */
export function heatmapLayout(map: Heatmap): HeatmapLayout {
  const xLabels = map.x.values.map((value) => shortened(formatValue(value)));
  const yLabels = map.y.values.map((value) => shortened(formatValue(value)));
  const yTitle = shortened(axisTitle(map.y), longestTitle);
  const numbers = map.rows.flatMap(({ cells }) =>
    cells.flatMap(({ mean }) => (mean === null ? [] : formatCommon(mean, map.decimals))),
  );
  const yAxisPx = yTitlePx + widthOf(yLabels);
  const least = Math.max(columnPx.least, 12 + Math.max(widthOf(xLabels), widthOf(numbers)));
  const columns = xLabels.length;
  // A title beside the cells is cut where they are lower than it is long.
  const rowsPx = Math.max(Math.min(mostRowsPx, highestRowPx * yLabels.length), widthOf([yTitle]));
  return {
    heightPx: Math.ceil(rowsPx + xAxisPx),
    rowPx: rowsPx / Math.max(1, yLabels.length),
    minWidthPx: Math.ceil(yAxisPx + Math.min(mostScrolledPx, columns * least)),
    maxWidthPx: Math.ceil(yAxisPx + columns * Math.max(columnPx.most, least)),
    xLabels,
    yLabels,
    xTitle: shortened(axisTitle(map.x), longestTitle),
    yTitle,
  };
}

function widthOf(texts: readonly string[]): number {
  return characterPx * texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/** Where the tooltip lies from a point so that it stays in what is seen of a wide drawing. */
export function tooltipSide(
  xPx: number,
  seen: { readonly fromPx: number; readonly widthPx: number },
): 'left' | 'center' | 'right' {
  const share = (xPx - seen.fromPx) / seen.widthPx;
  if (share < 1 / 3) return 'left';
  return share > 2 / 3 ? 'right' : 'center';
}
