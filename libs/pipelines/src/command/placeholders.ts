/** `{params_file}`, `{inputs.video}`, `{output}` … in the arguments of a command; `{{` and `}}` stand for braces. */
import type { Json } from '../json.js';

/** What a placeholder can be replaced by. */
export interface PlaceholderValues {
  readonly params_file: string;
  readonly inputs_file: string;
  readonly output: string;
  readonly seed: string;
  /** Paths by input; absent: not given. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  readonly params: Readonly<Record<string, Json>>;
  /** Paths of the files that travel with the definition. */
  readonly files: Readonly<Record<string, string>>;
}

export const plainPlaceholders = ['params_file', 'inputs_file', 'output', 'seed'] as const;

const pattern = /\{\{|\}\}|\{([A-Za-z_]+(?:\.[^{}\s]+)?)\}/g;

/** Names of the placeholders in one argument, in its order. */
export function placeholdersIn(argument: string): string[] {
  return [...argument.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** Whether an argument is one placeholder and nothing else. */
export function isWhole(argument: string): boolean {
  return placeholdersIn(argument).length === 1 && argument.replace(pattern, '') === '';
}

/**
 * Replaces the placeholders of all arguments. An argument that is `{inputs.x}` of several files becomes as many
 * arguments; one that names an input or a parameter that was not given falls away as a whole.
 */
export function fillArguments(command: readonly string[], values: PlaceholderValues): string[] {
  return command.flatMap((argument) => {
    if (isWhole(argument)) return textsOf(placeholdersIn(argument)[0] ?? '', values) ?? [];
    let isAbsent = false;
    const filled = argument.replace(pattern, (found, name?: string) => {
      if (name === undefined) return found[0] ?? '';
      const [text] = textsOf(name, values) ?? [];
      isAbsent ||= text === undefined;
      return text ?? '';
    });
    return isAbsent ? [] : [filled];
  });
}

function textsOf(name: string, values: PlaceholderValues): readonly string[] | undefined {
  const plain = plainPlaceholders.find((each) => each === name);
  if (plain !== undefined) return [values[plain]];
  const [group = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (group === 'inputs') return values.inputs[key];
  if (group === 'files') return [values.files[key] ?? ''];
  const value = paramAt(values.params, rest);
  if (value === undefined || value === null) return undefined;
  return [typeof value === 'string' ? value : JSON.stringify(value)];
}

function paramAt(params: Readonly<Record<string, Json>>, path: readonly string[]): Json | undefined {
  let value: Json | undefined = params as Json;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[key];
  }
  return value;
}
