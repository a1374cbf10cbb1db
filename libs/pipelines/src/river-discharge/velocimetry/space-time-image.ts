/** Space-time images: the grey along one search line, frame below frame. What moves along the line leaves slanted streaks. */

export interface SpaceTimeImage {
  /** Samples along the line, upstream first. */
  readonly positions: number;
  readonly frames: number;
  /** Grey, row by row, one row a frame; NaN where the frame does not show the place. */
  readonly samples: Float32Array;
  /** Distance of neighbouring samples on the water. */
  readonly spacingM: number;
  /** Time between neighbouring frames. */
  readonly intervalS: number;
}

/** Space-time images of many lines, filled frame by frame; memory is that of the samples, not of the frames. */
export interface SpaceTimeStack {
  readonly lines: number;
  readonly frames: number;
  /** Samples of the next frame: line after line, as many as all lines have. */
  add(samples: Float32Array): void;
  image(line: number): SpaceTimeImage;
}

/**
 * An empty stack.
 * @param positions samples along each line
 * @param expectedFrames a guess; it grows where there are more
 */
export function createSpaceTimeStack(
  positions: readonly number[],
  { spacingM, intervalS }: { readonly spacingM: number; readonly intervalS: number },
  expectedFrames = 256,
): SpaceTimeStack {
  const starts = [0];
  for (const count of positions) starts.push(starts.at(-1)! + count);
  const width = starts.at(-1)!;
  let samples = new Float32Array(width * expectedFrames);
  let frames = 0;
  return {
    lines: positions.length,
    get frames() {
      return frames;
    },
    add(row) {
      if (row.length !== width) throw new RangeError(`${row.length} samples: the lines have ${width}.`);
      if ((frames + 1) * width > samples.length) {
        const larger = new Float32Array(2 * samples.length + width);
        larger.set(samples);
        samples = larger;
      }
      samples.set(row, frames++ * width);
    },
    image(line) {
      const [from, to] = [starts[line]!, starts[line + 1]!];
      const image = new Float32Array((to - from) * frames);
      for (let t = 0; t < frames; t++) {
        image.set(samples.subarray(t * width + from, t * width + to), t * (to - from));
      }
      return { positions: to - from, frames, samples: image, spacingM, intervalS };
    },
  };
}

/** A space-time image without what stands still, and how much there was to see. */
export interface PreparedImage extends SpaceTimeImage {
  /** Root mean square over time of the grey about its mean at each place, averaged over places. */
  readonly texture: number;
  /** Share of places that the camera sees throughout. */
  readonly seen: number;
}

/** Grey changes smaller than this are rounding. */
const stillGrey = 1e-3;

/**
 * At each place the mean over time is taken off and the rest divided by its standard deviation (Fujita et al.,
 * International Journal of River Basin Management 5, 2007), so that banks, bed and shadows vanish; then the mean of each
 * frame, so that flicker does. Places that are not seen throughout, or never change, become 0.
 */
export function prepareImage(image: SpaceTimeImage): PreparedImage {
  const { positions, frames } = image;
  const samples = new Float32Array(positions * frames);
  let [seen, texture] = [0, 0];
  for (let x = 0; x < positions; x++) {
    const { mean, deviation } = overTime(image, x);
    if (Number.isNaN(mean)) continue;
    seen++;
    texture += deviation;
    if (deviation < stillGrey) continue;
    for (let at = x; at < samples.length; at += positions) {
      samples[at] = (image.samples[at]! - mean) / deviation;
    }
  }
  if (seen === positions) removeFlicker(samples, positions, frames);
  return { ...image, samples, texture: seen > 0 ? texture / seen : 0, seen: seen / positions };
}

function overTime({ samples, positions, frames }: SpaceTimeImage, x: number) {
  let mean = 0;
  for (let at = x; at < samples.length; at += positions) mean += samples[at]!;
  mean /= frames;
  let squares = 0;
  for (let at = x; at < samples.length; at += positions) squares += (samples[at]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / Math.max(1, frames - 1)) };
}

function removeFlicker(samples: Float32Array, positions: number, frames: number): void {
  for (let t = 0; t < frames; t++) {
    const row = samples.subarray(t * positions, (t + 1) * positions);
    const mean = row.reduce((sum, value) => sum + value, 0) / positions;
    for (let x = 0; x < positions; x++) row[x]! -= mean;
  }
}

/** The image smoothed along the line by a Gaussian, never in time; 0 leaves it as it is. At the ends weights are those inside. */
export function blurAlong(image: SpaceTimeImage, sigmaPositions: number): SpaceTimeImage {
  if (sigmaPositions <= 0) return image;
  const { positions, frames, samples } = image;
  const reach = Math.ceil(3 * sigmaPositions);
  const bell = Float64Array.from({ length: reach + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigmaPositions ** 2)),
  );
  const blurred = new Float32Array(samples.length);
  for (let x = 0; x < positions; x++) {
    const [from, to] = [Math.max(0, x - reach), Math.min(positions - 1, x + reach)];
    let total = 0;
    for (let k = from; k <= to; k++) total += bell[Math.abs(k - x)]!;
    for (let row = 0; row < frames * positions; row += positions) {
      let sum = 0;
      for (let k = from; k <= to; k++) sum += bell[Math.abs(k - x)]! * samples[row + k]!;
      blurred[row + x] = sum / total;
    }
  }
  return { ...image, samples: blurred };
}
