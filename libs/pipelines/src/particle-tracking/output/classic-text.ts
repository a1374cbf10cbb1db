/** The classic text formats: what other tools for particle tracking read and write. Whole numbers are indices from 0. */
import { emptyTargets, type Targets } from '../detection/targets.js';

/** Right-aligned in at least `width` characters. */
const whole = (value: number, width: number) => String(value).padStart(width);
const real = (value: number, width: number, digits: number) => value.toFixed(digits).padStart(width);

/** `pnr x y n nx ny sumg tnr` of each target, after their number. */
export function targetsText(targets: Targets): string {
  const lines = [String(targets.count)];
  for (let i = 0; i < targets.count; i++) {
    const place = `${real(targets.x[i]!, 9, 4)} ${real(targets.y[i]!, 9, 4)}`;
    const sizes = [targets.pixels, targets.width, targets.height, targets.greySum, targets.particle];
    lines.push(`${whole(i, 4)} ${place} ${sizes.map((values) => whole(values[i]!, 5)).join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** `id x y z p1 p2 p3 p4` of each particle, id from 1, cameras that are not there as -1. */
export function positionsText(
  xyzMm: Float64Array,
  targetsOfParticle: Int32Array,
  cameraCount: number,
): string {
  const count = xyzMm.length / 3;
  const lines = [String(count)];
  for (let i = 0; i < count; i++) {
    const place = [0, 1, 2].map((k) => real(xyzMm[i * 3 + k]!, 9, 3));
    const targets = [0, 1, 2, 3].map((c) =>
      whole(c < cameraCount ? targetsOfParticle[i * cameraCount + c]! : -1, 4),
    );
    lines.push([whole(i + 1, 4), ...place, ...targets].join(' '));
  }
  return `${lines.join('\n')}\n`;
}

/** Links of one frame as arrays that belong together. */
export interface FrameLinks {
  readonly count: number;
  readonly xyzMm: Float64Array;
  readonly previous: Int32Array;
  readonly next: Int32Array;
}

/** `prev next x y z` of each particle: none before is -1, none after is -2. */
export function linksText(frame: FrameLinks): string {
  return linkLines(frame, () => '');
}

/** How sure a particle is: as measured, or added by tracking. */
export const MEASURED_PRIORITY = 4;
const ADDED_PRIORITY = 2;

/** As `linksText`, with the priority of each particle. */
export function addedText(frame: FrameLinks, measuredCount: number): string {
  return linkLines(frame, (i) => ` ${whole(i < measuredCount ? MEASURED_PRIORITY : ADDED_PRIORITY, 4)}`);
}

function linkLines({ count, xyzMm, previous, next }: FrameLinks, tail: (i: number) => string): string {
  const lines = [String(count)];
  for (let i = 0; i < count; i++) {
    const place = [0, 1, 2].map((k) => real(xyzMm[i * 3 + k]!, 10, 3));
    lines.push([whole(previous[i]!, 4), whole(next[i]!, 4), ...place].join(' ') + tail(i));
  }
  return `${lines.join('\n')}\n`;
}

/** A classic file that is not what it should be; the message says where. */
export class ClassicFormatError extends Error {
  override readonly name = 'ClassicFormatError';
}

/** Rows of numbers after the line with their count. @throws ClassicFormatError */
export function readRows(text: string, file: string, columns: number): number[][] {
  const [first = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const count = Number(first.trim());
  if (first.trim() === '' || !Number.isInteger(count) || count < 0) {
    throw new ClassicFormatError(`${file}, line 1: expected the number of rows, found ${first.slice(0, 40)}`);
  }
  if (lines.length < count) {
    throw new ClassicFormatError(`${file}: line 1 says ${count} rows, but there are ${lines.length}`);
  }
  return lines.slice(0, count).map((line, i) => {
    const row = line.trim().split(/\s+/).map(Number);
    if (row.length >= columns && row.every(Number.isFinite)) return row;
    throw new ClassicFormatError(
      `${file}, line ${i + 2}: expected ${columns} numbers, found ${line.slice(0, 60)}`,
    );
  });
}

/** @throws ClassicFormatError */
export function readTargetsText(text: string, file: string): Targets {
  const rows = readRows(text, file, 8);
  const targets = emptyTargets(rows.length);
  targets.count = rows.length;
  rows.forEach(([, x, y, pixels, width, height, greySum, particle], i) => {
    targets.x[i] = x!;
    targets.y[i] = y!;
    targets.pixels[i] = pixels!;
    targets.width[i] = width!;
    targets.height[i] = height!;
    targets.greySum[i] = greySum!;
    targets.particle[i] = particle!;
  });
  return targets;
}

export interface ClassicPositions {
  readonly xyzMm: Float64Array;
  readonly targetsOfParticle: Int32Array;
}

/** @throws ClassicFormatError */
export function readPositionsText(text: string, file: string, cameraCount: number): ClassicPositions {
  const rows = readRows(text, file, 4 + cameraCount);
  return {
    xyzMm: Float64Array.from(rows.flatMap((row) => row.slice(1, 4))),
    targetsOfParticle: Int32Array.from(rows.flatMap((row) => row.slice(4, 4 + cameraCount))),
  };
}
