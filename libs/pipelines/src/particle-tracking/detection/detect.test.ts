import { describe, expect, it } from '@jest/globals';
import { readImage } from '../../images/read-image.js';
import { HIGH_PASS_HALF_WIDTH, highPass, highPassRoom } from '../images/high-pass.js';
import { hasReference, readCsv, readLines, referencePath } from '../testing/reference.js';
import { detectionRoom, detectTargets, type SpotLimits } from './detect.js';

const any: SpotLimits = {
  threshold: 250,
  discontinuity: 5,
  minPixels: 1,
  maxPixels: 10,
  minWidth: 1,
  maxWidth: 10,
  minHeight: 1,
  maxHeight: 10,
  minGreySum: 12,
};

function detect(rows: readonly (readonly number[])[], limits: Partial<SpotLimits> = {}) {
  const [width, height] = [rows[0]!.length, rows.length];
  const image = { width, height, pixels: Uint8Array.from(rows.flat()) };
  return detectTargets(image, { ...any, ...limits }, detectionRoom(width, height));
}

const square = [
  [0, 0, 0, 0, 0],
  [0, 255, 255, 255, 0],
  [0, 255, 255, 255, 0],
  [0, 255, 255, 255, 0],
  [0, 0, 0, 0, 0],
];

describe('detectTargets', () => {
  it('finds one spot with its measures', () => {
    const found = detect(square);
    expect(found.count).toBe(1);
    expect([
      found.x[0],
      found.y[0],
      found.pixels[0],
      found.width[0],
      found.height[0],
      found.greySum[0],
    ]).toEqual([2.5, 2.5, 9, 3, 3, 2295]);
  });

  it('finds nothing in an empty picture', () => {
    expect(detect(square.map((row) => row.map(() => 0))).count).toBe(0);
  });

  it.each([
    ['threshold', { threshold: 255 }],
    ['fewest pixels', { minPixels: 10 }],
    ['most pixels', { maxPixels: 8 }],
    ['least width', { minWidth: 4 }],
    ['most width', { maxWidth: 2 }],
    ['least height', { minHeight: 4 }],
    ['most height', { maxHeight: 2 }],
    ['least sum of grey', { minGreySum: 2295 }],
  ])('heeds the %s', (_, limits) => {
    expect(detect(square, limits).count).toBe(0);
  });

  it('parts two spots where the grey rises again by more than the discontinuity', () => {
    const two = [
      [0, 0, 0, 0, 0, 0, 0],
      [0, 90, 100, 60, 100, 90, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ];
    const limits = { threshold: 10, minGreySum: 1 };
    expect(detect(two, { ...limits, discontinuity: 50 }).count).toBe(1);
    expect(detect(two, { ...limits, discontinuity: 20 }).count).toBe(2);
  });
});

(hasReference ? describe : describe.skip)('targets of the reference experiments', () => {
  it.each([
    ['cavity_A', true],
    ['cavity_D', false],
    ['synth_A', true],
  ])(
    '%s are found with all their measures',
    async (set, filtered) => {
      const expected = readCsv(set, 'expected', 'targets.csv');
      const p = readLines(set, 'parameters', 'targ_rec.par').map(Number) as Required<number[]>;
      const names = ['frame', 'cam', 'pnr', 'n', 'nx', 'ny', 'sumg'];
      let row = 0;
      while (row < expected.frame!.length) {
        const [frame, camera] = [expected.frame![row]!, expected.cam![row]!];
        const file =
          set === 'synth_A'
            ? ['synth_A', 'images', `cam${camera}.${frame}.png`]
            : ['images_cavity', `cam${camera}.${frame}.tif`];
        const raw = await readImage(referencePath(...file));
        const image = filtered
          ? highPass(raw, HIGH_PASS_HALF_WIDTH, highPassRoom(raw.width, raw.height))
          : raw;
        const limits: SpotLimits = {
          threshold: p[camera - 1]!,
          discontinuity: p[4]!,
          minPixels: p[5]!,
          maxPixels: p[6]!,
          minWidth: p[7]!,
          maxWidth: p[8]!,
          minHeight: p[9]!,
          maxHeight: p[10]!,
          minGreySum: p[11]!,
        };
        const found = detectTargets(image, limits, detectionRoom(image.width, image.height));
        const wrong: number[][] = [];
        for (let i = 0; i < found.count; i++, row++) {
          const measured = [
            frame,
            camera,
            i,
            found.pixels[i],
            found.width[i],
            found.height[i],
            found.greySum[i],
          ];
          const same = names.every((name, k) => expected[name]![row] === measured[k]);
          const offPx = Math.hypot(found.x[i]! - expected.x![row]!, found.y[i]! - expected.y![row]!);
          if (!same || !(offPx < 1e-6)) wrong.push([frame, camera, i, offPx]);
        }
        expect(wrong).toEqual([]);
        expect([expected.frame![row], expected.cam![row]]).not.toEqual([frame, camera]);
      }
    },
    600_000,
  );
});
