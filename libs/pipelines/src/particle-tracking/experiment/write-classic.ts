import { additionalText, orientationText } from './calibration-files.js';
import type { Experiment } from './experiment.js';

/** The classic parameter and calibration files of an experiment, by their names within its directory. */
export function classicFiles(experiment: Experiment): ReadonlyMap<string, string> {
  const { cameras, sensor, media, volume, match, spots, tracking } = experiment;
  const flag = (isSet: boolean) => (isSet ? 1 : 0);
  const files = new Map<string, string>();
  const write = (name: string, values: readonly (string | number)[]) =>
    files.set(`parameters/${name}`, `${values.join('\n')}\n`);
  write('ptv.par', [
    cameras.length,
    ...cameras.flatMap(({ images, calibrationName }) => [images, calibrationName]),
    flag(experiment.highPass === 'on'),
    flag(experiment.seenBy === 'all_cameras'),
    1,
    sensor.widthPx,
    sensor.heightPx,
    sensor.pixelWidthMm,
    sensor.pixelHeightMm,
    sensor.field,
    media.air,
    media.glass,
    media.water,
    media.glassThicknessMm,
  ]);
  write('sequence.par', [
    ...cameras.map(({ images }) => images),
    experiment.firstFrame,
    experiment.lastFrame,
  ]);
  const [[x0, x1], [min0, min1], [max0, max1]] = [volume.xMm, volume.zMinMm, volume.zMaxMm];
  const ratios = [match.minWidthRatio, match.minHeightRatio, match.minPixelRatio, match.minGreyRatio];
  write('criteria.par', [x0, min0, max0, x1, min1, max1, ...ratios, match.minScore, match.bandMm]);
  const thresholds = Array.from({ length: 4 }, (_, c) => (cameras[c] ?? cameras[0]!).threshold);
  const { discontinuity, minPixels, maxPixels, minWidth, maxWidth, minHeight, maxHeight, minGreySum } = spots;
  const sizes = [minPixels, maxPixels, minWidth, maxWidth, minHeight, maxHeight];
  write('targ_rec.par', [...thresholds, discontinuity, ...sizes, minGreySum, 2]);
  write('track.par', [
    ...[0, 1, 2].flatMap((k) => [tracking.minStepMm[k]!, tracking.maxStepMm[k]!]),
    tracking.maxAngleGon,
    tracking.maxAccelerationMm,
    flag(tracking.adding === 'on'),
  ]);
  write('pft_version.par', [flag(experiment.targets === 'stored')]);
  for (const { calibrationName, calibration } of cameras) {
    files.set(`${calibrationName}.ori`, orientationText(calibration));
    files.set(`${calibrationName}.addpar`, additionalText(calibration));
  }
  return files;
}
