import { markerDistance } from '../geometry/distances.js';
import type { RigidBodyParams } from '../params.js';
import type { Prepared } from '../prepare.js';
import { type Chart, chartSvg, type Line } from './chart.js';

const MEASURED = '#d97706';
const SOLVED = '#1d4ed8';
/** More points than this cannot be told apart at the width of the figure. */
const MOST_POINTS = 300;

/** Figure of a solved recording: edge errors over time, and the paths seen along the flattest axis. */
export function overviewSvg(
  prepared: Prepared,
  solved: Float64Array,
  params: RigidBodyParams,
  mmPerUnit: number,
): string {
  const name = prepared.body.name === '' ? 'Rigid body' : prepared.body.name;
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 460" font-family="system-ui, sans-serif" font-size="12" fill="#111827">',
    `<title>${name.replace(/[<>&]/g, ' ')}: measured and solved</title>`,
    '<rect width="1120" height="460" fill="#ffffff"/>',
    chartSvg(edgeChart(prepared, solved, mmPerUnit), { left: 0, top: 8, width: 560, height: 444 }),
    chartSvg(pathChart(prepared, solved, params.length_unit), { left: 560, top: 8, width: 560, height: 444 }),
    '</svg>',
    '',
  ].join('\n');
}

function edgeChart(prepared: Prepared, solved: Float64Array, mmPerUnit: number): Chart {
  const line = (label: string, colour: string, points: Float64Array, width: number): Line => {
    const values: number[] = [];
    for (const [from, to] of bins(prepared.measured.frames.length)) {
      let sum = 0;
      for (let t = from; t < to; t++) sum += meanEdgeError(prepared, points, t) * mmPerUnit;
      values.push(prepared.measured.frames[from]!, sum / (to - from));
    }
    return { label, colour, values, width };
  };
  return {
    title: 'Error of the edge lengths',
    xTitle: 'frame',
    yTitle: 'mean |length − median| (mm)',
    lines: [line('measured', MEASURED, prepared.measured.points, 1.2), line('solved', SOLVED, solved, 2)],
    equalAxes: false,
    yFromZero: true,
  };
}

function meanEdgeError(prepared: Prepared, points: Float64Array, t: number): number {
  const { metricEdges, edgeLengths, body } = prepared;
  let sum = 0;
  let count = 0;
  metricEdges.forEach(([i, j], e) => {
    const length = markerDistance(points, body.markers.length, t, i, j);
    if (Number.isNaN(length)) return;
    sum += Math.abs(length - edgeLengths[e]!);
    count++;
  });
  return count > 0 ? sum / count : Number.NaN;
}

function pathChart(prepared: Prepared, solved: Float64Array, unit: string): Chart {
  const [a, b] = widestAxes(solved);
  const markerCount = prepared.body.markers.length;
  const path = (label: string, colour: string, points: Float64Array, width: number): Line[] =>
    prepared.body.markers.map((_, m) => {
      const values = bins(prepared.measured.frames.length).flatMap(([t]) => {
        const at = (t * markerCount + m) * 3;
        return [points[at + a]!, points[at + b]!];
      });
      return { label, colour, values, width };
    });
  const axis = ['x', 'y', 'z'];
  return {
    title: `Paths of the markers, seen along ${axis[3 - a - b]}`,
    xTitle: `${axis[a]} (${unit})`,
    yTitle: `${axis[b]} (${unit})`,
    lines: [
      ...path('measured', MEASURED, prepared.measured.points, 0.8),
      ...path('solved', SOLVED, solved, 1.4),
    ],
    equalAxes: true,
    yFromZero: false,
  };
}

/** The two axes along which the points reach farthest, in their order. */
function widestAxes(points: Float64Array): [number, number] {
  const extent = [0, 1, 2].map((k) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = k; i < points.length; i += 3) {
      low = Math.min(low, points[i]!);
      high = Math.max(high, points[i]!);
    }
    return high - low;
  });
  const narrowest = extent.indexOf(Math.min(...extent));
  const [a, b] = [0, 1, 2].filter((k) => k !== narrowest);
  return [a!, b!];
}

/** Divides the frames into at most MOST_POINTS runs `[from, to)`. */
function bins(frameCount: number): [number, number][] {
  const count = Math.min(frameCount, MOST_POINTS);
  return Array.from({ length: count }, (_, i) => [
    Math.floor((i * frameCount) / count),
    Math.floor(((i + 1) * frameCount) / count),
  ]);
}
