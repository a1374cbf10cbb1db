/** Runs a program in a container: the image is its world, with its inputs, its output and a private /tmp. */
import { realpathSync } from 'node:fs';
import { userInfo } from 'node:os';
import { ProcessingError } from '../contract.js';
import type { CommandLimits } from './definition.js';
import type { ContainerEngine } from './runners.js';
import type { Sandbox, SandboxPlaces } from './sandbox.js';

/** Of the machine, and wrong in a container, which has its own. */
const ofMachine = ['PATH', 'HOME'];

/**
 * @param image such as `docker.io/library/python:3.12-slim`, or with apptainer a file
 * @param name by which it can be ended; no other container has it
 */
export function containerSandbox(
  engine: ContainerEngine,
  { image, name, limits }: { readonly image: string; readonly name: string; readonly limits: CommandLimits },
): Sandbox {
  return engine === 'apptainer' || engine === 'singularity'
    ? apptainer(engine, image)
    : docker(engine, { image, name, limits });
}

/** Its programs are children of ours: limits, signals and the end of the job reach them like any other. */
function apptainer(engine: 'apptainer' | 'singularity', image: string): Sandbox {
  const prefix = `${engine.toUpperCase()}ENV_`;
  const source = image.startsWith('/') || image.includes('://') ? image : `docker://${image}`;
  return {
    refusal: null,
    release: null,
    tmpOf: () => '/tmp',
    environmentOf: (variables) => ({
      ...variables,
      ...Object.fromEntries(
        Object.entries(variables)
          .filter(([name]) => !ofMachine.includes(name))
          .map(([name, value]) => [`${prefix}${name}`, value]),
      ),
    }),
    wrap: (command, places) => [
      engine,
      'exec',
      '--containall',
      ...(places.network === 'allowed' ? [] : ['--net', '--network', 'none']),
      ...mounts(places).flatMap((mount) => ['--bind', mount]),
      '--pwd',
      places.workingDirectory,
      source,
      ...command,
    ],
  };
}

/** Its programs are children of a service: limits are told to that, and what is cut short is removed by name. */
function docker(
  engine: 'podman' | 'docker',
  { image, name, limits }: { readonly image: string; readonly name: string; readonly limits: CommandLimits },
): Sandbox {
  if (image.startsWith('/'))
    throw new ProcessingError(`The image ${image} is a file, which ${engine} cannot run; apptainer can.`);
  const { uid, gid } = userInfo();
  return {
    refusal: null,
    release: [engine, 'rm', '--force', name],
    tmpOf: () => '/tmp',
    environmentOf: (variables) => variables,
    wrap: ([program = '', ...args], places) => [
      engine,
      'run',
      '--rm',
      '--init',
      ...['--name', name],
      ...(engine === 'podman' ? ['--userns', 'keep-id'] : ['--user', `${uid}:${gid}`]),
      ...['--cap-drop', 'all', '--security-opt', 'no-new-privileges'],
      // Where the machine labels files, those that are mounted would be denied.
      ...['--security-opt', 'label=disable'],
      ...(places.network === 'allowed' ? [] : ['--network', 'none']),
      ...(limits.memoryMb === undefined ? [] : ['--memory', `${Math.ceil(limits.memoryMb)}m`]),
      ...['--pids-limit', String(limits.processes)],
      ...mounts(places).flatMap((mount) => ['--volume', mount]),
      // Only the names, so that no secret stands among the arguments of a process.
      ...places.variables.filter((each) => !ofMachine.includes(each)).flatMap((each) => ['--env', each]),
      ...['--workdir', places.workingDirectory],
      ...['--entrypoint', program],
      image.replace(/^docker:\/\//, ''),
      ...args,
    ],
  };
}

/** `from:to`, read-only where it ends in `:ro`. @throws ProcessingError */
function mounts({ outputDir, tmpDir, readable }: SandboxPlaces): string[] {
  const unfit = [outputDir, ...readable, ...readable.map((file) => realpathSync(file))].find((file) =>
    /[:,]/.test(file),
  );
  if (unfit !== undefined) {
    throw new ProcessingError(
      `${unfit} cannot be seen in a container, because engines take colons and commas for ends of paths. Give it another name.`,
    );
  }
  return [
    `${outputDir}:${outputDir}`,
    `${tmpDir}:/tmp`,
    ...readable.map((file) => `${realpathSync(file)}:${file}:ro`),
  ];
}
