import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Problem } from '../../contract.js';
import { type Calibration, type Distortion, noDistortion, rotationMatrix } from '../camera/calibration.js';
import { leadsOutside } from './image-names.js';
import { ValueReader } from './number-lines.js';

export interface CalibrationReading {
  readonly calibration: Calibration | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads `<name>.ori` (position, angles, rotation, principal point and distance, glass) and `<name>.addpar` (lens; taken
 * as ideal where there is none). The rotation follows from the angles; the one in the file is not used.
 */
export function readCalibrationFiles(folder: string, name: string): CalibrationReading {
  const orientationName = `${name}.ori`;
  const text = readText(folder, orientationName);
  if (text === null) return { calibration: null, problems: [missingFile(orientationName)] };
  const reader = new ValueReader(orientationName, text, 'words');
  const numbers = <N extends number>(count: N, what: string) =>
    Array.from({ length: count }, (_, i) => reader.number(`value ${i + 1} of ${what}`));
  const [x, y, z] = numbers(3, 'the position') as [number, number, number];
  const [omega, phi, kappa] = numbers(3, 'the angles') as [number, number, number];
  numbers(9, 'the rotation');
  const [xh, yh] = numbers(2, 'the principal point') as [number, number];
  const principalDistanceMm = reader.number('the principal distance');
  const glassMm = numbers(3, 'the glass vector') as [number, number, number];
  const problems = [...reader.problems];
  if (problems.length === 0 && Math.hypot(...glassMm) === 0) problems.push(noGlass(orientationName));
  const { distortion, problems: lensProblems } = readDistortion(folder, `${name}.addpar`);
  problems.push(...lensProblems);
  if (problems.length > 0) return { calibration: null, problems };
  const calibration: Calibration = {
    positionMm: [x, y, z],
    anglesRad: [omega, phi, kappa],
    principalPointMm: [xh, yh],
    principalDistanceMm,
    glassMm,
    distortion,
  };
  return { calibration, problems };
}

function readDistortion(
  folder: string,
  name: string,
): { distortion: Distortion; problems: readonly Problem[] } {
  const text = readText(folder, name);
  if (text === null) return { distortion: noDistortion, problems: [] };
  const reader = new ValueReader(name, text, 'words');
  const [k1, k2, k3, p1, p2, scx, she] = ['k1', 'k2', 'k3', 'p1', 'p2', 'scx', 'she'].map((what) =>
    reader.number(what),
  ) as [number, number, number, number, number, number, number];
  return { distortion: { k1, k2, k3, p1, p2, scx, she }, problems: reader.problems };
}

/** Text of a file, null where there is none in the directory. */
export function readText(folder: string, name: string): string | null {
  if (leadsOutside(name)) return null;
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

export function missingFile(name: string): Problem {
  return {
    code: 'REQUIRED_FILE_MISSING',
    severity: 'error',
    message: `Required file not found: ${name}`,
    place: { input: 'experiment', file: name },
    expectation: 'a readable file',
    fix: `Add ${name} to the experiment directory.`,
  };
}

function noGlass(file: string): Problem {
  return {
    code: 'NO_GLASS',
    severity: 'error',
    message: `${file}: the glass vector is 0, so it gives no direction.`,
    place: { input: 'experiment', file },
    expectation: 'the vector from the origin to the glass, or 0 0 1 where there is none',
    fix: 'Write the distance of the glass from the origin along its normal.',
  };
}

/** The text of an .ori file. */
export function orientationText(calibration: Calibration): string {
  const { positionMm, anglesRad, principalPointMm, principalDistanceMm, glassMm } = calibration;
  const rotation = rotationMatrix(anglesRad);
  const row = (values: ArrayLike<number>, digits: number) =>
    Array.from(values, (value) => value.toFixed(digits)).join(' ');
  const rows = [0, 3, 6].map((at) => row(rotation.subarray(at, at + 3), 7)).join('\n');
  const inner = `${row(principalPointMm, 4)}\n${principalDistanceMm.toFixed(4)}`;
  return `${row(positionMm, 8)}\n${row(anglesRad, 8)}\n\n${rows}\n\n${inner}\n\n${row(glassMm, 15)}\n`;
}

/** The text of an .addpar file. */
export function additionalText({ distortion }: Calibration): string {
  const { k1, k2, k3, p1, p2, scx, she } = distortion;
  return `${[k1, k2, k3, p1, p2, scx, she].map((value) => value.toFixed(8)).join(' ')}\n`;
}
