import { stat } from 'node:fs/promises';
import type { InputFile, InputSpec, Inputs, Pipeline, Problem } from '../contract.js';
import { nearestName } from '../parameters/nearest.js';

/**
 * Checks the files of a job against the declared inputs: required ones given, no unknown names, count,
 * extension, existence and kind. Never throws; every problem at once.
 */
export async function checkInputs(pipeline: Pick<Pipeline, 'inputs'>, inputs: Inputs): Promise<Problem[]> {
  const declared = pipeline.inputs.map((spec) => spec.name);
  const unknown = Object.keys(inputs).filter((name) => !declared.includes(name));
  const perInput = pipeline.inputs.map((spec) => checkInput(spec, inputs[spec.name] ?? []));
  return [...unknown.map((name) => unknownInput(name, declared)), ...(await Promise.all(perInput)).flat()];
}

function unknownInput(name: string, declared: readonly string[]): Problem {
  const nearest = nearestName(name, declared);
  return {
    code: 'UNKNOWN_INPUT',
    severity: 'error',
    message: `This pipeline has no input ${name}${nearest ? `; did you mean ${nearest}?` : '.'}`,
    place: { input: name },
    expectation: `one of ${declared.join(', ')}`,
    fix: nearest ? `Give the files as ${nearest}.` : `Remove the input ${name}.`,
  };
}

async function checkInput(spec: InputSpec, files: readonly InputFile[]): Promise<Problem[]> {
  const place = { input: spec.name };
  if (files.length === 0) {
    if (spec.optional) return [];
    const expectation = spec.count === 'one' ? `one ${spec.kind}` : `at least one ${spec.kind}`;
    const message = `Input ${spec.name} is missing: expected ${expectation}.`;
    const fix = `Give ${expectation} as ${spec.name}.`;
    return [{ code: 'MISSING_INPUT', severity: 'error', message, place, expectation, fix }];
  }
  const problems: Problem[] = [];
  if (spec.count === 'one' && files.length > 1) {
    problems.push({
      code: 'TOO_MANY_FILES',
      severity: 'error',
      message: `Input ${spec.name} takes one ${spec.kind}, but ${files.length} were given.`,
      place,
      value: files.map((file) => file.name).join(', '),
      expectation: `one ${spec.kind}`,
      fix: 'Make one job for each file: start a batch, or give batchyard sweep a design with a folder of inputs.',
    });
  }
  return [...problems, ...(await Promise.all(files.map((file) => checkFile(spec, file)))).flat()];
}

async function checkFile(spec: InputSpec, file: InputFile): Promise<Problem[]> {
  const place = { input: spec.name, file: file.name };
  const found = await stat(file.path).catch(() => null);
  if (found === null) {
    const isFile = spec.kind === 'file';
    const message = isFile
      ? `${file.name} cannot be read: there is no such file.`
      : `${spec.title} directory does not exist: ${file.name}`;
    const fix = isFile ? 'Check the path, or upload the file again.' : 'Check the path.';
    return [
      { code: 'FILE_NOT_FOUND', severity: 'error', message, place, expectation: `a ${spec.kind}`, fix },
    ];
  }
  const kind = found.isDirectory() ? 'directory' : 'file';
  if (kind !== spec.kind) {
    const message =
      spec.kind === 'directory'
        ? `Path is not a directory: ${file.name}`
        : `${file.name} is a ${kind}: input ${spec.name} takes a ${spec.kind}.`;
    const fix = `Give a ${spec.kind}.`;
    return [
      {
        code: 'WRONG_KIND',
        severity: 'error',
        message,
        place,
        value: kind,
        expectation: `a ${spec.kind}`,
        fix,
      },
    ];
  }
  return kind === 'file' ? checkExtension(spec, file) : [];
}

function checkExtension(spec: InputSpec, file: InputFile): Problem[] {
  const name = file.name.toLowerCase();
  if (spec.extensions.length === 0 || spec.extensions.some((extension) => name.endsWith(extension)))
    return [];
  const expectation = `a file ending in ${spec.extensions.join(' or ')}`;
  return [
    {
      code: 'WRONG_EXTENSION',
      severity: 'error',
      message: `${file.name} does not fit input ${spec.name}: expected ${expectation}.`,
      place: { input: spec.name, file: file.name },
      value: file.name,
      expectation,
      fix: 'Choose another file, or convert and rename this one.',
    },
  ];
}
