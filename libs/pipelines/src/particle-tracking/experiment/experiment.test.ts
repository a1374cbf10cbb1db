import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { noDistortion, rotationMatrix } from '../camera/calibration.js';
import { exampleExperiment, generateExperiment } from '../sample.js';
import { hasReference, referencePath } from '../testing/reference.js';
import { writeFiles } from '../testing/write-files.js';
import { readCalibrationFiles } from './calibration-files.js';
import { readClassicExperiment } from './classic-files.js';
import { imageName, resolveImage, targetsName } from './image-names.js';
import { classicFiles } from './write-classic.js';
import { readYamlExperiment, yamlText } from './yaml-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'experiment-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('classic files', () => {
  it.each([1, 2, 3, 4] as const)('of %d cameras are read as they were written', async (cameras) => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1, cameras });
    await writeFiles(folder, classicFiles(experiment));
    const { experiment: read, problems } = readClassicExperiment(folder);
    expect(problems).toEqual([]);
    expect(JSON.parse(JSON.stringify(read, rounded))).toEqual(
      JSON.parse(JSON.stringify(experiment, rounded)),
    );
  });

  it('are all checked at once, with file and line', async () => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1, cameras: 2 });
    await writeFiles(folder, classicFiles(experiment));
    await writeFile(path.join(folder, 'parameters/track.par'), '-1\n1\nfar\n1\n-1\n1\n100\n2\n');
    await writeFile(path.join(folder, 'cal/cam1.tif.ori'), '1 2 3\n0 zero 0\n');
    const { experiment: none, problems } = readClassicExperiment(folder);
    expect(none).toBeNull();
    expect(problems.map(({ message, place }) => [message, place.file, place.line])).toEqual([
      [
        'parameters/track.par, line 3: the least step in y is far, expected a number.',
        'parameters/track.par',
        3,
      ],
      ['parameters/track.par ends before whether particles are added.', 'parameters/track.par', 9],
      ['cal/cam1.tif.ori, line 2: value 2 of the angles is zero, expected a number.', 'cal/cam1.tif.ori', 2],
      ['cal/cam1.tif.ori ends before value 1 of the rotation.', 'cal/cam1.tif.ori', 3],
    ]);
  });

  it.each(['four', '', '9', '2.5'])('tell a number of cameras that is none: %p', async (first) => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1 });
    await writeFiles(folder, classicFiles(experiment));
    await writeFile(path.join(folder, 'parameters/ptv.par'), `${first}\nimg/cam1\n`);
    const { problems } = readClassicExperiment(folder);
    expect(problems.filter(({ message }) => message.startsWith('Error reading camera count')).length).toBe(1);
  });

  it('take a camera without .addpar as free of distortion, and its rotation from the angles', async () => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1 });
    await writeFiles(folder, classicFiles(experiment));
    await rm(path.join(folder, 'cal/cam1.tif.addpar'));
    const { calibration } = readCalibrationFiles(folder, 'cal/cam1.tif');
    expect(calibration?.distortion).toEqual(noDistortion);
    const r = rotationMatrix(calibration!.anglesRad);
    for (const [a, b, expected] of [
      [0, 0, 1],
      [0, 3, 0],
      [3, 6, 0],
      [6, 6, 1],
    ] as const) {
      expect(r[a]! * r[b]! + r[a + 1]! * r[b + 1]! + r[a + 2]! * r[b + 2]!).toBeCloseTo(expected, 12);
    }
  });
});

/** Classic files keep eight digits of positions and angles. */
function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}

describe('experiment.yaml', () => {
  it('holds what the classic files hold, exactly', () => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1, cameras: 4 });
    expect(readYamlExperiment(yamlText(experiment))).toEqual({ experiment, problems: [] });
  });

  it('is checked as a whole, with lines', () => {
    const { experiment } = generateExperiment({ ...exampleExperiment, frames: 1 });
    const text = yamlText(experiment)
      .replace('high_pass: on', 'high_pass: perhaps')
      .replace('air: 1', 'air: thin');
    const line = (needle: string) => text.split('\n').findIndex((row) => row.includes(needle)) + 1;
    expect(readYamlExperiment(text).problems.map(({ place }) => place.line)).toEqual([
      line('perhaps'),
      line('thin'),
    ]);
    const broken = readYamlExperiment('first_frame: [1\nlast_frame: 2\n');
    expect([broken.experiment, broken.problems.length > 0]).toEqual([null, true]);
    for (const garbage of ['', '[]', '1', 'a: {b: '])
      expect(readYamlExperiment(garbage).experiment).toBeNull();
  });
});

describe('names of pictures', () => {
  it.each([
    ['img/cam1.%d', 10001, 'img/cam1.10001', 'img/cam1.10001_targets'],
    ['img/cam1.%04d', 7, 'img/cam1.0007', 'img/cam1.0007_targets'],
    ['img/cam1_%d.tif', 12345, 'img/cam1_12345.tif', 'img/cam1_12345_targets'],
    ['img/cam1.', 10001, 'img/cam1.10001', 'img/cam1.10001_targets'],
    ['img/cam1.', 0, 'img/cam1.0000', 'img/cam1.0000_targets'],
    ['img/cam1.%d', 0, 'img/cam1.0', 'img/cam1.0000_targets'],
  ])('%s of frame %d', (images, frame, picture, targets) => {
    expect([imageName(images, frame), targetsName(images, frame)]).toEqual([picture, targets]);
    expect(resolveImage(images, frame, (name) => name === `${picture}.png`)).toBe(`${picture}.png`);
    expect(resolveImage(images, frame, () => false)).toBeNull();
  });
});

(hasReference ? it : it.skip)('reads the reference experiments', () => {
  for (const [set, cameras] of [
    ['cavity_A', 4],
    ['synth_A', 4],
    ['track2cam', 2],
  ] as const) {
    const { experiment, problems } = readClassicExperiment(referencePath(set));
    expect([set, problems, experiment?.cameras.length]).toEqual([set, [], cameras]);
  }
});
