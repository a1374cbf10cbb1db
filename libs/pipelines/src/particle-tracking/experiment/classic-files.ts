/** The classic parameter files: one value a line, in a fixed order. */
import type { Problem } from '../../contract.js';
import type { Calibration } from '../camera/calibration.js';
import { missingFile, readCalibrationFiles, readText } from './calibration-files.js';
import type { Experiment, ExperimentCamera } from './experiment.js';
import { ValueReader } from './number-lines.js';

export interface ExperimentReading {
  /** Null where anything is missing or wrong. */
  readonly experiment: Experiment | null;
  readonly problems: readonly Problem[];
}

const parameterFolder = 'parameters';
const MOST_CAMERAS = 4;

/** Reads all parameter and calibration files, and tells everything that is wrong with them at once. */
export function readClassicExperiment(folder: string): ExperimentReading {
  const problems: Problem[] = [];
  const read = <T>(name: string, parse: (reader: ValueReader) => T): T | null => {
    const text = readText(folder, `${parameterFolder}/${name}`);
    if (text === null) {
      problems.push(missingFile(`${parameterFolder}/${name}`));
      return null;
    }
    const reader = new ValueReader(`${parameterFolder}/${name}`, text, 'lines');
    const value = parse(reader);
    problems.push(...reader.problems);
    return value;
  };
  const control = read('ptv.par', readControl);
  const count = control?.names.length ?? MOST_CAMERAS;
  const sequence = read('sequence.par', (reader) => readSequence(reader, count));
  const criteria = read('criteria.par', readCriteria);
  const detection = read('targ_rec.par', readDetection);
  const tracking = read('track.par', readTracking);
  const hasVersion = readText(folder, `${parameterFolder}/pft_version.par`) !== null;
  const stored = hasVersion && read('pft_version.par', (reader) => reader.flag('whether targets are stored'));
  const calibrations = (control?.names ?? []).map(({ calibrationName }) => {
    const reading = readCalibrationFiles(folder, calibrationName);
    problems.push(...reading.problems);
    return reading.calibration;
  });
  if (problems.length > 0 || !control || !sequence || !criteria || !detection || !tracking) {
    return { experiment: null, problems };
  }
  const cameras = control.names.map(
    ({ calibrationName }, c): ExperimentCamera => ({
      images: sequence.images[c]!,
      calibrationName,
      calibration: calibrations[c] as Calibration,
      threshold: detection.thresholds[c]!,
    }),
  );
  const { firstFrame, lastFrame } = sequence;
  const { sensor, media, highPass, seenBy } = control;
  const base = { cameras, sensor, media, highPass, seenBy, firstFrame, lastFrame, ...criteria };
  return {
    experiment: { ...base, spots: detection.spots, tracking, targets: stored ? 'stored' : 'detect' },
    problems,
  };
}

function readControl(reader: ValueReader): Pick<Experiment, 'sensor' | 'media' | 'highPass' | 'seenBy'> & {
  readonly names: readonly { readonly calibrationName: string }[];
} {
  const before = reader.problems.length;
  const count = reader.number('the number of cameras', { min: 1, integer: true });
  if (reader.problems.length > before || count > MOST_CAMERAS) {
    reader.problems.splice(before, 1, badCameraCount(count));
    return nothingRead;
  }
  const names = Array.from({ length: count }, (_, c) => {
    reader.text(`the picture of camera ${c + 1}`);
    return { calibrationName: reader.text(`the calibration of camera ${c + 1}`) };
  });
  const highPass = reader.flag('the high-pass flag') ? 'on' : 'off';
  const seenBy = reader.flag('the flag for particles in all cameras') ? 'all_cameras' : 'any_cameras';
  reader.flag('the TIFF flag');
  const widthPx = reader.number('the width of the pictures', { min: 1, integer: true });
  const heightPx = reader.number('the height of the pictures', { min: 1, integer: true });
  const pixelWidthMm = reader.number('the width of a pixel');
  const pixelHeightMm = reader.number('the height of a pixel');
  const field = reader.number('the kind of field', { min: 0, integer: true });
  const [air, glass, water] = ['air', 'glass', 'water'].map((what) =>
    reader.number(`the refractive index of ${what}`, { min: 1 }),
  ) as [number, number, number];
  const glassThicknessMm = reader.number('the thickness of the glass', { min: 0 });
  const sensor = {
    widthPx,
    heightPx,
    pixelWidthMm,
    pixelHeightMm,
    field: field === 1 || field === 2 ? field : 0,
  } as const;
  return { names, highPass, seenBy, sensor, media: { air, glass, water, glassThicknessMm } };
}

const nothingRead = {
  names: [],
  highPass: 'off',
  seenBy: 'any_cameras',
  sensor: { widthPx: 0, heightPx: 0, pixelWidthMm: 0, pixelHeightMm: 0, field: 0 },
  media: { air: 1, glass: 1, water: 1, glassThicknessMm: 0 },
} as const;

function badCameraCount(count: number): Problem {
  const file = `${parameterFolder}/ptv.par`;
  const found = Number.isNaN(count) ? 'is not a whole number from 1' : `is ${count}`;
  return {
    code: 'BAD_CAMERA_COUNT',
    severity: 'error',
    message: `Error reading camera count: line 1 of ${file} ${found}; there can be 1 to ${MOST_CAMERAS} cameras.`,
    place: { input: 'experiment', file, line: 1 },
    expectation: `a whole number from 1 to ${MOST_CAMERAS}`,
    fix: `Write the number of cameras on the first line of ${file}.`,
  };
}

function readSequence(reader: ValueReader, cameraCount: number) {
  // A file may name pictures for four cameras though fewer are used: the frames are its last two lines.
  const extra = Math.max(0, Math.min(MOST_CAMERAS, reader.left - 2) - cameraCount);
  const images = Array.from({ length: cameraCount }, (_, c) =>
    reader.text(`the pictures of camera ${c + 1}`),
  );
  for (let i = 0; i < extra; i++) reader.text('a picture');
  const firstFrame = reader.number('the first frame', { min: 0, integer: true });
  const lastFrame = reader.number('the last frame', { min: 0, integer: true });
  return { images, firstFrame, lastFrame };
}

function readCriteria(reader: ValueReader): Pick<Experiment, 'volume' | 'match'> {
  const [x0, min0, max0, x1, min1, max1] = ['X_lay 1', 'Zmin 1', 'Zmax 1', 'X_lay 2', 'Zmin 2', 'Zmax 2'].map(
    (what) => reader.number(what),
  ) as [number, number, number, number, number, number];
  const [minWidthRatio, minHeightRatio, minPixelRatio, minGreyRatio, minScore, bandMm] = [
    'the ratio of widths',
    'the ratio of heights',
    'the ratio of pixels',
    'the ratio of grey sums',
    'the least score',
    'the distance from the epipolar line',
  ].map((what) => reader.number(what)) as [number, number, number, number, number, number];
  return {
    volume: { xMm: [x0, x1], zMinMm: [min0, min1], zMaxMm: [max0, max1] },
    match: { bandMm, minPixelRatio, minWidthRatio, minHeightRatio, minGreyRatio, minScore },
  };
}

function readDetection(reader: ValueReader): { thresholds: readonly number[]; spots: Experiment['spots'] } {
  const thresholds = Array.from({ length: MOST_CAMERAS }, (_, c) =>
    reader.number(`threshold ${c + 1}`, { min: 0 }),
  );
  const [discontinuity, minPixels, maxPixels, minWidth, maxWidth, minHeight, maxHeight, minGreySum] = [
    'the discontinuity',
    'the fewest pixels',
    'the most pixels',
    'the least width',
    'the most width',
    'the least height',
    'the most height',
    'the least sum of grey',
  ].map((what) => reader.number(what)) as [number, number, number, number, number, number, number, number];
  const spots = { discontinuity, minPixels, maxPixels, minWidth, maxWidth, minHeight, maxHeight, minGreySum };
  return { thresholds, spots };
}

function readTracking(reader: ValueReader): Experiment['tracking'] {
  const [minX, maxX, minY, maxY, minZ, maxZ] = ['x', 'y', 'z'].flatMap((axis) => [
    reader.number(`the least step in ${axis}`),
    reader.number(`the greatest step in ${axis}`),
  ]) as [number, number, number, number, number, number];
  const maxAngleGon = reader.number('the greatest angle', { min: 0 });
  const maxAccelerationMm = reader.number('the greatest acceleration', { min: 0 });
  const adding = reader.flag('whether particles are added') ? 'on' : 'off';
  return {
    minStepMm: [minX, minY, minZ],
    maxStepMm: [maxX, maxY, maxZ],
    maxAngleGon,
    maxAccelerationMm,
    adding,
  };
}
