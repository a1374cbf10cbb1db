/** What goes wrong in front of and inside a camera, on brightness 0 … 1 of the sample's size. */
import { sampleHeight, sampleWidth } from './embryo.js';

/** The field moves on a straight line while the shutter is open. @param lengthPx way, @param angle in radians */
export function moveDuringExposure(field: Float32Array, lengthPx: number, angle: number): Float32Array {
  const steps = Math.ceil(lengthPx * 2) + 1;
  const shifts = Array.from({ length: steps }, (_, i): [number, number] => {
    const way = (i / (steps - 1) - 0.5) * lengthPx;
    return [way * Math.cos(angle), way * Math.sin(angle)];
  });
  return averageOfShifts(field, shifts);
}

/** Every point becomes a disc, as with a lens set to another distance. */
export function leaveFocus(field: Float32Array, radiusPx: number): Float32Array {
  const shifts: [number, number][] = [];
  for (let dy = -Math.ceil(radiusPx); dy <= radiusPx; dy++) {
    for (let dx = -Math.ceil(radiusPx); dx <= radiusPx; dx++) {
      if (Math.hypot(dx, dy) <= radiusPx) shifts.push([dx, dy]);
    }
  }
  return averageOfShifts(field, shifts);
}

function averageOfShifts(field: Float32Array, shifts: readonly (readonly [number, number])[]): Float32Array {
  const average = new Float32Array(field.length);
  for (const [dx, dy] of shifts) {
    for (let y = 0; y < sampleHeight; y++) {
      for (let x = 0; x < sampleWidth; x++) {
        average[y * sampleWidth + x]! += between(field, x + dx, y + dy) / shifts.length;
      }
    }
  }
  return average;
}

/** Brightness between pixels; outside, that of the edge. */
function between(field: Float32Array, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > sampleWidth - 1 ? sampleWidth - 1 : x;
  const cy = y < 0 ? 0 : y > sampleHeight - 1 ? sampleHeight - 1 : y;
  // Bitwise or cuts off the fraction.
  const left = cx >= sampleWidth - 1 ? sampleWidth - 2 : cx | 0;
  const top = cy >= sampleHeight - 1 ? sampleHeight - 2 : cy | 0;
  const [fx, fy] = [cx - left, cy - top];
  const at = top * sampleWidth + left;
  const upper = field[at]! * (1 - fx) + field[at + 1]! * fx;
  const lower = field[at + sampleWidth]! * (1 - fx) + field[at + sampleWidth + 1]! * fx;
  return upper * (1 - fy) + lower * fy;
}

/** What the camera writes: brightness times gain with its noise, in 8 bits. @param noise standard deviation, 0 … 1 */
export function expose(
  field: Float32Array,
  { gain, noise, random }: { readonly gain: number; readonly noise: number; readonly random: () => number },
): Uint8Array {
  // The array rounds and clips what is put into it.
  const pixels = new Uint8ClampedArray(field.length);
  const root = Math.sqrt(3);
  for (let i = 0; i < pixels.length; i++) {
    // The sum of four uniform numbers is close enough to a normal one, and equal on every machine.
    const deviation = (random() + random() + random() + random() - 2) * root;
    pixels[i] = 255 * (field[i]! * gain + noise * deviation);
  }
  return new Uint8Array(pixels.buffer);
}
