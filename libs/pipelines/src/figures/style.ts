import type { PlotStyle } from './plot.js';
import type { TextStyle } from './text.js';

/** Sizes in points (1/72 inch), colours as CSS. */
export interface Look {
  readonly title: TextStyle;
  readonly label: TextStyle;
  readonly tick: TextStyle;
  readonly mark: TextStyle;
  readonly ink: string;
  /** Of the light grid; null: none. */
  readonly grid: string | null;
  readonly axisWidth: number;
  readonly tickLength: number;
  /** Outwards, or into the plot from all four sides. */
  readonly ticksAre: 'outside' | 'inside';
  readonly lineWidth: number;
}

/** Letters follow the width of the figure between 7 points, the least that journals print, and 12. */
export function lookOf(style: PlotStyle, width: number): Look {
  const size = Math.min(12, Math.max(7, width / 60));
  const ink = style === 'screen' ? '#1d2530' : '#000000';
  const text = (factor: number, weight: 400 | 600 = 400): TextStyle => ({
    size: Math.max(6, size * factor),
    weight,
    color: ink,
  });
  return {
    title: text(1.2, 600),
    label: text(1),
    tick: text(0.9),
    mark: text(0.75),
    ink,
    grid: style === 'screen' ? '#e3e8ee' : null,
    axisWidth: style === 'screen' ? size / 14 : size / 12,
    tickLength: size * 0.42,
    ticksAre: style === 'screen' ? 'outside' : 'inside',
    lineWidth: size / 8,
  };
}
