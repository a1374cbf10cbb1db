/** Frames that show nothing to judge: too dark, saturated, or without a body. */
import { neighbourhood } from '../measuring/robust.js';
import { valuesOf } from '../series.js';
import { defineDetector, hitsWhere, threshold, windowFrames } from './detector.js';

export const dark = defineDetector({
  name: 'dark',
  title: 'Dark',
  summary: 'The frame is dark, in itself or beside its neighbours.',
  level: 'frame',
  term: 'DARK',
  severity: 'error',
  measured: { title: 'Mean brightness, as a share of white', unit: '1' },
  needs: ['mean_brightness'],
  params: {
    threshold: threshold(
      0.02,
      '1',
      'Least brightness',
      'Flagged below this mean brightness, as a share of white.',
      [0, 1],
    ),
    relative: threshold(
      0.5,
      '1',
      'Least relative brightness',
      'Flagged below this share of the median brightness of its neighbours.',
      [0, 1],
    ),
    window_frames: windowFrames,
  },
  detect({ series: [series] }, params) {
    const values = valuesOf(series!, 'mean_brightness');
    const known = values.map((value) => (Number.isNaN(value) ? 0 : 1));
    const { before, after } = neighbourhood(values, Uint8Array.from(known), params.window_frames);
    const limits = values.map((_, t) => {
      const beside = Math.min(before[t]!, after[t]!);
      return Math.max(params.threshold, Number.isNaN(beside) ? 0 : params.relative * beside);
    });
    const curve = { values, limits };
    return { hits: hitsWhere('DARK', curve, (t) => values[t]! < limits[t]!), curve };
  },
});

export const saturated = defineDetector({
  name: 'saturated',
  title: 'Saturated',
  summary: 'Too large a share of the pixels is white.',
  level: 'frame',
  term: 'SATURATED',
  severity: 'warning',
  measured: { title: 'Share of saturated pixels', unit: '1' },
  needs: ['saturated_share'],
  params: {
    threshold: threshold(
      0.05,
      '1',
      'Largest share',
      'Flagged above this share of pixels at 99 % of white or more.',
      [0, 1],
    ),
  },
  detect({ series: [series] }, params) {
    const values = valuesOf(series!, 'saturated_share');
    const curve = { values, limits: values.map(() => params.threshold) };
    return { hits: hitsWhere('SATURATED', curve, (t) => values[t]! > params.threshold), curve };
  },
});

export const empty = defineDetector({
  name: 'empty',
  title: 'Empty',
  summary: 'No body stands out from the background.',
  level: 'frame',
  term: 'EMPTY',
  severity: 'error',
  measured: { title: 'Contrast of the body to its background', unit: '1' },
  needs: ['contrast'],
  params: {
    threshold: threshold(
      0.1,
      '1',
      'Least contrast',
      'Flagged where the clearest hundredth of the field differs from the background by less than this share of it.',
    ),
  },
  detect({ series: [series], exposed: [exposed] }, params) {
    const values = valuesOf(series!, 'contrast');
    const curve = { values, limits: values.map(() => params.threshold) };
    // A dark or saturated frame shows no body either; that is what its own flag says.
    const isHit = (t: number) => exposed![t] === 1 && values[t]! < params.threshold;
    return { hits: hitsWhere('EMPTY', curve, isHit), curve };
  },
});
