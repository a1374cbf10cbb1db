import type { Targets } from '../detection/targets.js';
import type { MeasuredFrame } from '../measure-frame.js';

/** Headings with units; frames and particles count as in the classic files, particles of a frame from 0. */
export function positionsHeader(cameraCount: number): string {
  const targets = Array.from({ length: cameraCount }, (_, c) => `target_cam${c + 1}`);
  return ['frame', 'particle', 'x_mm', 'y_mm', 'z_mm', 'residual_mm', 'cameras', ...targets].join(',');
}

export function positionsLines({ frame, positions, targetsOfParticle }: MeasuredFrame): string {
  const { count, xyzMm, residualMm } = positions;
  const cameraCount = targetsOfParticle.length / Math.max(1, count);
  let text = '';
  for (let i = 0; i < count; i++) {
    const targets = Array.from(targetsOfParticle.subarray(i * cameraCount, (i + 1) * cameraCount));
    const place = [0, 1, 2].map((k) => xyzMm[i * 3 + k]!.toFixed(6));
    const seen = targets.filter((target) => target >= 0).length;
    const cells = targets.map((target) => (target < 0 ? '' : target));
    text += `${[frame, i, ...place, residualMm[i]!.toFixed(6), seen, ...cells].join(',')}\n`;
  }
  return text;
}

export const targetsHeader = 'frame,camera,target,x_px,y_px,pixels,width_px,height_px,grey_sum,particle';

export function targetsLines(frame: number, camera: number, targets: Targets): string {
  let text = '';
  for (let i = 0; i < targets.count; i++) {
    const place = `${targets.x[i]!.toFixed(6)},${targets.y[i]!.toFixed(6)}`;
    const sizes = `${targets.pixels[i]},${targets.width[i]},${targets.height[i]},${targets.greySum[i]}`;
    const particle = targets.particle[i]! < 0 ? '' : targets.particle[i];
    text += `${frame},${camera},${i},${place},${sizes},${particle}\n`;
  }
  return text;
}
