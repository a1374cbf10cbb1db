/** What is missing: frames of a subject, bodies in a video, frames of an experiment. */
import { z } from 'zod';
import { runsText, type Series, valuesOf } from '../series.js';
import { defineDetector, threshold } from './detector.js';

const stepParam = z.int().min(1).nullable().default(null).meta({
  title: 'Step',
  description: 'Difference of consecutive frame numbers. Not given: the most common one.',
  unit: 'frames',
});

export const missingFrames = defineDetector({
  name: 'missing_frames',
  title: 'Missing frames',
  summary: 'Frame numbers are left out between the first and the last frame.',
  level: 'subject',
  term: 'MISSING_FRAMES',
  severity: 'warning',
  measured: { title: 'Missing frames', unit: 'frames' },
  needs: [],
  params: {
    threshold: threshold(0, 'frames', 'Most missing', 'Flagged where more frames than this are missing.'),
    step: stepParam,
  },
  detect({ series: [series] }, params) {
    const { numbers } = series!;
    const missing = missingNumbers(numbers, params.step ?? commonStep([series!]));
    if (missing.length <= params.threshold) return { hits: [] };
    const [is, frames] = missing.length === 1 ? ['is', 'Frame'] : ['are', 'Frames'];
    const note = `${frames} ${runsText(missing)} ${is} missing between ${numbers[0]} and ${numbers.at(-1)}.`;
    const value = missing.length;
    return { hits: [{ term: 'MISSING_FRAMES', index: null, value, limit: params.threshold, note }] };
  },
});

/** Numbers that follow from the step and are not there. */
function missingNumbers(numbers: Int32Array, step: number): number[] {
  const missing: number[] = [];
  for (let t = 1; t < numbers.length; t++) {
    for (let number = numbers[t - 1]! + step; number < numbers[t]!; number += step) missing.push(number);
  }
  return missing;
}

/** The most common difference of consecutive numbers, the smallest where several are; 1 without any. */
function commonStep(series: readonly Series[]): number {
  const counts = new Map<number, number>();
  for (const { numbers } of series) {
    for (let t = 1; t < numbers.length; t++) {
      const step = numbers[t]! - numbers[t - 1]!;
      counts.set(step, (counts.get(step) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return most?.[0] ?? 1;
}

export const noEmbryo = defineDetector({
  name: 'no_embryo',
  title: 'No embryo',
  summary: 'No subject of a video shows a body in more than a few of its frames.',
  level: 'video',
  term: 'NO_EMBRYO',
  severity: 'error',
  measured: { title: 'Share of frames with a body', unit: '1' },
  needs: ['contrast'],
  params: {
    threshold: threshold(
      0.1,
      '1',
      'Largest share',
      'Flagged where this share of the frames, or less, shows a body.',
      [0, 1],
    ),
  },
  detect({ series, exposed, judgeable }, params) {
    const known = series.flatMap((one, i) =>
      [...valuesOf(one, 'contrast').keys()].filter((t) => exposed[i]![t] === 1).map((t) => judgeable[i]![t]!),
    );
    if (known.length === 0) return { hits: [] };
    const value = known.reduce((sum, isBody) => sum + isBody, 0) / known.length;
    if (value > params.threshold) return { hits: [] };
    return { hits: [{ term: 'NO_EMBRYO', index: null, value, limit: params.threshold }] };
  },
});

export const incomplete = defineDetector({
  name: 'incomplete',
  title: 'Incomplete',
  summary: 'Subjects of an experiment lack many of the frames that the others have.',
  level: 'experiment',
  term: 'INCOMPLETE',
  severity: 'warning',
  measured: { title: 'Share of missing frames', unit: '1' },
  needs: [],
  params: {
    threshold: threshold(
      0.1,
      '1',
      'Largest share',
      'Flagged where a larger share is missing of the frames from the first to the last of the experiment.',
      [0, 1],
    ),
    step: stepParam,
  },
  detect({ series }, params) {
    const first = Math.min(...series.map(({ numbers }) => numbers[0]!));
    const last = Math.max(...series.map(({ numbers }) => numbers.at(-1)!));
    const expected = Math.floor((last - first) / (params.step ?? commonStep(series))) + 1;
    const found = series.reduce((sum, { numbers }) => sum + numbers.length, 0);
    const value = Math.max(0, 1 - found / (expected * series.length));
    if (value <= params.threshold) return { hits: [] };
    return { hits: [{ term: 'INCOMPLETE', index: null, value, limit: params.threshold }] };
  },
});
