/** The figure of one subject: what each detector judged over its frames, its limit, and the flagged frames. */
import type { Layer, Panel, Plot } from '../figures/plot.js';
import { renderPlot } from '../figures/render.js';
import type { DetectorCurve, Flag } from './detect-flags.js';
import type { Series } from './series.js';

const measuredColour = '#2f6db5';
const limitColour = '#8a94a3';
const flaggedColour = '#c8352b';
const panelHeightIn = 1.4;

/** null where no detector of frames ran. @param flags those of this subject */
export function overviewPlot(
  series: Series,
  curves: readonly DetectorCurve[],
  flags: readonly Flag[],
): Plot | null {
  if (curves.length === 0) return null;
  const panels = curves.map((curve, index) => panelOf(series, curve, flags, index === 0));
  const first = series.numbers[0]!;
  const last = series.numbers.at(-1)!;
  return {
    title: `${series.subject}: ${series.numbers.length} frames`,
    x: { label: 'Frame number', min: first - 0.5, max: last + 0.5 },
    panels,
  };
}

function panelOf(
  series: Series,
  { detector, values, limits }: DetectorCurve,
  flags: readonly Flag[],
  isFirst: boolean,
): Panel {
  const x = Float64Array.from(series.numbers);
  const flagged = new Set(
    flags.filter((flag) => flag.detector === detector).flatMap(({ frames }) => frames ?? []),
  );
  const marks = values.map((value, t) => (flagged.has(x[t]!) ? value : Number.NaN));
  const name = (text: string) => (isFirst ? text : '');
  const layers: Layer[] = [
    { kind: 'line', name: name('limit'), color: limitColour, x, y: limits, dash: [4, 3], width: 1 },
    { kind: 'line', name: name('measured'), color: measuredColour, x, y: values, width: 1.2 },
    { kind: 'points', name: '', color: measuredColour, x, y: values, radius: 1.4 },
    { kind: 'points', name: name('flagged'), color: flaggedColour, x, y: marks, radius: 3.4 },
  ];
  const labels = [...flagged].map((number) => ({
    x: number,
    y: values[series.numbers.indexOf(number)]!,
    text: String(number),
    color: flaggedColour,
  }));
  const { unit } = detector.measured;
  return { y: { label: unit === '1' ? detector.title : `${detector.title} (${unit})` }, layers, labels };
}

/** As SVG. */
export function renderOverview(plot: Plot): Promise<Buffer> {
  const heightIn = 1 + panelHeightIn * plot.panels.length;
  return renderPlot(plot, { format: 'svg', dpi: 96, widthIn: 9, heightIn, style: 'screen' });
}
