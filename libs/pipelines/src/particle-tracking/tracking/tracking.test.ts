import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Camera, createCamera, projectPoint } from '../camera/camera.js';
import { emptyTargets, type Targets } from '../detection/targets.js';
import { readClassicExperiment } from '../experiment/classic-files.js';
import { targetsName } from '../experiment/image-names.js';
import { camerasOf } from '../measure-sequence.js';
import { readPositionsText, readTargetsText } from '../output/classic-text.js';
import { exampleExperiment, generateExperiment } from '../sample.js';
import { hasReference, readCsv, referencePath } from '../testing/reference.js';
import { trackBackward } from './backward.js';
import type { TrackingLimits } from './limits.js';
import { departure, isPlausible, isStepAllowed } from './motion.js';
import { type TrackFrame, trackFrame } from './track-frame.js';
import { type SequenceTracking, type TrackingStep, trackSequence } from './track-sequence.js';
import { trackedSpace } from './tracked-space.js';

const { experiment } = generateExperiment({ ...exampleExperiment, cameras: 4, frames: 1 });
const cameras = experiment.cameras.map(({ calibration }) =>
  createCamera(calibration, experiment.media, experiment.sensor),
);
const limits: TrackingLimits = {
  minStepMm: [-3, -3, -3],
  maxStepMm: [3, 3, 3],
  maxAngleGon: 100,
  maxAccelerationMm: 1,
  adding: 'off',
};

type Place = readonly [number, number, number];

/** A frame with particles at these places, each seen by all cameras; `loose` ones only have targets. */
function frameOf(frame: number, places: readonly Place[], loose: readonly Place[] = []): TrackFrame {
  const rank: Int32Array[] = [];
  const targets = cameras.map((camera: Camera): Targets => {
    const found = [...places, ...loose].map(([x, y, z], i) => {
      const at = { x: 0, y: 0 };
      projectPoint(camera, x, y, z, at);
      return { ...at, particle: i < places.length ? i : -1 };
    });
    found.sort((a, b) => a.y - b.y);
    const list = emptyTargets(found.length);
    list.count = found.length;
    const ranks = new Int32Array(places.length);
    found.forEach(({ x, y, particle }, i) => {
      list.x[i] = x;
      list.y[i] = y;
      list.particle[i] = particle;
      if (particle >= 0) ranks[particle] = i;
    });
    rank.push(ranks);
    return list;
  });
  const ofParticle = places.flatMap((_, i) => rank.map((ranks) => ranks[i]!));
  return trackFrame(frame, Float64Array.from(places.flat()), Int32Array.from(ofParticle), targets);
}

async function track(frames: readonly TrackFrame[], given: Partial<TrackingLimits> = {}) {
  const steps: TrackingStep[] = [];
  const job: SequenceTracking = {
    cameras,
    limits: { ...limits, ...given },
    space: trackedSpace(cameras, experiment.volume),
    firstFrame: 0,
    lastFrame: frames.length - 1,
    read: async (frame) => frames[frame]!,
    write: async () => undefined,
    onStep: (step) => steps.push(step),
  };
  await trackSequence(job);
  return { steps, links: frames.map(({ next, count }) => Array.from(next.subarray(0, count))), job };
}

const straight = (count: number, step = 1) =>
  Array.from({ length: count }, (_, t) => [t * step - 3, 1, 0] as Place);

describe('trackSequence', () => {
  it('follows a particle on a straight way', async () => {
    const { steps, links } = await track(straight(5).map((place, t) => frameOf(t, [place])));
    expect(links).toEqual([[0], [0], [0], [0], [-2]]);
    expect(steps.map(({ links: made, lost }) => [made, lost])).toEqual([1, 2, 3, 4].map(() => [1, 0]));
  });

  it.each([
    ['step', { maxStepMm: [0.5, 3, 3] as const }],
    ['acceleration', { maxAccelerationMm: 0 }],
  ])('makes no link beyond the greatest %s', async (_, given) => {
    const { links } = await track(
      straight(5).map((place, t) => frameOf(t, [place])),
      given,
    );
    expect(links.flat()).toEqual([-2, -2, -2, -2, -2]);
  });

  it('gives a next particle that two want to the one with the better way', async () => {
    const frames = straight(5).map((place, t) => frameOf(t, t < 2 ? [[place[0], 2.2, 0], place] : [place]));
    const { links } = await track(frames);
    expect(links[1]).toEqual([-2, 0]);
  });

  it('adds a particle where only targets are, if that is asked for', async () => {
    const make = () =>
      straight(6).map((place, t) => (t === 3 ? frameOf(t, [], [place]) : frameOf(t, [place])));
    const [off, on] = [make(), make()];
    await track(off);
    const { steps } = await track(on, { adding: 'on' });
    expect([off[3]!.count, on[3]!.count]).toEqual([0, 1]);
    expect(steps.reduce((sum, { added }) => sum + added, 0)).toBe(1);
    expect(Math.hypot(...[0, 1, 2].map((k) => on[3]!.xyzMm[k]! - straight(6)[3]![k]!))).toBeLessThan(0.01);
    expect([on[2]!.next[0], on[3]!.previous[0], on[3]!.next[0]]).toEqual([0, 0, 0]);
  });
});

describe('trackBackward', () => {
  it('finds the beginning of a track that forward tracking has missed', async () => {
    const frames = straight(5).map((place, t) => frameOf(t, [place]));
    const { job } = await track(frames);
    frames[1]!.previous[0] = -1;
    frames[0]!.next[0] = -2;
    const made = await trackBackward({ ...job, signal: new AbortController().signal });
    expect([made, frames[0]!.next[0], frames[1]!.previous[0]]).toEqual([1, 0, 0]);
  });
});

describe('motion', () => {
  const at = (x: number, y: number, z: number) => Float64Array.of(x, y, z);
  const change = { acceleration: 0, angle: 0 };

  it.each([
    [at(0, 1, 0), Math.SQRT2, 100],
    [at(-1, 0, 0), 2, 200],
    [at(1, 0, 0), 0, 0],
    [at(2, 0, 0), 1, 0],
  ])('measures how a step departs from the one foretold', (end, acceleration, angle) => {
    departure(at(0, 0, 0), at(1, 0, 0), end, change);
    expect(change.acceleration).toBeCloseTo(acceleration, 12);
    expect(change.angle).toBeCloseTo(angle, 4);
  });

  it('allows steps within the limits, and very small accelerations in any direction', () => {
    expect(isStepAllowed(limits, at(0, 0, 0), at(2.9, -2.9, 0))).toBe(true);
    expect(isStepAllowed(limits, at(0, 0, 0), at(0, 3, 0))).toBe(false);
    expect(isPlausible(limits, { acceleration: 0.9, angle: 99 })).toBe(true);
    expect(isPlausible(limits, { acceleration: 0.9, angle: 101 })).toBe(false);
    expect(isPlausible(limits, { acceleration: 0.09, angle: 200 })).toBe(true);
  });
});

(hasReference ? describe : describe.skip)('two cameras and one particle of the reference', () => {
  it.each([
    ['off', 'tracks_noadd.csv'],
    ['on', 'tracks_add.csv'],
  ] as const)('are linked as there, adding %s', async (adding, file) => {
    const reading = readClassicExperiment(referencePath('track2cam')).experiment!;
    const expected = readCsv('track2cam', 'expected', file);
    const two = camerasOf(reading);
    const text = (...parts: string[]) =>
      existsSync(referencePath(...parts)) ? readFileSync(referencePath(...parts), 'utf8') : '0\n';
    const written: TrackFrame[] = [];
    await trackSequence({
      cameras: two,
      limits: { ...reading.tracking, adding },
      space: trackedSpace(two, reading.volume),
      firstFrame: reading.firstFrame,
      lastFrame: reading.lastFrame,
      read: async (frame) => {
        const positions = readPositionsText(text('track2cam', 'res_orig', `rt_is.${frame}`), 'rt_is', 2);
        const targets = reading.cameras.map(({ images }) => {
          const name = targetsName(images, frame).replace('img/', 'img_orig/');
          return readTargetsText(text('track2cam', name), name);
        });
        return trackFrame(frame, positions.xyzMm, positions.targetsOfParticle, targets);
      },
      write: async (frame) => {
        written.push(frame);
      },
      onStep: () => undefined,
    });
    const got = written.flatMap(({ frame, count, previous, next }) =>
      Array.from({ length: count }, (_, i) => [frame, i, previous[i], next[i]]),
    );
    expect(got).toEqual(
      expected.frame!.map((frame, i) => [frame, expected.idx![i], expected.prev![i], expected.next![i]]),
    );
  });
});
