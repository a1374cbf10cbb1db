/** Brightness 0 … 1, row by row. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Smoothed by a Gaussian of this standard deviation in pixels; the edge pixels go on beyond the edge. */
export function smooth({ width, height, values }: Field, sigmaPx: number): Field {
  const kernel = gaussianKernel(sigmaPx);
  const rows = new Float32Array(values.length);
  const all = new Float32Array(values.length);
  const radius = (kernel.length - 1) / 2;
  for (let y = 0; y < height; y++) {
    const start = y * width;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        sum += kernel[k + radius]! * values[start + Math.min(width - 1, Math.max(0, x + k))]!;
      }
      rows[start + x] = sum;
    }
  }
  // Whole rows are added up, which reads the memory in order.
  for (let y = 0; y < height; y++) {
    for (let k = -radius; k <= radius; k++) {
      const from = Math.min(height - 1, Math.max(0, y + k)) * width;
      const weight = kernel[k + radius]!;
      for (let x = 0; x < width; x++) all[y * width + x]! += weight * rows[from + x]!;
    }
  }
  return { width, height, values: all };
}

function gaussianKernel(sigmaPx: number): Float32Array {
  const radius = Math.max(1, Math.ceil(sigmaPx * 3));
  const kernel = Float32Array.from({ length: radius * 2 + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Means of blocks of `factor` × `factor` pixels; what does not fill a block is left out. */
export function shrink(field: Field, factor: number): Field {
  if (factor === 1) return field;
  const [width, height] = [Math.floor(field.width / factor), Math.floor(field.height / factor)];
  const values = new Float32Array(width * height);
  for (let y = 0; y < height * factor; y++) {
    const to = Math.floor(y / factor) * width;
    for (let x = 0; x < width * factor; x++) {
      values[to + Math.floor(x / factor)]! += field.values[y * field.width + x]! / factor ** 2;
    }
  }
  return { width, height, values };
}
