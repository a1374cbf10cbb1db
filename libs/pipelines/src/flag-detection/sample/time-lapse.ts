/**
 * The sample time lapse: two drawn embryos that grow, of which one swells and dies, with frames spoilt on purpose at
 * known numbers. Equal seeds give equal pictures.
 */
import { seededRandom } from '../../execution/random.js';
import { encodePng } from '../../images/encode-png.js';
import { drawField, type Pose, sampleHeight, sampleWidth } from './embryo.js';
import { expose, leaveFocus, moveDuringExposure } from './optics.js';

/** What can be planted, under the term of the flag that must find it. */
export type PlantedTerm =
  | 'MOTION_BLUR'
  | 'OUT_OF_FOCUS'
  | 'DARK'
  | 'SATURATED'
  | 'EMPTY'
  | 'POSITION_JUMP'
  | 'MISSING_FRAMES';

/** Frame numbers by what was done to them. */
export type Planted = Readonly<Partial<Record<PlantedTerm, readonly number[]>>>;

export interface EmbryoSettings {
  readonly subject: string;
  readonly frames: number;
  /** First frame with a swelling; null: none. */
  readonly edemaFrom: number | null;
  /** First dead frame; null: lives on. */
  readonly deathFrame: number | null;
  readonly planted: Planted;
}

export interface TimeLapseSettings {
  readonly seed: string;
  readonly embryos: readonly EmbryoSettings[];
}

/** One picture as a file. */
export interface SampleFrame {
  readonly subject: string;
  readonly number: number;
  /** With its ending. */
  readonly fileName: string;
  readonly png: Uint8Array;
}

/** The time lapse that comes with the product. */
export const exampleTimeLapse: TimeLapseSettings = {
  seed: 'two embryos',
  embryos: [
    {
      subject: '20240411_A01_e01',
      frames: 40,
      edemaFrom: 18,
      deathFrame: 32,
      planted: { MOTION_BLUR: [7, 15, 27], OUT_OF_FOCUS: [21], DARK: [12], MISSING_FRAMES: [24, 25] },
    },
    {
      subject: '20240411_A02_e01',
      frames: 40,
      edemaFrom: null,
      deathFrame: null,
      planted: {
        MOTION_BLUR: [10, 30],
        OUT_OF_FOCUS: [17],
        SATURATED: [5],
        EMPTY: [36],
        POSITION_JUMP: [23],
        MISSING_FRAMES: [33],
      },
    },
  ],
};

/** Draws the frames one by one, embryo by embryo; those planted as missing are left out. */
export function* generateTimeLapse({ seed, embryos }: TimeLapseSettings): Generator<SampleFrame> {
  for (const embryo of embryos) {
    const random = seededRandom(`${seed}/${embryo.subject}`);
    const walk = startWalk(random);
    for (let number = 0; number < embryo.frames; number++) {
      const pose = nextPose(walk, embryo, number, random);
      const frameRandom = seededRandom(`${seed}/${embryo.subject}/${number}`);
      if (isPlanted(embryo, 'MISSING_FRAMES', number)) continue;
      const pixels = photograph(pose, embryo, number, frameRandom);
      const fileName = `${embryo.subject}_s${String(number).padStart(4, '0')}.png`;
      yield { subject: embryo.subject, number, fileName, png: encodePng(sampleWidth, sampleHeight, pixels) };
    }
  }
}

function isPlanted({ planted }: EmbryoSettings, term: PlantedTerm, number: number): boolean {
  return planted[term]?.includes(number) ?? false;
}

interface Walk {
  x: number;
  y: number;
  angle: number;
  readonly grain: number;
  readonly size: number;
}

function startWalk(random: () => number): Walk {
  return {
    x: sampleWidth / 2 - 4 + 12 * (random() - 0.5),
    y: sampleHeight / 2 + 2 + 8 * (random() - 0.5),
    angle: 0.3 * (random() - 0.5),
    grain: Math.floor(random() * 1e6),
    size: 0.9 + 0.06 * random(),
  };
}

/** The embryo drifts, turns a little and grows; a dead one lies still. */
function nextPose(walk: Walk, embryo: EmbryoSettings, number: number, random: () => number): Pose {
  const { edemaFrom, deathFrame } = embryo;
  const isDead = deathFrame !== null && number >= deathFrame;
  const liveliness = isDead ? 0.15 : 1;
  walk.x += liveliness * 1.6 * (random() - 0.5);
  walk.y += liveliness * 1.2 * (random() - 0.5);
  walk.angle += liveliness * 0.03 * (random() - 0.5);
  const grown = Math.min(number, deathFrame ?? number) / Math.max(1, embryo.frames - 1);
  const swollen = edemaFrom === null ? 0 : (Math.min(number, deathFrame ?? number) - edemaFrom) / 12;
  const decay = isDead ? Math.min(1, 0.45 + 0.12 * (number - deathFrame)) : 0;
  return {
    x: walk.x,
    y: walk.y,
    angle: walk.angle,
    grain: walk.grain,
    size: walk.size * (1 + 0.12 * grown),
    growth: grown,
    edema: Math.min(1, Math.max(0, swollen)),
    decay,
  };
}

function photograph(pose: Pose, embryo: EmbryoSettings, number: number, random: () => number): Uint8Array {
  const has = (term: PlantedTerm) => isPlanted(embryo, term, number);
  const jumped = has('POSITION_JUMP') ? { ...pose, x: pose.x + 26, y: pose.y - 12 } : pose;
  let field = drawField(has('EMPTY') ? null : jumped);
  if (has('MOTION_BLUR')) field = moveDuringExposure(field, 9 + 4 * random(), Math.PI * random());
  if (has('OUT_OF_FOCUS')) field = leaveFocus(field, 3.2 + 1.2 * random());
  const lamp = 1 + 0.02 * (random() - 0.5);
  const gain = lamp * (has('DARK') ? 0.14 : has('SATURATED') ? 1.75 : 1);
  return expose(field, { gain, noise: 0.006, random });
}
