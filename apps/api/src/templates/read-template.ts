import { batchOptionsSchema, type JsonObject, type SharedFile, UserError } from '@batchyard/domain';
import type { NewTemplate } from '@batchyard/persistence';
import { type InputSpec, nearestName, type Pipeline, type Problem, plannable } from '@batchyard/pipelines';
import { z } from 'zod';
import { problemsOfIssues } from '../graphql/problems.js';

const objectSchema = z.record(z.string(), z.json());

/** A template as it came in. */
export interface GivenTemplate {
  readonly name: string;
  readonly pipeline: string;
  readonly params?: unknown;
  readonly options?: unknown;
  readonly note?: string | null;
  readonly files: readonly SharedFile[];
}

/**
 * What was given stays as it is, so that defaults of a later release apply to the rest.
 * @param found the pipeline of the name that was given
 * @throws UserError INVALID_TEMPLATE with every problem
 */
export function readTemplate(
  { name, pipeline, params, options, note, files }: GivenTemplate,
  found: Pipeline | undefined,
): NewTemplate {
  const problems = [
    ...checkParams(pipeline, found, params ?? {}),
    ...checkOptions(options ?? {}),
    ...(found === undefined ? [] : checkFiles(found.inputs, files)),
  ];
  if (problems.length > 0) {
    throw new UserError('INVALID_TEMPLATE', 'The template was not saved.', {}, problems);
  }
  return {
    name,
    pipelineName: pipeline,
    pipelineVersion: found?.version ?? null,
    params: (params ?? {}) as JsonObject,
    options: (options ?? {}) as JsonObject,
    files: inOrderOfInputs(found?.inputs ?? [], files),
    note: note ?? '',
  };
}

function checkParams(
  pipelineName: string,
  pipeline: Pipeline | undefined,
  params: unknown,
): readonly Problem[] {
  if (pipeline === undefined) {
    const message = `There is no pipeline ${pipelineName}.`;
    return [{ code: 'UNKNOWN_PIPELINE', severity: 'error', message, place: { parameter: 'pipeline' } }];
  }
  const read = objectSchema.safeParse(params);
  if (!read.success) return problemsOfIssues(read.error, 'params');
  const parsed = plannable(pipeline).parse(read.data);
  // What a pipeline has no default for, such as the water level of a day, may be left to whoever uses the template.
  return 'problems' in parsed ? parsed.problems.filter(({ code }) => code !== 'MISSING_PARAMETER') : [];
}

function checkOptions(options: unknown): readonly Problem[] {
  const read = batchOptionsSchema.safeParse(options);
  return read.success ? [] : problemsOfIssues(read.error, 'options');
}

function checkFiles(inputs: readonly InputSpec[], files: readonly SharedFile[]): readonly Problem[] {
  return files.flatMap(({ input, name }, index) => {
    const spec = inputs.find((each) => each.name === input);
    if (spec === undefined) return [unknownInput(input, inputs)];
    if (spec.count === 'one' && files.findIndex((each) => each.input === input) < index) {
      return [problemOf('TOO_MANY_FILES', input, `${spec.title} takes one file: ${name} is another one.`)];
    }
    const fits = spec.extensions.some((extension) => name.toLowerCase().endsWith(extension));
    if (fits || spec.extensions.length === 0 || spec.kind === 'directory') return [];
    const expectation = `a file ending in ${spec.extensions.join(', ')}`;
    return [
      {
        ...problemOf('WRONG_TYPE', input, `${name} is no file for ${spec.title}: expected ${expectation}.`),
        expectation,
      },
    ];
  });
}

function unknownInput(input: string, inputs: readonly InputSpec[]): Problem {
  const names = inputs.map(({ name }) => name);
  const nearest = nearestName(input, names);
  const hint = nearest ? `; did you mean ${nearest}?` : '.';
  const message = `The pipeline has no input ${input}${hint}`;
  return { ...problemOf('UNKNOWN_INPUT', input, message), expectation: `one of ${names.join(', ')}` };
}

const problemOf = (code: string, input: string, message: string): Problem => ({
  code,
  severity: 'error',
  message,
  place: { input, parameter: `files.${input}` },
});

function inOrderOfInputs(inputs: readonly InputSpec[], files: readonly SharedFile[]): readonly SharedFile[] {
  return inputs.flatMap(({ name }) => files.filter(({ input }) => input === name));
}
