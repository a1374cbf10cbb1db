import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Inputs, type Problem, ProblemsError } from '../../contract.js';
import type { ParticleTrackingParams } from '../params.js';
import { withParams } from '../settings.js';
import { readText } from './calibration-files.js';
import { readClassicExperiment } from './classic-files.js';
import type { Experiment } from './experiment.js';
import { leadsOutside, resolveImage, targetsName } from './image-names.js';
import { readYamlExperiment, yamlFileName } from './yaml-file.js';

/** An experiment ready to be processed. */
export interface PreparedExperiment {
  /** Readable path on this machine. */
  readonly folder: string;
  readonly experiment: Experiment;
}

export interface Preparation {
  readonly prepared: PreparedExperiment | null;
  readonly problems: readonly Problem[];
}

/** Reads the experiment and makes sure that every file of the frames is there; never throws on bad data. */
export function prepareExperiment(inputs: Inputs, params: ParticleTrackingParams): Preparation {
  const given = inputs.experiment?.[0];
  if (given === undefined)
    return { prepared: null, problems: [problem('MISSING_INPUT', 'Input experiment is missing.')] };
  const folder = given.path;
  if (!existsSync(folder)) {
    return {
      prepared: null,
      problems: [problem('NO_DIRECTORY', `Experiment directory does not exist: ${given.name}`)],
    };
  }
  if (!statSync(folder).isDirectory()) {
    return { prepared: null, problems: [problem('NO_DIRECTORY', `Path is not a directory: ${given.name}`)] };
  }
  const yaml = readText(folder, yamlFileName);
  const reading = yaml === null ? readClassicExperiment(folder) : readYamlExperiment(yaml);
  const isYaml = yaml !== null;
  if (reading.experiment === null) {
    return { prepared: null, problems: [...missingDirectories(folder, isYaml, null), ...reading.problems] };
  }
  const experiment = withParams(reading.experiment, params);
  const outside = checkNames(experiment, params);
  if (outside.length > 0) return { prepared: null, problems: outside };
  const problems = [
    ...missingDirectories(folder, isYaml, experiment),
    ...checkFrames(experiment),
    ...checkMasks(folder, experiment, params),
    ...checkPictures(folder, experiment),
  ];
  return { prepared: problems.length > 0 ? null : { folder, experiment }, problems };
}

/** As `prepareExperiment`. @throws ProblemsError */
export function prepareOrThrow(inputs: Inputs, params: ParticleTrackingParams): PreparedExperiment {
  const { prepared, problems } = prepareExperiment(inputs, params);
  if (prepared === null) throw new ProblemsError(problems);
  return prepared;
}

/** One problem that names all directories that are not there. */
function missingDirectories(folder: string, isYaml: boolean, experiment: Experiment | null): Problem[] {
  const images = experiment?.cameras.map((camera) => camera.images) ?? ['img/'];
  const named = isYaml ? [] : ['parameters', 'cal'];
  const wanted = [...named, ...images.map((name) => path.posix.dirname(`${name}x`))];
  const missing = [...new Set(wanted)].filter((name) => !existsSync(path.join(folder, name)));
  // While nothing can be read, a directory of pictures may well have another name.
  if (missing.length === 0 || (experiment === null && missing.every((name) => name === 'img'))) return [];
  return [problem('MISSING_DIRECTORIES', `Missing required directories: ${missing.join(', ')}`)];
}

/** Before any of the files is looked for. */
function checkNames({ cameras }: Experiment, { preprocess }: ParticleTrackingParams): Problem[] {
  const names = [...cameras.map(({ images }) => images), ...preprocess.masks].filter(leadsOutside);
  return [...new Set(names)].map((name) =>
    problem('OUTSIDE_DIRECTORY', `${name} leads out of the experiment directory.`, name),
  );
}

function checkFrames({ firstFrame, lastFrame }: Experiment): Problem[] {
  if (firstFrame <= lastFrame) return [];
  return [problem('BAD_FRAMES', `First frame (${firstFrame}) must be <= last frame (${lastFrame})`)];
}

function checkMasks(
  folder: string,
  { cameras }: Experiment,
  { preprocess }: ParticleTrackingParams,
): Problem[] {
  const { masks } = preprocess;
  if (masks.length === 0) return [];
  if (masks.length !== cameras.length) {
    return [
      problem(
        'BAD_MASKS',
        `There are ${masks.length} masks for ${cameras.length} cameras: one a camera is needed.`,
      ),
    ];
  }
  const missing = masks.filter((name) => !existsSync(path.join(folder, name)));
  return missing.map((name) => problem('REQUIRED_FILE_MISSING', `Required file not found: ${name}`, name));
}

/** More of them would hide what is wrong. */
const mostMissing = 20;

function checkPictures(folder: string, { cameras, firstFrame, lastFrame, targets }: Experiment): Problem[] {
  const exists = (name: string) => existsSync(path.join(folder, name));
  const missing: Problem[] = [];
  let more = 0;
  for (let frame = firstFrame; frame <= lastFrame; frame++) {
    cameras.forEach(({ images }, c) => {
      const stored = targets === 'stored' ? targetsName(images, frame) : null;
      if (stored === null ? resolveImage(images, frame, exists) !== null : exists(stored)) return;
      const name = stored ?? resolveImage(images, frame, () => true)!;
      if (missing.length === mostMissing) more++;
      else
        missing.push(
          problem(
            'REQUIRED_FILE_MISSING',
            `Camera ${c + 1}, frame ${frame}: Required file not found: ${name}`,
            name,
          ),
        );
    });
  }
  if (more > 0)
    missing.push(problem('MORE_FILES_MISSING', `${more} more files of these frames are missing.`));
  return missing;
}

const fixes: Readonly<Record<string, string>> = {
  NO_DIRECTORY: 'Give the directory that holds parameters, calibration and pictures.',
  MISSING_DIRECTORIES: 'Add them, or give another directory.',
  BAD_FRAMES: 'Give a last frame that is not before the first.',
  OUTSIDE_DIRECTORY: 'Put the file into the directory, and name it from there.',
  REQUIRED_FILE_MISSING: 'Add the file, or choose other frames.',
};

function problem(code: string, message: string, file?: string): Problem {
  const fix = fixes[code];
  return {
    code,
    severity: 'error',
    message,
    place: { input: 'experiment', ...(file !== undefined && { file }) },
    ...(fix !== undefined && { fix }),
  };
}
