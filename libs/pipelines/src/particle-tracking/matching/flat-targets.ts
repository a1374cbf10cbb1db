import { type Camera, type Point2, pixelToFlat } from '../camera/camera.js';
import { FLATTEN_TOLERANCE_MM } from '../camera/distortion.js';
import { orderBy, type Targets } from '../detection/targets.js';

/** Targets of one camera as an ideal lens would show them, ordered by x; all arrays belong together. */
export interface FlatTargets {
  readonly count: number;
  /** mm on the sensor. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Index in the targets ordered by y. */
  readonly target: Int32Array;
  readonly pixels: Float64Array;
  readonly width: Float64Array;
  readonly height: Float64Array;
  readonly greySum: Float64Array;
}

const point: Point2 = { x: 0, y: 0 };

export function flattenTargets(camera: Camera, targets: Targets): FlatTargets {
  const { count } = targets;
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    pixelToFlat(camera, targets.x[i]!, targets.y[i]!, FLATTEN_TOLERANCE_MM, point);
    x[i] = point.x;
    y[i] = point.y;
  }
  const target = orderBy(x, count);
  const ordered = (values: ArrayLike<number>) => Float64Array.from(target, (i) => values[i]!);
  return {
    count,
    x: ordered(x),
    y: ordered(y),
    target,
    pixels: ordered(targets.pixels),
    width: ordered(targets.width),
    height: ordered(targets.height),
    greySum: ordered(targets.greySum),
  };
}
