/** Frames less sharp than their neighbours: along one direction (motion), or along all (out of focus). */
import { sharpnessMeasures } from '../measuring/measures.js';
import { neighbourhood } from '../measuring/robust.js';
import { valuesOf } from '../series.js';
import { type DetectorEntity, defineDetector, hitsWhere, threshold, windowFrames } from './detector.js';

const directionality = threshold(
  1.8,
  '1',
  'Directionality',
  'Sharpness left in the best direction over that in the worst: above it a blur counts as motion, below as defocus.',
  [1, 100],
);

export const motionBlur = defineDetector({
  name: 'motion_blur',
  title: 'Motion blur',
  summary: 'Sharpness is lost along one direction, compared with the neighbouring frames.',
  level: 'frame',
  term: 'MOTION_BLUR',
  severity: 'warning',
  measured: { title: 'Sharpness left in the worst direction, as a share of the neighbours', unit: '1' },
  needs: [...sharpnessMeasures],
  params: {
    threshold: threshold(
      0.4,
      '1',
      'Least sharpness left',
      'Flagged where less than this share of the sharpness of the neighbours is left in the worst direction.',
      [0, 1],
    ),
    directionality,
    window_frames: windowFrames,
  },
  detect(entity, params) {
    const { worst, best } = sharpnessLeft(entity, params.window_frames);
    const curve = { values: worst, limits: worst.map(() => params.threshold) };
    const isDirectional = (t: number) => best[t]! >= params.directionality * worst[t]!;
    return {
      hits: hitsWhere('MOTION_BLUR', curve, (t) => worst[t]! < params.threshold && isDirectional(t)),
      curve,
    };
  },
});

export const outOfFocus = defineDetector({
  name: 'out_of_focus',
  title: 'Out of focus',
  summary: 'Sharpness is lost along all directions alike, compared with the neighbouring frames.',
  level: 'frame',
  term: 'OUT_OF_FOCUS',
  severity: 'warning',
  measured: { title: 'Sharpness left in the best direction, as a share of the neighbours', unit: '1' },
  needs: [...sharpnessMeasures],
  params: {
    threshold: threshold(
      0.5,
      '1',
      'Least sharpness left',
      'Flagged where less than this share of the sharpness of the neighbours is left even in the best direction.',
      [0, 1],
    ),
    directionality,
    window_frames: windowFrames,
  },
  detect(entity, params) {
    const { worst, best } = sharpnessLeft(entity, params.window_frames);
    const curve = { values: best, limits: best.map(() => params.threshold) };
    const isDirectional = (t: number) => best[t]! >= params.directionality * worst[t]!;
    return {
      hits: hitsWhere('OUT_OF_FOCUS', curve, (t) => best[t]! < params.threshold && !isDirectional(t)),
      curve,
    };
  },
});

/**
 * For each frame the share of the neighbours' sharpness that is left in the direction that lost most and in the one
 * that lost least; NaN where a frame cannot be judged. The less sharp side counts as the neighbours, so that
 * a change of the subject that lasts is no blur.
 */
function sharpnessLeft({ series: [series], judgeable: [judgeable] }: DetectorEntity, windowFrames: number) {
  const worst = new Float64Array(series!.numbers.length).fill(Number.NaN);
  const best = worst.slice();
  for (const name of sharpnessMeasures) {
    const values = valuesOf(series!, name);
    const { before, after } = neighbourhood(values, judgeable!, windowFrames);
    for (let t = 0; t < values.length; t++) {
      if (judgeable![t] === 0) continue;
      const left = values[t]! / Math.min(before[t]!, after[t]!);
      if (!(left >= worst[t]!)) worst[t] = left;
      if (!(left <= best[t]!)) best[t] = left;
    }
  }
  return { worst, best };
}
