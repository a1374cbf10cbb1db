import { colorAt } from '../../figures/color-map.js';
import type { Plot } from '../../figures/plot.js';
import { renderPlot } from '../../figures/render.js';
import type { MeasuredLine } from '../measure-video.js';
import type { RiverResults } from '../results.js';

const png = { format: 'png', dpi: 110, style: 'screen' } as const;
const [water, bed, filled] = ['#1f77b4', '#8c564b', '#e6862b'];

/** Velocities above the cross-section; filled ones in another colour. */
export function sectionFigure({ site, discharge }: RiverResults): Promise<Buffer> {
  const { section, levelM, startEdgeM, endEdgeM } = site.wetted;
  const ofSource = (source: string) => discharge.panels.filter((panel) => panel.source === source);
  const points = (source: string, name: string, color: string) => ({
    kind: 'points' as const,
    name: ofSource(source).length > 0 ? name : '',
    color,
    x: ofSource(source).map(({ stationM }) => stationM),
    y: ofSource(source).map(({ surfaceVelocityMps }) => surfaceVelocityMps),
    radius: 3,
  });
  const plot: Plot = {
    title: `Discharge ${discharge.totalM3ps.toPrecision(4)} m³/s`,
    x: { label: 'Station (m)' },
    panels: [
      {
        y: { label: 'Surface velocity (m/s)' },
        zeroLine: true,
        layers: [points('measured', 'measured', water), points('filled', 'filled', filled)],
      },
      {
        y: { label: 'Elevation (m)' },
        layers: [
          { kind: 'line', name: 'bed', color: bed, x: section.stationsM, y: section.elevationsM, width: 1.5 },
          {
            kind: 'line',
            name: 'water',
            color: water,
            x: [startEdgeM, endEdgeM],
            y: [levelM, levelM],
            width: 1.5,
          },
        ],
      },
    ],
  };
  return renderPlot(plot, { ...png, widthIn: 8, heightIn: 6 });
}

/** The space-time image of a line with the slope that was found, accepted or not. */
export function spaceTimeFigure(
  { line, reason }: MeasuredLine,
  first: NonNullable<MeasuredLine['first']>,
): Promise<Buffer> {
  const { positions, frames, samples, spacingM, intervalS } = first.image;
  const [lengthM, durationS] = [positions * spacingM, frames * intervalS];
  const { foundMps } = first.velocity;
  const slope = slopeLine(foundMps ?? 0, lengthM, durationS);
  const found = foundMps === null ? 'no velocity' : `${foundMps.toFixed(3)} m/s`;
  const verdict = reason === null ? found : `${found}, rejected: ${reason}`;
  const plot: Plot = {
    title: `Line ${line.id}, station ${line.stationM.toFixed(2)} m: ${verdict}`,
    x: { label: 'Along the line, downstream (m)', min: 0, max: lengthM },
    panels: [
      {
        y: { label: 'Time (s)', min: 0, max: durationS, reversed: true },
        layers: [
          {
            kind: 'heat',
            columns: positions,
            rows: frames,
            values: samples,
            x: [0, lengthM],
            y: [0, durationS],
          },
          ...(foundMps === null
            ? []
            : [{ kind: 'line' as const, name: '', color: filled, x: slope.x, y: slope.y, width: 2 }]),
        ],
      },
    ],
  };
  return renderPlot(plot, { ...png, widthIn: 5, heightIn: 5 });
}

/** Through the middle of the image, as long as it fits. */
function slopeLine(speedMps: number, lengthM: number, durationS: number) {
  const half = Math.min(durationS / 2, lengthM / 2 / Math.max(1e-9, Math.abs(speedMps)));
  const at = (time: number) => [lengthM / 2 + speedMps * time, durationS / 2 + time] as const;
  const [[x1, y1], [x2, y2]] = [at(-half), at(half)];
  return { x: [x1, x2], y: [y1, y2] };
}

/** Colour of a speed among those of a video. */
export function speedColor(speedMps: number, fastestMps: number): string {
  return `rgb(${colorAt(Math.min(1, Math.max(0, speedMps / fastestMps))).join(' ')})`;
}
