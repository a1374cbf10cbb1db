/** Lays out what a program is given: its files, parameters and inputs as JSON, environment, sandbox. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Inputs, JobContext } from '../contract.js';
import type { JsonObject } from '../json.js';
import { chooseSandbox } from './choose-sandbox.js';
import type { CommandMeans } from './command-pipeline.js';
import type { CommandDefinition } from './definition.js';
import { fillArguments } from './placeholders.js';
import type { SandboxPlaces } from './sandbox.js';

export interface PreparedProgram {
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Why it has no sandbox; null: it has one. */
  readonly sandboxRefusal: string | null;
  /** Ends what it started elsewhere; null: it starts nothing there. */
  readonly release: readonly string[] | null;
  /** Removes what was laid out; may be called again. */
  cleanUp(): Promise<void>;
}

/** In the output folder, so that it goes with the attempt whatever happens. */
const ownFolder = '.batchyard';

/** What every program gets of the environment of whoever runs it. */
const alwaysPassed = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ'];

export async function prepareProgram(
  definition: CommandDefinition,
  means: CommandMeans,
  {
    params,
    inputs,
    outputDir,
    random,
  }: Pick<JobContext<JsonObject>, 'params' | 'inputs' | 'outputDir' | 'random'>,
): Promise<PreparedProgram> {
  const own = path.join(outputDir, ownFolder);
  const [paramsFile, inputsFile] = [path.join(own, 'params.json'), path.join(own, 'inputs.json')];
  const tmpDir = path.join(own, 'tmp');
  const seed = String(Math.floor(random() * 2 ** 31));
  await mkdir(tmpDir, { recursive: true });
  const files = await writeFiles(path.join(own, 'files'), definition.files);
  await writeFile(paramsFile, JSON.stringify(params, null, 2));
  await writeFile(inputsFile, JSON.stringify(pathsOf(definition, inputs), null, 2));
  const paths = Object.fromEntries(
    Object.entries(inputs).map(([name, list]) => [name, list.map((file) => file.path)]),
  );
  const values = {
    params_file: paramsFile,
    inputs_file: inputsFile,
    output: outputDir,
    seed,
    inputs: paths,
    params,
    files,
  };
  const workingDirectory = definition.workingDirectory ?? outputDir;
  const sandbox = await chooseSandbox(definition, means.runners);
  const variables = {
    ...pick(means.environment, alwaysPassed),
    ...ownVariables(definition, means),
    ...means.secrets,
    BATCHYARD_PARAMS: paramsFile,
    BATCHYARD_INPUTS: inputsFile,
    BATCHYARD_OUTPUT: outputDir,
    BATCHYARD_SEED: seed,
    // Lines are to arrive when they are printed.
    PYTHONUNBUFFERED: '1',
  };
  const places: SandboxPlaces = {
    outputDir,
    tmpDir,
    readable: Object.values(paths).flat(),
    hidden: means.hidden,
    network: definition.network ? 'allowed' : 'none',
    workingDirectory,
    variables: [...Object.keys(variables), 'TMPDIR'],
  };
  return {
    command: sandbox.wrap(fillArguments(definition.command, values), places),
    workingDirectory,
    environment: sandbox.environmentOf({ ...variables, TMPDIR: sandbox.tmpOf(places) }),
    sandboxRefusal: sandbox.refusal,
    release: sandbox.release,
    cleanUp: () => rm(own, { recursive: true, force: true }),
  };
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const written = Object.entries(files).map(async ([name, text]) => {
    const file = path.join(folder, name);
    await writeFile(file, text, { mode: 0o755 });
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(written));
}

/** A path for an input of one, a list for one of many, null where none was given. */
function pathsOf({ inputs: specs }: CommandDefinition, inputs: Inputs): JsonObject {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { count }]) => {
      const files = (inputs[name] ?? []).map((file) => file.path);
      return [name, count === 'many' ? files : (files[0] ?? null)];
    }),
  );
}

/** `NAME=value` sets a variable, `NAME` hands on the one of the machine. */
function ownVariables({ environment }: CommandDefinition, means: CommandMeans): Record<string, string> {
  const set = environment.flatMap((entry): [string, string][] => {
    const at = entry.indexOf('=');
    if (at > 0) return [[entry.slice(0, at), entry.slice(at + 1)]];
    const value = means.environment[entry];
    return value === undefined ? [] : [[entry, value]];
  });
  return Object.fromEntries(set);
}

function pick(all: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}
