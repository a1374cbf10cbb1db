import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from '@batchyard/pipelines/nearest';
import { UsageError } from './exit-codes.js';
import { renderTable } from './terminal/table.js';

/** One option of a verb, with its line of help. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  readonly short?: string;
  /** What stands after a text option in help, for example `name=path`. */
  readonly placeholder?: string;
  readonly help: string;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<S extends OptionSpec> = S['type'] extends 'boolean'
  ? boolean | undefined
  : S['multiple'] extends true
    ? string[] | undefined
    : string | undefined;

export interface ParsedArguments<S extends OptionSpecs> {
  readonly values: { readonly [K in keyof S]: ValueOf<S[K]> };
  readonly positionals: readonly string[];
}

/** @throws UsageError that names the option and the nearest known one */
export function parseArguments<const S extends OptionSpecs>(
  args: readonly string[],
  options: S,
): ParsedArguments<S> {
  try {
    const config = { args: [...args], options, allowPositionals: true, strict: true } as ParseArgsConfig;
    return parseArgs(config) as unknown as ParsedArguments<S>;
  } catch (error) {
    throw new UsageError(explainOption(error as Error, args, Object.keys(options)));
  }
}

function explainOption(error: Error, args: readonly string[], known: readonly string[]): string {
  const unknown = /^Unknown option '-{1,2}([^']+)'/.exec(error.message)?.[1];
  if (unknown === undefined) return `${error.message.split('. ')[0]}.`;
  const nearest = nearestName(unknown, known);
  const written = args.find((arg) => arg.startsWith(`--${unknown}`)) ?? `-${unknown}`;
  return `There is no option ${written.split('=')[0]}${nearest ? `; did you mean --${nearest}?` : '.'} See --help.`;
}

/** The options as a table for help texts. */
export function describeOptions(options: OptionSpecs): string {
  const rows = Object.entries(options).map(([name, option]) => [
    `--${name}${option.placeholder ? ` ${option.placeholder}` : ''}`,
    option.help,
  ]);
  return renderTable(['option', 'meaning'], rows);
}

/** A whole number option within bounds, or undefined when it was not given. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  bounds: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= bounds.min && value <= bounds.max)
    return value;
  throw new UsageError(`--${name} is ${text}: expected a whole number of ${bounds.min} to ${bounds.max}.`);
}
