/** Bodies whose size or place does not fit the frames around them. */
import { median, neighbourhood, robustDeviation } from '../measuring/robust.js';
import { valuesOf } from '../series.js';
import { defineDetector, hitsWhere, threshold, windowFrames } from './detector.js';

export const outlierSize = defineDetector({
  name: 'outlier_size',
  title: 'Outlier in size',
  summary: 'The body is much larger or smaller than in the neighbouring frames.',
  level: 'frame',
  term: 'OUTLIER_SIZE',
  severity: 'warning',
  measured: { title: 'Difference in size from the neighbours, as a share of theirs', unit: '1' },
  needs: ['area'],
  params: {
    threshold: threshold(
      6,
      'σ',
      'Robust standard deviations',
      'Flagged where the logarithm of the size is more than this many robust standard deviations away.',
    ),
    min_change: threshold(
      0.25,
      '1',
      'Least change',
      'Smaller differences from the neighbours, as a share of their size, are never flagged.',
      [0, 10],
    ),
    window_frames: windowFrames,
  },
  detect({ series: [series], judgeable: [judgeable] }, params) {
    const logs = valuesOf(series!, 'area').map((area) => (area > 0 ? Math.log(area) : Number.NaN));
    const { before, after } = neighbourhood(logs, judgeable!, params.window_frames);
    const away = logs.map((log, t) =>
      judgeable![t] === 0 ? Number.NaN : outside(log, before[t]!, after[t]!),
    );
    const limit = Math.max(Math.log1p(params.min_change), params.threshold * (robustDeviation(away) || 0));
    const curve = { values: away.map(Math.expm1), limits: away.map(() => Math.expm1(limit)) };
    return { hits: hitsWhere('OUTLIER_SIZE', curve, (t) => Math.abs(away[t]!) > limit), curve };
  },
});

/** How far a value lies outside the two, with its sign; 0 between them. */
function outside(value: number, a: number, b: number): number {
  if (value > Math.max(a, b)) return value - Math.max(a, b);
  if (value < Math.min(a, b)) return value - Math.min(a, b);
  return Number.isNaN(value - a) ? Number.NaN : 0;
}

export const positionJump = defineDetector({
  name: 'position_jump',
  title: 'Jump in position',
  summary: 'The body is elsewhere than in the frame before.',
  level: 'frame',
  term: 'POSITION_JUMP',
  severity: 'warning',
  measured: { title: 'Way from the last settled place', unit: 'px' },
  needs: ['x', 'y'],
  params: {
    threshold: threshold(
      10,
      '1',
      'Median steps',
      'Flagged where the way exceeds this many times the median step from frame to frame.',
    ),
    min_distance: threshold(
      10,
      'px',
      'Least way',
      'Shorter ways are never flagged; in the unit of the table where positions come from one.',
    ),
  },
  detect({ series: [series], judgeable: [judgeable] }, params) {
    const [x, y] = [valuesOf(series!, 'x'), valuesOf(series!, 'y')];
    const way = (a: number, b: number) => Math.hypot(x[b]! - x[a]!, y[b]! - y[a]!);
    const seen = [...x.keys()].filter((t) => judgeable![t] === 1 && !Number.isNaN(x[t]! + y[t]!));
    const framesBetween = (a: number, b: number) => series!.numbers[b]! - series!.numbers[a]!;
    const steps = seen.slice(1).map((t, i) => way(seen[i]!, t) / framesBetween(seen[i]!, t));
    const step = Math.max(params.min_distance, params.threshold * (median(steps) || 0));
    const values = new Float64Array(x.length).fill(Number.NaN);
    const limits = values.slice();
    let settled = seen[0]!;
    seen.forEach((t, i) => {
      values[t] = way(settled, t);
      limits[t] = step * Math.sqrt(Math.max(1, framesBetween(settled, t)));
      const next = seen[i + 1];
      // A single frame elsewhere does not move the settled place; one that the next frame confirms does.
      const isConfirmed = next === undefined || way(t, next) < way(settled, next);
      if (values[t]! <= limits[t]! || isConfirmed) settled = t;
    });
    const curve = { values, limits };
    return { hits: hitsWhere('POSITION_JUMP', curve, (t) => values[t]! > limits[t]!), curve };
  },
});
