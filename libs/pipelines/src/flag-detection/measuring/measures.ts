/** What is measured in every frame. Detectors judge these numbers and never pictures. */
import { findBody } from './body.js';
import { type Field, smooth } from './filters.js';
import { measureSharpness, sharpnessAngles } from './sharpness.js';

export interface MeasureSpec {
  readonly title: string;
  /** As shown to people; `1` for a plain number. */
  readonly unit: string;
}

export type MeasureName =
  | 'mean_brightness'
  | 'saturated_share'
  | 'contrast'
  | 'laplacian_variance'
  | `sharpness_${(typeof sharpnessAngles)[number]}`
  | 'area'
  | 'x'
  | 'y';

/** Measures by name, which are also the headings of tables. */
export const measureSpecs: Readonly<Record<MeasureName, MeasureSpec>> = {
  mean_brightness: { title: 'Mean brightness, as a share of white', unit: '1' },
  saturated_share: { title: 'Share of saturated pixels', unit: '1' },
  contrast: { title: 'Contrast of the body to its background', unit: '1' },
  laplacian_variance: { title: 'Variance of the Laplacian of relative brightness', unit: '1' },
  sharpness_0: { title: 'Sharpness along 0°', unit: '1' },
  sharpness_30: { title: 'Sharpness along 30°', unit: '1' },
  sharpness_60: { title: 'Sharpness along 60°', unit: '1' },
  sharpness_90: { title: 'Sharpness along 90°', unit: '1' },
  sharpness_120: { title: 'Sharpness along 120°', unit: '1' },
  sharpness_150: { title: 'Sharpness along 150°', unit: '1' },
  area: { title: 'Area of the body', unit: 'px²' },
  x: { title: 'Middle of the body in x', unit: 'px' },
  y: { title: 'Middle of the body in y', unit: 'px' },
};

export const measureNames = Object.keys(measureSpecs) as MeasureName[];

/** In the order of `sharpnessAngles`. */
export const sharpnessMeasures = sharpnessAngles.map((degrees) => `sharpness_${degrees}` as const);

/** From this share of white on a pixel is saturated: noise makes clipped pixels flicker just below it. */
const SATURATED_FROM = 0.99;

export type FrameMeasures = Readonly<Record<MeasureName, number>>;

/**
 * Measures one frame.
 * @param smoothingPx standard deviation of the Gaussian before derivatives are taken: noise is not sharpness
 */
export function measureFrame(field: Field, smoothingPx: number): FrameMeasures {
  const { mean, saturatedShare } = exposure(field.values);
  const body = findBody(field);
  // Relative to the mean, so that the lamp's flicker does not count as a change of sharpness.
  const perMean = mean > 0 ? 1 / mean ** 2 : 0;
  const sharpness = measureSharpness(smooth(field, smoothingPx));
  const along = sharpnessMeasures.map((name, i) => [name, sharpness.along[i]! * perMean]);
  return {
    mean_brightness: mean,
    saturated_share: saturatedShare,
    contrast: body.contrast,
    laplacian_variance: sharpness.laplacianVariance * perMean,
    ...(Object.fromEntries(along) as Record<(typeof sharpnessMeasures)[number], number>),
    area: body.areaPx,
    x: body.xPx,
    y: body.yPx,
  };
}

function exposure(values: Float32Array): { mean: number; saturatedShare: number } {
  let [sum, saturated] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    if (values[i]! >= SATURATED_FROM) saturated++;
  }
  return { mean: sum / values.length, saturatedShare: saturated / values.length };
}
