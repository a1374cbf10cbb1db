import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { toBrightness } from '../../images/grey-image.js';
import { readPng } from '../../images/png.js';
import { detectFlags } from '../detect-flags.js';
import { detectors } from '../detectors/registry.js';
import { measureFrame } from '../measuring/measures.js';
import { collectSeries } from '../reading/collect-series.js';
import {
  type EmbryoSettings,
  exampleTimeLapse,
  generateTimeLapse,
  type TimeLapseSettings,
} from './time-lapse.js';

/** Flags by subject and term: frame numbers, or `whole` for one of the subject, video or experiment itself. */
function flagsOf(settings: TimeLapseSettings): Record<string, readonly number[] | 'whole'> {
  const frames = [...generateTimeLapse(settings)].map(({ subject, number, fileName, png }) => {
    const image = readPng(png);
    const field = { width: image.width, height: image.height, values: toBrightness(image) };
    return { subject, number, name: fileName.replace('.png', ''), values: measureFrame(field, 1) };
  });
  const { flags } = detectFlags(detectors, collectSeries(frames), {}, []);
  return Object.fromEntries(flags.map((flag) => [`${flag.entity} ${flag.term}`, flag.frames ?? 'whole']));
}

function plantedIn({ embryos }: TimeLapseSettings): Record<string, readonly number[] | 'whole'> {
  return Object.fromEntries(
    embryos.flatMap(({ subject, planted }) =>
      Object.entries(planted).map(([term, numbers]) => [
        `${subject} ${term}`,
        term === 'MISSING_FRAMES' ? 'whole' : numbers,
      ]),
    ),
  );
}

describe('the sample time lapse', () => {
  it('is drawn alike for equal seeds', () => {
    const few = { ...exampleTimeLapse, embryos: [{ ...exampleTimeLapse.embryos[0]!, frames: 3 }] };
    const digests = (settings: TimeLapseSettings) =>
      [...generateTimeLapse(settings)].map(({ png }) => createHash('sha256').update(png).digest('hex'));
    expect(digests(few)).toEqual(digests(few));
    expect(digests({ ...few, seed: 'another' })).not.toEqual(digests(few));
  });

  it('is flagged exactly where faults were planted, and nowhere else', () => {
    expect(flagsOf(exampleTimeLapse)).toEqual(plantedIn(exampleTimeLapse));
  });

  // With and without a swelling, a death and faults, in each combination that the settings below make.
  it.each([0, 1, 2, 3, 7, 9, 13, 18])('seed %i: no fault is missed and none is invented', (seed) => {
    const random = (k: number) => ((seed * 7919 + k * 104_729) % 97) / 97;
    const at = (k: number, from: number, to: number) => from + Math.floor(random(k) * (to - from));
    const embryo: EmbryoSettings = {
      subject: '20240412_C03_e01',
      frames: 20,
      edemaFrom: seed % 2 === 0 ? at(1, 4, 9) : null,
      deathFrame: seed % 3 === 0 ? at(2, 10, 15) : null,
      planted:
        seed % 4 === 3
          ? {}
          : {
              MOTION_BLUR: [at(3, 2, 5)],
              DARK: [at(4, 6, 8)],
              OUT_OF_FOCUS: [at(5, 9, 12)],
              SATURATED: [at(6, 13, 15)],
              POSITION_JUMP: [at(7, 16, 19)],
            },
    };
    const settings = { seed: `seed ${seed}`, embryos: [embryo] };
    expect(flagsOf(settings)).toEqual(plantedIn(settings));
  });
});
