/** The drawn embryo of the sample time lapse: brightness at each place from a few shapes, without noise. */

// Called for every pixel, so they are looked up once.
const { abs, atan2, cos, exp, floor, hypot, imul, max, min, sin } = Math;

export const sampleWidth = 240;
export const sampleHeight = 180;

/** How the embryo lies and looks in one frame. Lengths in pixels of the sample, angles in radians. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  /** 0.75 … 1.15 of the size drawn. */
  readonly size: number;
  /** 0 … 1: from tail bud to long tail. */
  readonly growth: number;
  /** 0 … 1: swelling in front of the yolk. */
  readonly edema: number;
  /** 0 … 1: opacity of dead tissue. */
  readonly decay: number;
  /** Chooses the grain of the tissue. */
  readonly grain: number;
}

export const backgroundBrightness = 0.76;
const centreOfYolk = { x: -6, y: 8 };

/** Brightness 0 … 1 of a field with this embryo; null: without any. Row by row from the top left. */
export function drawField(pose: Pose | null): Float32Array {
  const field = new Float32Array(sampleWidth * sampleHeight);
  for (let y = 0; y < sampleHeight; y++) {
    for (let x = 0; x < sampleWidth; x++) {
      const fromCentre = ((x - sampleWidth / 2) / 120) ** 2 + ((y - sampleHeight / 2) / 90) ** 2;
      const background = backgroundBrightness * (1 - 0.03 * fromCentre);
      field[y * sampleWidth + x] = pose === null ? background : background * transmission(pose, x, y);
    }
  }
  return field;
}

/** Share of the light that passes at a place of the field. */
function transmission(pose: Pose, fieldX: number, fieldY: number): number {
  const [dx, dy] = [(fieldX - pose.x) / pose.size, (fieldY - pose.y) / pose.size];
  const [c, s] = [cos(pose.angle), sin(pose.angle)];
  const [x, y] = [c * dx + s * dy, c * dy - s * dx];
  const sharp = 1.1 / pose.size;
  const yolk = inside(ellipse(x - centreOfYolk.x, y - centreOfYolk.y, 27, 23), sharp);
  const axis = bodyAxis(x, y, pose.growth);
  const trunk = inside(axis.outside, sharp);
  const eye = inside(ellipse(x + 43, y - 3, 7, 6.4), sharp);
  const head = inside(ellipse(x + 42, y - 2, 15, 12.5), sharp);
  const sac = pose.edema === 0 ? 0 : swelling(x, y, pose.edema, sharp);
  const tissue = max(yolk, trunk, head);
  // The water around the body, which is most of the field, needs no more than this.
  if (tissue < 1e-4 && sac < 1e-4) return 1;
  const grain = 0.5 + 0.5 * tissueGrain(x, y, pose.grain);
  const stripes = 0.5 + 0.5 * sin(axis.along * 1.05 + abs(axis.across) * 0.35);
  let passed = 1 - sac;
  passed *= 1 - yolk * (0.3 + 0.2 * grain);
  passed *= 1 - max(trunk * (0.24 + 0.16 * stripes), head * (0.26 + 0.12 * grain));
  passed *= 1 - 0.72 * eye;
  return passed * (1 - pose.decay * tissue * (0.22 + 0.3 * tissueGrain(x * 1.6 + 90, y * 1.6, pose.grain)));
}

/** A clear sac with a thin dark wall. */
function swelling(x: number, y: number, edema: number, sharp: number): number {
  const [width, height] = [9 + 9 * edema, 7 + 8 * edema];
  const outside = ellipse(x + 30, y - 16 - 5 * edema, width, height);
  return 0.05 * inside(outside, sharp) + 0.3 * edema * inside(abs(outside + 1) - 0.9, sharp);
}

/** 1 within a shape, 0 outside, falling over about a pixel. @param outside distance to the edge, negative within */
function inside(outside: number, width: number): number {
  return 1 / (1 + exp((outside / width) * 2.4));
}

/** About the distance to the edge of an ellipse around the origin. */
function ellipse(x: number, y: number, radiusX: number, radiusY: number): number {
  const relative = hypot(x / radiusX, y / radiusY);
  return (relative - 1) * min(radiusX, radiusY);
}

/** The trunk follows an arc over the yolk and runs out into the tail; it narrows towards the end. */
function bodyAxis(x: number, y: number, growth: number): { outside: number; along: number; across: number } {
  const radius = 52;
  const [fromX, fromY] = [x, y - 32];
  const distance = hypot(fromX, fromY);
  // 0 at the head, rising along the back.
  const turned = atan2(fromX, -fromY) + 0.95;
  const along = turned * radius;
  const length = 78 + 52 * growth;
  const across = distance - radius;
  const share = min(1, max(0, along / length));
  const halfWidth = 10.5 - 7.5 * share;
  const beyond = max(-along, along - length);
  const outside = max(abs(across) - halfWidth, beyond);
  return { outside, along, across };
}

/** Smooth irregular values 0 … 1, fixed to the tissue: two octaves of value noise. */
function tissueGrain(x: number, y: number, grain: number): number {
  return 0.65 * valueNoise(x / 3.2, y / 3.2, grain) + 0.35 * valueNoise(x / 1.7, y / 1.7, grain + 7);
}

function valueNoise(x: number, y: number, grain: number): number {
  const [left, top] = [floor(x), floor(y)];
  const [fx, fy] = [ease(x - left), ease(y - top)];
  const upper = hashed(left, top, grain) * (1 - fx) + hashed(left + 1, top, grain) * fx;
  const lower = hashed(left, top + 1, grain) * (1 - fx) + hashed(left + 1, top + 1, grain) * fx;
  return upper * (1 - fy) + lower * fy;
}

function ease(t: number): number {
  return t * t * (3 - 2 * t);
}

/** 0 … 1 from whole numbers (a xorshift-multiply mix). */
function hashed(x: number, y: number, grain: number): number {
  let h = (imul(x, 0x27d4eb2d) ^ imul(y, 0x165667b1) ^ imul(grain + 1, 0x9e3779b1)) | 0;
  h = imul(h ^ (h >>> 15), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296;
}
