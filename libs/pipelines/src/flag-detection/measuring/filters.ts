/** Brightness 0 … 1, row by row. */
export interface Field {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Smoothed by a Gaussian of this standard deviation in pixels; the edge pixels go on beyond the edge. */
export function smooth({ width, height, values }: Field, sigmaPx: number): Field {
  const kernel = gaussianKernel(sigmaPx);
  const radius = (kernel.length - 1) / 2;
  const rows = new Float32Array(values.length);
  const padded = new Float32Array(width + 2 * radius);
  for (let y = 0; y < height; y++) {
    padded.fill(values[y * width]!, 0, radius);
    padded.set(values.subarray(y * width, (y + 1) * width), radius);
    padded.fill(values[(y + 1) * width - 1]!, radius + width);
    addRows(rows, y * width, kernel, (k) => ({ source: padded, from: k }), width);
  }
  const all = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const rowAt = (k: number) => Math.min(height - 1, Math.max(0, y + k - radius)) * width;
    addRows(all, y * width, kernel, (k) => ({ source: rows, from: rowAt(k) }), width);
  }
  return { width, height, values: all };
}

/** Adds up weighted runs of `width` values, one run after another, which reads the memory in order. */
function addRows(
  target: Float32Array,
  to: number,
  kernel: Float32Array,
  runOf: (k: number) => { readonly source: Float32Array; readonly from: number },
  width: number,
): void {
  for (let k = 0; k < kernel.length; k++) {
    const { source, from } = runOf(k);
    const weight = kernel[k]!;
    for (let x = 0; x < width; x++) target[to + x]! += weight * source[from + x]!;
  }
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
