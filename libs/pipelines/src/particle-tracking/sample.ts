/** Experiments of our own making: particles in a swirl in water, seen through glass. */
import { seededRandom } from '../execution/random.js';
import { encodePng } from '../images/encode-png.js';
import type { Calibration, Media, Sensor } from './camera/calibration.js';
import { noDistortion } from './camera/calibration.js';
import { createCamera, projectPoint } from './camera/camera.js';
import type { Experiment } from './experiment/experiment.js';
import { imageName } from './experiment/image-names.js';
import { classicFiles } from './experiment/write-classic.js';

export interface SampleSettings {
  readonly seed: string;
  readonly cameras: 1 | 2 | 3 | 4;
  readonly frames: number;
  readonly particles: number;
  /** Width and height of the pictures. */
  readonly sizePx: number;
}

export interface SampleExperiment {
  /** By name within the directory. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly experiment: Experiment;
  /** Per frame x, y, z of each particle, mm. */
  readonly truthMm: readonly Float64Array[];
}

export const exampleExperiment: SampleSettings = {
  seed: 'swirl',
  cameras: 3,
  frames: 6,
  particles: 40,
  sizePx: 192,
};

const media: Media = { air: 1, glass: 1.5, water: 1.33, glassThicknessMm: 5 };
const places = [
  [-120, -80, 400],
  [120, -80, 400],
  [-120, 80, 400],
  [120, 80, 400],
] as const;
/** Half the width, height and depth of the water that particles are in. */
const reachMm = 12;
const firstFrame = 10001;

/** Deterministic: equal settings give equal bytes. */
export function generateExperiment(settings: SampleSettings): SampleExperiment {
  const experiment = describe(settings);
  const random = seededRandom(settings.seed);
  const truthMm = swirl(settings, random);
  const files = new Map<string, string | Uint8Array>(classicFiles(experiment));
  for (const [c, { images, calibration }] of experiment.cameras.entries()) {
    const camera = createCamera(calibration, media, experiment.sensor);
    truthMm.forEach((particles, t) => {
      const pixels = paint(settings.sizePx, particles, random, (i, out) =>
        projectPoint(camera, particles[i * 3]!, particles[i * 3 + 1]!, particles[i * 3 + 2]!, out),
      );
      files.set(imageName(images, firstFrame + t), encodePng(settings.sizePx, settings.sizePx, pixels));
    });
    if (c === 0) files.set('README.txt', 'Particles in a swirl, made by a generator: no measured data.\n');
  }
  return { files, experiment, truthMm };
}

function describe({ cameras, frames, sizePx }: SampleSettings): Experiment {
  const pixelMm = 4.4 / sizePx;
  const sensor: Sensor = {
    widthPx: sizePx,
    heightPx: sizePx,
    pixelWidthMm: pixelMm,
    pixelHeightMm: pixelMm,
    field: 0,
  };
  return {
    cameras: places.slice(0, cameras).map((place, c) => ({
      images: `img/cam${c + 1}.%d.png`,
      calibrationName: `cal/cam${c + 1}.tif`,
      calibration: lookAtOrigin(place),
      threshold: 30,
    })),
    sensor,
    media,
    highPass: 'on',
    seenBy: 'any_cameras',
    firstFrame,
    lastFrame: firstFrame + frames - 1,
    targets: 'detect',
    volume: { xMm: [-20, 20], zMinMm: [-16, -16], zMaxMm: [16, 16] },
    match: {
      bandMm: pixelMm,
      minPixelRatio: 0.2,
      minWidthRatio: 0.2,
      minHeightRatio: 0.2,
      minGreyRatio: 0.2,
      minScore: 33,
    },
    spots: {
      discontinuity: 100,
      minPixels: 3,
      maxPixels: 100,
      minWidth: 2,
      maxWidth: 20,
      minHeight: 2,
      maxHeight: 20,
      minGreySum: 100,
    },
    tracking: {
      minStepMm: [-3, -3, -3],
      maxStepMm: [3, 3, 3],
      maxAngleGon: 100,
      maxAccelerationMm: 1.5,
      adding: 'on',
    },
  };
}

function lookAtOrigin(place: readonly [number, number, number]): Calibration {
  const distance = Math.hypot(...place);
  return {
    positionMm: place,
    anglesRad: [Math.atan2(-place[1], place[2]), Math.asin(place[0] / distance), 0],
    principalPointMm: [0, 0],
    principalDistanceMm: 50,
    glassMm: [0, 0, 60],
    distortion: noDistortion,
  };
}

/** Particles that turn about the y axis, the inner ones faster, and sink. */
function swirl({ particles, frames }: SampleSettings, random: () => number): Float64Array[] {
  const start = Float64Array.from({ length: particles * 3 }, () => (2 * random() - 1) * reachMm);
  return Array.from({ length: frames }, (_, t) => {
    const places = new Float64Array(particles * 3);
    for (let i = 0; i < particles; i++) {
      const [x, y, z] = [start[i * 3]!, start[i * 3 + 1]!, start[i * 3 + 2]!];
      const angle = (t * 0.9) / (6 + Math.hypot(x, z));
      places[i * 3] = x * Math.cos(angle) + z * Math.sin(angle);
      places[i * 3 + 1] = y - 0.2 * t;
      places[i * 3 + 2] = z * Math.cos(angle) - x * Math.sin(angle);
    }
    return places;
  });
}

/** Spots with the profile of a Gaussian of 0.9 px on a noisy background. */
function paint(
  sizePx: number,
  particles: Float64Array,
  random: () => number,
  project: (particle: number, out: { x: number; y: number }) => void,
): Uint8Array {
  const greys = Float64Array.from({ length: sizePx * sizePx }, () => 10 + 4 * random());
  const point = { x: 0, y: 0 };
  for (let i = 0; i < particles.length / 3; i++) {
    project(i, point);
    for (let y = Math.floor(point.y) - 3; y <= point.y + 3; y++) {
      for (let x = Math.floor(point.x) - 3; x <= point.x + 3; x++) {
        if (x < 0 || y < 0 || x >= sizePx || y >= sizePx) continue;
        const distance2 = (x + 0.5 - point.x) ** 2 + (y + 0.5 - point.y) ** 2;
        greys[y * sizePx + x]! += 200 * Math.exp(-distance2 / (2 * 0.9 ** 2));
      }
    }
  }
  return Uint8Array.from(greys, (grey) => Math.min(255, Math.floor(grey)));
}
