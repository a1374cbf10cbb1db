import { describe, expect, it } from '@jest/globals';
import { readImage } from '../../images/read-image.js';
import { hasReference, readCsv, referencePath } from '../testing/reference.js';
import { defaultLineSettings, measureLine } from './measure-line.js';

const given = hasReference ? describe : describe.skip;
if (!hasReference) console.warn('Golden tests of velocimetry are skipped: there is no reference data.');

given.each(['structure-tensor', 'spectrum', 'autocorrelation'] as const)('%s', (method) => {
  it.each([1, 10, 20])('has the velocity of the truth at station %d', async (station) => {
    const number = String(station).padStart(2, '0');
    const picture = await readImage(referencePath('video_A', `sti_station_${number}.png`));
    const image = {
      positions: picture.width,
      frames: picture.height,
      samples: Float32Array.from(picture.pixels),
      spacingM: 0.02,
      intervalS: 1 / 25,
    };
    const truth = readCsv('video_A', 'truth_velocity.csv')[station - 1]!.surface_speed_m_s!;
    const line = measureLine(image, { ...defaultLineSettings, method });
    expect(line.rejection).toBeNull();
    expect(Math.abs(line.velocityMps! / truth - 1)).toBeLessThan(0.03);
    expect(line.uncertaintyMps! / truth).toBeLessThan(0.05);
  });
});
