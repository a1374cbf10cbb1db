/** What `run` and `check` have in common: which pipeline, with which parameters, on which files. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, type Json, type JsonObject, withValueAt } from '@batchyard/domain';
import {
  checkInputs,
  findPipeline,
  type InputFile,
  type InputSpec,
  type Inputs,
  nearestName,
  type Pipeline,
  type Problem,
  parseParams,
  pipelines,
} from '@batchyard/pipelines';
import type { OptionSpecs } from '../arguments.js';
import { UsageError } from '../exit-codes.js';
import { isPipelineFile, openPipelineFile } from '../pipeline/pipeline-file.js';

export const jobOptions = {
  input: {
    type: 'string',
    multiple: true,
    short: 'i',
    placeholder: 'name=path',
    help: 'File for an input, or folder for one of many files; repeat it for other inputs, or for more files of one',
  },
  param: {
    type: 'string',
    multiple: true,
    short: 'p',
    placeholder: 'path=value',
    help: 'Parameter by dotted path, for example weights.lambda_rigid=500; JSON where it is JSON, else text',
  },
  params: {
    type: 'string',
    placeholder: 'file.json',
    help: 'Parameters as a JSON object; --param goes over it',
  },
  json: { type: 'boolean', help: 'Print the result as JSON on standard output, and nothing else there' },
  help: {
    type: 'boolean',
    short: 'h',
    help: 'Show this help; with a pipeline, its parameters and inputs too',
  },
} as const satisfies OptionSpecs;

export interface JobRequest {
  readonly pipeline: Pipeline;
  /** Raw: not yet parsed by the pipeline. */
  readonly params: JsonObject;
  readonly inputs: Inputs;
}

/**
 * The pipeline of a name, or the command pipeline of a file.
 * @param folder from where the path of a file goes
 * @throws UsageError when the name is missing or unknown, or the file has problems
 */
export function requirePipeline(name: string | undefined, folder = '.'): Pipeline {
  const names = pipelines.map((pipeline) => pipeline.name);
  if (name === undefined) throw new UsageError(`Which pipeline? There are: ${names.join(', ')}.`);
  const pipeline = findPipeline(name);
  if (pipeline) return pipeline;
  if (isPipelineFile(name)) return openPipelineFile(path.resolve(folder, name));
  const nearest = nearestName(name, names);
  throw new UsageError(
    `There is no pipeline ${name}${nearest ? `; did you mean ${nearest}?` : '.'} There are: ${names.join(', ')}.`,
  );
}

/**
 * Reads the arguments and finds everything about them that can be told without opening a data file.
 * @throws UsageError with all problems at once
 */
export async function readRequest(
  positionals: readonly string[],
  values: {
    readonly input?: readonly string[] | undefined;
    readonly param?: readonly string[] | undefined;
    readonly params?: string | undefined;
  },
): Promise<JobRequest> {
  const pipeline = requirePipeline(positionals[0]);
  if (positionals.length > 1) {
    throw new UsageError(`${positionals[1]} is one argument too many; files are given as --input name=path.`);
  }
  const problems: Problem[] = [];
  const inputs = readInputs(pipeline, values.input ?? [], problems);
  const params = readParams(values.params, values.param ?? [], problems);
  const parsed = parseParams(pipeline, params);
  if ('problems' in parsed) problems.push(...parsed.problems);
  problems.push(...(await checkInputs(pipeline, inputs)));
  if (problems.some((problem) => problem.severity === 'error')) {
    throw new UsageError('The arguments have problems.', problems);
  }
  return { pipeline, params, inputs };
}

/** Files by input; what cannot be read is added to `problems`. */
export function readInputs(
  pipeline: Pick<Pipeline, 'inputs'>,
  entries: readonly string[],
  problems: Problem[],
): Inputs {
  const inputs: Record<string, InputFile[]> = {};
  for (const entry of entries) {
    const split = splitEntry(entry);
    if (split === null) problems.push(badEntry('--input', entry, 'name=path, for example markers=walk.csv'));
    else {
      const spec = pipeline.inputs.find(({ name }) => name === split.left);
      const files = filesAt(path.resolve(split.right), spec);
      inputs[split.left] = [...(inputs[split.left] ?? []), ...files];
    }
  }
  return inputs;
}

/** The file itself; of a folder, for an input of many files, those in it with a fitting ending, by name. */
function filesAt(file: string, spec: InputSpec | undefined): InputFile[] {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder || spec?.kind !== 'file' || spec.count !== 'many') {
    return [{ path: file, name: path.basename(file) }];
  }
  const { extensions } = spec;
  return readdirSync(file)
    .filter((name) => extensions.length === 0 || extensions.includes(path.extname(name).toLowerCase()))
    .sort()
    .map((name) => ({ path: path.join(file, name), name }));
}

/** Parameters of a file with single ones over them; what cannot be read is added to `problems`. */
export function readParams(
  file: string | undefined,
  entries: readonly string[],
  problems: Problem[],
): JsonObject {
  let params = file === undefined ? {} : readParamsFile(file, problems);
  for (const entry of entries) {
    const split = splitEntry(entry);
    if (split === null) {
      problems.push(badEntry('--param', entry, 'path=value, for example weights.lambda_rigid=500'));
    } else params = withValueAt(params, split.left, jsonOrText(split.right));
  }
  return params;
}

function readParamsFile(file: string, problems: Problem[]): JsonObject {
  const problem = (message: string, expectation: string, fix: string): JsonObject => {
    problems.push({ code: 'BAD_PARAMS_FILE', severity: 'error', message, place: { file }, expectation, fix });
    return {};
  };
  try {
    const params: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isJsonObject(params)) return params;
    return problem(
      `${file} is not a JSON object.`,
      'a JSON object of parameters',
      'Write {"group": {"name": 1}}.',
    );
  } catch (error) {
    const message = `${file} cannot be read as parameters: ${(error as Error).message}.`;
    return problem(message, 'a readable JSON file', 'Check the path, and the JSON at the place named.');
  }
}

function splitEntry(entry: string): { left: string; right: string } | null {
  const at = entry.indexOf('=');
  return at < 1 || at === entry.length - 1 ? null : { left: entry.slice(0, at), right: entry.slice(at + 1) };
}

function badEntry(option: string, value: string, expectation: string): Problem {
  const message = `${option} ${value} cannot be read: expected ${expectation}.`;
  return {
    code: 'BAD_OPTION',
    severity: 'error',
    message,
    place: { parameter: option },
    value,
    expectation,
    fix: `Write ${option} ${expectation.split(',')[0]}.`,
  };
}

function jsonOrText(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
