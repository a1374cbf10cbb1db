/** A made-up river, seen straight from above: waves of many lengths that drift downstream, fastest in the middle. */

import { scaffoldText } from './scaffold/read-scaffold.js';
import { scaffoldOfFile } from './scaffold/scaffold.js';
import { type ScaffoldFileInput, scaffoldFile } from './scaffold/scaffold-file.js';

export interface RiverSample {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  readonly frames: number;
  /** Surface velocity in the middle of the river. */
  readonly fastestMps: number;
}

export const exampleRiver: RiverSample = {
  widthPx: 128,
  heightPx: 96,
  framesPerSecond: 25,
  frames: 60,
  fastestMps: 0.8,
};

const levelM = 10;
const cameraHeightM = 8;
const halfWidthM = 3;
const waves = 14;

const focalPx = ({ widthPx }: RiverSample) => widthPx;

/** Surface velocity of the sample at a station, which counts from the left bank. */
export function sampleVelocity({ fastestMps }: RiverSample, stationM: number): number {
  return fastestMps * (1 - 0.6 * ((stationM - halfWidthM) / halfWidthM) ** 2);
}

/** Uncompressed video (.y4m, grey). Equal samples give equal bytes. */
export function sampleVideo(sample: RiverSample): Buffer {
  const { widthPx, heightPx, framesPerSecond, frames } = sample;
  const pixelM = cameraHeightM / focalPx(sample);
  const header = Buffer.from(`YUV4MPEG2 W${widthPx} H${heightPx} F${framesPerSecond}:1 Ip A1:1 Cmono\n`);
  const parts: Buffer[] = [header];
  const rowsM = Array.from({ length: heightPx }, (_, row) => (heightPx / 2 - row - 0.5) * pixelM);
  const drawn = wavesAlong(rowsM);
  const column = new Float64Array(heightPx);
  for (let frame = 0; frame < frames; frame++) {
    const pixels = Buffer.alloc(widthPx * heightPx);
    for (let x = 0; x < widthPx; x++) {
      const stationM = (x + 0.5 - widthPx / 2) * pixelM + halfWidthM;
      drawColumn(drawn, stationM, (sampleVelocity(sample, stationM) * frame) / framesPerSecond, column);
      for (let row = 0; row < heightPx; row++) pixels[row * widthPx + x] = column[row]!;
    }
    parts.push(Buffer.from('FRAME\n'), pixels);
  }
  return Buffer.concat(parts);
}

/** One wave: its phase grows with the way across and along the river, its course along the rows is known. */
interface DrawnWave {
  readonly acrossPerM: number;
  readonly alongPerM: number;
  readonly phase: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** Waves of 0.3 m to 1.2 m that run within 40° of the flow; the golden ratio spreads their phases and directions. */
function wavesAlong(rowsM: readonly number[]): DrawnWave[] {
  return Array.from({ length: waves }, (_, wave) => {
    const spread = (wave * 0.618034) % 1;
    const number = (2 * Math.PI) / (0.3 + (0.9 * wave) / waves);
    const angle = (spread - 0.5) * 1.4;
    const alongPerM = number * Math.cos(angle);
    return {
      acrossPerM: number * Math.sin(angle),
      alongPerM,
      phase: 40 * spread,
      cosines: Float64Array.from(rowsM, (alongM) => Math.cos(alongPerM * alongM)),
      sines: Float64Array.from(rowsM, (alongM) => Math.sin(alongPerM * alongM)),
    };
  });
}

/** Grey of one column of pixels, the waves carried on by `driftM`; the cosine of a sum, since so many are slow to work out. */
function drawColumn(drawn: readonly DrawnWave[], acrossM: number, driftM: number, into: Float64Array): void {
  const height = 100 / Math.sqrt(4 * waves);
  // Half a level more, since bytes are cut off.
  into.fill(128.5);
  for (const { acrossPerM, alongPerM, phase, cosines, sines } of drawn) {
    const turned = acrossPerM * acrossM - alongPerM * driftM + phase;
    const [c, s] = [height * Math.cos(turned), height * Math.sin(turned)];
    for (let row = 0; row < into.length; row++) into[row]! += c * cosines[row]! - s * sines[row]!;
  }
}

/** The scaffold of the sample: eight control points at different heights and five search lines. */
export function sampleScaffold(sample: RiverSample): ScaffoldFileInput {
  const corners = [
    [-3, -2.2],
    [3, -2.2],
    [-3, 2.2],
    [3, 2.2],
  ];
  const points = [0, 1].flatMap((layer) =>
    corners.map(([x, y], i) => {
      const [heightM, share] = [layer * (1.5 + 0.2 * i), layer === 0 ? 1 : 0.7];
      const perM = focalPx(sample) / (cameraHeightM - heightM);
      const [acrossM, alongM] = [x! * share, y! * share];
      return {
        name: `P${4 * layer + i + 1}`,
        pixel: [sample.widthPx / 2 + acrossM * perM, sample.heightPx / 2 - alongM * perM] as [number, number],
        world: [acrossM + halfWidthM, alongM, levelM + heightM] as [number, number, number],
        use: 'fit' as const,
      };
    }),
  );
  return {
    format: 'batchyard-river-scaffold',
    version: 1,
    title: 'Sample river',
    units: 'm',
    camera: { width_px: sample.widthPx, height_px: sample.heightPx, lens: null },
    control_points: points,
    rectification: { method: 'automatic', calibration_level: null, pixel_size: 0.05 },
    cross_section: {
      start: [0, 0],
      end: [2 * halfWidthM, 0],
      start_station: 0,
      start_bank: 'left',
      points: [
        [0, levelM + 0.5],
        [0.5, levelM - 0.4],
        [halfWidthM, levelM - 1],
        [2 * halfWidthM - 0.5, levelM - 0.4],
        [2 * halfWidthM, levelM + 0.5],
      ],
    },
    search: { kind: 'lines', stations: [1, 2, 3, 4, 5], count: 5, length: 4, skew_deg: 0 },
    region_of_interest: null,
    frame_step: 1,
    alpha: 0.85,
    max_speed: 3,
  };
}

/** The scaffold as a file. */
export function sampleScaffoldText(sample: RiverSample): string {
  return scaffoldText(scaffoldOfFile(scaffoldFile.parse(sampleScaffold(sample))));
}

/** Water level of the sample. */
export const sampleLevelM = levelM;
