/** `batchyard report`: the report of a batch on a server, as a page, a table or data. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { connectTo, serverOptions } from '../server/options.js';

const formats = { html: 'report.html', csv: 'report.csv', json: 'report.json', zip: 'outputs.zip' } as const;
type Format = keyof typeof formats;

const options = {
  batch: { type: 'string', placeholder: 'id', help: 'The batch' },
  format: {
    type: 'string',
    placeholder: Object.keys(formats).join('|'),
    help: 'A page to print, one row a job, all figures, or all output files (default html)',
  },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'file',
    help: 'Where it goes; - is standard output (default batch-<id>-<name>)',
  },
  ...serverOptions,
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  if (values.batch === undefined || !/^\d+$/.test(values.batch) || positionals.length > 0)
    throw new UsageError('Give the number of a batch: batchyard report --batch 12');
  const name = formats[readFormat(values.format ?? 'html')];
  const body = await connectTo(values.server).download(`/batches/${values.batch}/${name}`);
  if (values.output === '-') await pipeline(body, process.stdout, { end: false });
  else await save(body, values.output ?? `batch-${values.batch}-${name}`);
  return exitCodes.succeeded;
}

function readFormat(text: string): Format {
  if (Object.hasOwn(formats, text)) return text as Format;
  throw new UsageError(`--format is ${text}: expected one of ${Object.keys(formats).join(', ')}.`);
}

/** A download that breaks off leaves no half file. */
async function save(body: Readable, file: string): Promise<void> {
  const partial = `${file}.part`;
  try {
    await pipeline(body, createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  process.stdout.write(`${file}\n`);
}

function help(): string {
  return `batchyard report --batch id [--format html|csv|json|zip] [--output file]

The report can be had at any time, of a running batch too: totals, times, best and worst job of each metric,
failures by cause, and every job with its parameters.

${describeOptions(options)}`;
}
