import { seededRandom } from '../execution/random.js';

/** What to record. */
export interface RecordingSettings {
  /** Equal seeds give equal recordings. */
  readonly seed: string;
  readonly frames: number;
  /** Standard deviation of the measuring noise in each coordinate. */
  readonly noiseMm: number;
  /** Share of points that are thrown off by 40 to 90 mm, 0…1. */
  readonly outlierShare: number;
  /** Share of points that are missing, in gaps of 1 to 12 frames, 0…1. */
  readonly missingShare: number;
}

/** A recording as files: coordinates in metres, 100 frames a second. */
export interface SampleRecording {
  readonly markersCsv: string;
  readonly truthCsv: string;
}

/** One example recording. */
export const exampleRecording: RecordingSettings = {
  seed: 'walking pelvis',
  frames: 240,
  noiseMm: 4,
  outlierShare: 0,
  missingShare: 0.02,
};

/** The recordings shipped as examples, by name: walks measured more and less well. */
export const exampleRecordings: Readonly<Record<string, RecordingSettings>> = {
  walk_01: exampleRecording,
  walk_02: { ...exampleRecording, seed: 'second walk', noiseMm: 3 },
  walk_03: { ...exampleRecording, seed: 'third walk', noiseMm: 5 },
  walk_04: { ...exampleRecording, seed: 'fourth walk', noiseMm: 4.5 },
  walk_05: { ...exampleRecording, seed: 'fifth walk', noiseMm: 6 },
  walk_06: { ...exampleRecording, seed: 'sixth walk', noiseMm: 3.5 },
};

const FRAME_RATE_HZ = 100;

/** Markers on a pelvis, in metres from its middle: x forward, y left, z up. */
const pelvis: Readonly<Record<string, readonly [number, number, number]>> = {
  LASI: [0.105, 0.125, 0.012],
  RASI: [0.102, -0.128, 0.009],
  LPSI: [-0.095, 0.046, 0.03],
  RPSI: [-0.097, -0.043, 0.028],
  LILC: [0.018, 0.151, 0.071],
  RILC: [0.014, -0.149, 0.074],
  SACR: [-0.118, 0.002, -0.035],
};

/**
 * Records a pelvis that walks a shallow curve with the sway of a gait cycle of 1.1 s: with noise (and, where
 * asked for, outliers and gaps) as markers, without as truth. Deterministic.
 */
export function generateRecording(settings: RecordingSettings): SampleRecording {
  const random = seededRandom(settings.seed);
  const names = Object.keys(pelvis);
  const header = ['frame', 'time', ...names.flatMap((name) => [`${name}_x`, `${name}_y`, `${name}_z`])].join(
    ',',
  );
  const hidden = hiddenPoints(settings, names.length, random);
  const measured = [header];
  const truth = [header];
  for (let frame = 0; frame < settings.frames; frame++) {
    const timeS = frame / FRAME_RATE_HZ;
    const label = `${frame},${timeS.toFixed(2)}`;
    const points = names.map((name) => place(pelvis[name]!, timeS));
    const cells = points.map((point, m) => {
      const noisy = disturb(point, settings, random);
      return hidden[frame * names.length + m] ? ',,' : noisy.map(metres).join(',');
    });
    measured.push([label, ...cells].join(','));
    truth.push([label, ...points.map((point) => point.map(metres).join(','))].join(','));
  }
  return { markersCsv: `${measured.join('\n')}\n`, truthCsv: `${truth.join('\n')}\n` };
}

/** Position at a time: walking at 1.3 m/s, bobbing twice and swaying once a gait cycle. */
function place(point: readonly [number, number, number], timeS: number): [number, number, number] {
  const phase = (2 * Math.PI * timeS) / 1.1;
  const heading = 0.25 * Math.sin(0.9 * timeS);
  const yaw = heading + 0.12 * Math.sin(phase);
  const roll = 0.08 * Math.cos(phase);
  const pitch = 0.15 + 0.03 * Math.sin(2 * phase);
  const [x, y, z] = turn(turn(turn(point, 0, roll), 1, pitch), 2, yaw);
  return [
    1.3 * timeS * Math.cos(heading / 2) + 0.015 * Math.sin(2 * phase) + x,
    0.35 * Math.sin(0.9 * timeS) + 0.025 * Math.sin(phase) + y,
    0.95 + 0.022 * Math.cos(2 * phase) + z,
  ];
}

/** Turns a point by an angle (radians) about axis 0, 1 or 2. */
function turn(
  point: readonly [number, number, number],
  axis: 0 | 1 | 2,
  angle: number,
): [number, number, number] {
  const turned: [number, number, number] = [...point];
  const a = (axis + 1) % 3;
  const b = (axis + 2) % 3;
  turned[a] = point[a]! * Math.cos(angle) - point[b]! * Math.sin(angle);
  turned[b] = point[a]! * Math.sin(angle) + point[b]! * Math.cos(angle);
  return turned;
}

function disturb(
  point: readonly number[],
  { noiseMm, outlierShare }: RecordingSettings,
  random: () => number,
): number[] {
  const off = random() < outlierShare ? 0.04 + 0.05 * random() : 0;
  const direction = [gaussian(random), gaussian(random), gaussian(random)];
  const length = Math.hypot(...direction);
  return point.map(
    (value, k) => value + (noiseMm / 1000) * gaussian(random) + (off * direction[k]!) / length,
  );
}

/** Standard normal number by Box and Muller (1958). */
function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Marks points as missing, gap by gap, until the share is reached. */
function hiddenPoints(
  { frames, missingShare }: RecordingSettings,
  markerCount: number,
  random: () => number,
): Uint8Array {
  const hidden = new Uint8Array(frames * markerCount);
  let missing = 0;
  while (missing < missingShare * hidden.length) {
    const marker = Math.floor(random() * markerCount);
    const start = Math.floor(random() * frames);
    const end = Math.min(frames, start + 1 + Math.floor(random() * 12));
    for (let t = start; t < end; t++) {
      missing += 1 - hidden[t * markerCount + marker]!;
      hidden[t * markerCount + marker] = 1;
    }
  }
  return hidden;
}

/** Metres with a tenth of a millimetre. */
function metres(value: number): string {
  return value.toFixed(4);
}
