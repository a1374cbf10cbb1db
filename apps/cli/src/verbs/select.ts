/** `batchyard select`: which frames a range selects, before anything is applied. */
import { deathLandmark, type LandmarkPosition, type RangeFrames, selectFrames } from '@batchyard/domain';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';

const options = {
  count: { type: 'string', placeholder: 'N', help: 'How many frames there are; not needed with --ids' },
  landmark: {
    type: 'string',
    multiple: true,
    placeholder: 'name=K',
    help: 'Position or frame id of a landmark; missing where its frame is not among the frames',
  },
  ids: { type: 'string', placeholder: 'a,b,…', help: 'Ids of the frames, in their order' },
  json: { type: 'boolean', help: 'Print an error as JSON on standard output too' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

/** More frames than any recording has; the answer must fit into memory. */
const maxFrames = 10_000_000;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(withoutNegativeSpec(args), options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [spec, extra] = positionals;
  if (spec === undefined || extra !== undefined)
    throw new UsageError("Give one range, in quotes: batchyard select '[5:10]' --count 20");
  const { indices, warnings, error } = selectFrames(spec, framesOf(values));
  if (error !== null) {
    if (values.json) process.stdout.write(`${JSON.stringify({ error })}\n`);
    process.stderr.write(`${error.code}: ${error.message}\n`);
    return exitCodes.badUsage;
  }
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  process.stdout.write(`${JSON.stringify(indices)}\n`);
  return exitCodes.succeeded;
}

/** A range such as -1 or -3: looks like an option, and is none. */
function withoutNegativeSpec(args: readonly string[]): readonly string[] {
  const takesValue = (option: string | undefined) => /^--(count|landmark|ids)$/.test(option ?? '');
  const index = args.findIndex((arg, i) => /^-\d/.test(arg) && !takesValue(args[i - 1]));
  if (index < 0 || args.includes('--')) return args;
  return [...args.slice(0, index), ...args.slice(index + 1), '--', args[index] as string];
}

function framesOf(values: {
  readonly count?: string | undefined;
  readonly ids?: string | undefined;
  readonly landmark?: string[] | undefined;
}): RangeFrames {
  const ids = !values.ids ? [] : values.ids.split(',').map((id) => id.trim());
  const count = wholeNumber('count', values.count, { min: 0, max: maxFrames }) ?? ids.length;
  if (values.count === undefined && values.ids === undefined)
    throw new UsageError('--count is missing: give the number of frames, or their --ids.');
  if (values.ids !== undefined && ids.length !== count)
    throw new UsageError(`--ids names ${ids.length} frames, but --count is ${count}.`);
  const landmarks = (values.landmark ?? []).map((text) => landmarkOf(text, ids));
  return { count, ids, landmarks: Object.fromEntries(landmarks) };
}

function landmarkOf(text: string, ids: readonly string[]): readonly [string, LandmarkPosition] {
  const [, name, place] = /^([\p{L}_][\p{L}\p{N}_]*)=(.+)$/u.exec(text) ?? [];
  if (name === undefined || place === undefined)
    throw new UsageError(`--landmark is ${text}: expected a name and a position, as in ${deathLandmark}=12.`);
  if (place === 'missing') return [name, 'missing'];
  const position = /^\d+$/.test(place) ? Number(place) : ids.indexOf(place);
  if (position >= 0) return [name, position];
  throw new UsageError(
    `--landmark ${name} is ${place}: expected a position from 0, one of --ids, or missing.`,
  );
}

function help(): string {
  return `batchyard select '<range>' --count <N>

Prints the positions that a range selects of N frames in their order, from 0, as a JSON array. Warnings go to standard
error. Ranges: all, first, last, 5, -1, [5:10], [::2], [1,4,7:9], death-5:death+5, a frame id, ["id1","id2"].

${describeOptions(options)}

Exit codes: 0 the range was read, 2 it cannot be read or a landmark is missing; the message begins with its code.`;
}
