import type { Field } from './filters.js';

/** Directions in which sharpness is measured, in degrees from the x axis towards the y axis (down). */
export const sharpnessAngles = [0, 30, 60, 90, 120, 150] as const;

export interface Sharpness {
  /** Variance of the Laplacian (Pech-Pacheco et al. 2000). */
  readonly laplacianVariance: number;
  /** Mean square of the second derivative along each of the angles. */
  readonly along: readonly number[];
}

/**
 * Sharpness of a field as the energy of its second derivatives. The Laplacian is their sum in any two directions at
 * right angles; its variance falls with every blur. The energy along one direction falls most where the picture was
 * smeared along it, which tells motion from a lens out of focus.
 */
export function measureSharpness({ width, height, values }: Field): Sharpness {
  let [xxxx, xxyy, yyyy, xxxy, xyyy, xyxy, laplacian] = [0, 0, 0, 0, 0, 0, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * width + 1; i < (y + 1) * width - 1; i++) {
      const twice = 2 * values[i]!;
      const xx = values[i - 1]! + values[i + 1]! - twice;
      const yy = values[i - width]! + values[i + width]! - twice;
      const falling = values[i - width - 1]! + values[i + width + 1]!;
      const xy = (falling - values[i - width + 1]! - values[i + width - 1]!) / 4;
      xxxx += xx * xx;
      xxyy += xx * yy;
      yyyy += yy * yy;
      xxxy += xx * xy;
      xyyy += xy * yy;
      xyxy += xy * xy;
      laplacian += xx + yy;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  const along = sharpnessAngles.map((degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    // The square of c²·Ixx + 2cs·Ixy + s²·Iyy, summed up.
    const energy =
      c ** 4 * xxxx +
      s ** 4 * yyyy +
      c * c * s * s * (4 * xyxy + 2 * xxyy) +
      4 * c ** 3 * s * xxxy +
      4 * c * s ** 3 * xyyy;
    return energy / count;
  });
  const meanSquare = (xxxx + 2 * xxyy + yyyy) / count;
  return { laplacianVariance: meanSquare - (laplacian / count) ** 2, along };
}
