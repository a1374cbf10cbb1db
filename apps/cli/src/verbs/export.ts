/** `batchyard export`: a list of a project on a server as a file. */
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { connectTo, serverOptions } from '../server/options.js';
import { saveDownload } from '../server/save.js';
import { progressLine } from '../terminal/progress.js';

const lists = [
  'jobs',
  'metrics',
  'annotations',
  'frames',
  'subjects',
  'comparison',
  'comparison-inputs',
  'comparison-jobs',
];
const extensions: Readonly<Record<string, string>> = {
  csv: 'csv',
  xlsx: 'xlsx',
  json: 'json',
  parquet: 'parquet',
  feather: 'feather',
  hdf5: 'h5',
  h5: 'h5',
};

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  format: {
    type: 'string',
    placeholder: 'format',
    help: 'csv, xlsx, json, parquet, feather or hdf5 (default csv)',
  },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'file',
    help: 'Where it goes, in place of a file that is there; - is standard output (default <list>.<format>)',
  },
  filter: {
    type: 'string',
    placeholder: 'name=value&…',
    help: 'What the page shows after ? in its address, as in "states=failed,lost&q=walk" or "kind=phenotype&value=DEAD"',
  },
  columns: { type: 'string', placeholder: 'a,b', help: 'Only these columns, in this order' },
  'for-editing': {
    type: 'boolean',
    help: 'Of annotations or subjects as xlsx: a sheet that can be edited and imported again',
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
  const [list, extra] = positionals;
  const { project, format = values['for-editing'] ? 'xlsx' : 'csv' } = values;
  if (list === undefined || extra !== undefined || project === undefined) {
    throw new UsageError(
      `Give a list and a project: batchyard export frames --project my-project --format parquet. Lists are ${lists.join(', ')}.`,
    );
  }
  if (!lists.includes(list))
    throw new UsageError(`There is no list ${list}: use one of ${lists.join(', ')}.`);
  const extension = extensions[format];
  if (extension === undefined) {
    throw new UsageError(`Unknown format: ${format}. Use csv, xlsx, json, parquet, feather or hdf5.`);
  }
  const client = connectTo(values.server);
  const base = `/projects/${encodeURIComponent(project)}/export/${list}`;
  const query = new URLSearchParams(values.filter?.replace(/^\?/, '') ?? '');
  if (values.columns !== undefined) query.set('columns', values.columns);
  const count = await countOf(client, base, query);
  if (values['for-editing']) query.set('for', 'editing');
  const body = await client.download(`${base}.${extension}?${query}`);
  if (values.output === '-') {
    await pipeline(body, process.stdout, { end: false });
    return exitCodes.succeeded;
  }
  const file = values.output ?? `${list}.${extension}`;
  const progress = downloadProgress(count.rows, extension === 'csv' || extension === 'json');
  await saveDownload(body, file, progress.onChunk);
  progress.clear();
  process.stdout.write(`${file}: ${count.words}\n`);
  return exitCodes.succeeded;
}

/** What the server says the list has, in words and as a number of rows. */
async function countOf(
  client: ServerClient,
  base: string,
  query: URLSearchParams,
): Promise<{ rows: number; words: string }> {
  const body = await client.download(`${base}/dictionary.json?${query}`);
  const { notes } = JSON.parse(await text(body)) as { readonly notes: readonly string[] };
  const [, words = '', filter = ''] = notes;
  const rows = Number(/^[\d,]+/.exec(words)?.[0].replaceAll(',', '') ?? 0);
  return { rows, words: `${words}; ${filter.charAt(0).toLowerCase()}${filter.slice(1)}` };
}

/** @param hasLines whether a row is a line */
function downloadProgress(rows: number, hasLines: boolean) {
  const line = progressLine();
  let [bytes, lines] = [0, 0];
  return {
    onChunk(chunk: Buffer) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(10); hasLines && at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      const fraction = hasLines && rows > 0 ? Math.min(lines / rows, 1) : null;
      line.show(`${rows.toLocaleString('en')} rows, ${(bytes / 1e6).toFixed(1)} MB written`, fraction);
    },
    clear: line.clear,
  };
}

function help(): string {
  return `batchyard export ${lists.join('|')} --project slug [--format csv|xlsx|json|parquet|feather|hdf5] [--output file]
    [--filter "name=value&…"] [--columns a,b]

Exactly what the page of the list shows with the same filter, all of it. Frames are the table for analysis: one row a
frame with its genotype, phenotype and flags. A comparison is told what it compares: --filter "batches=3,4&metric=…",
as in the address of its page; comparison has one row a setting, with n, interval and verdict. The count of rows, the filter and the time stand in the file.

${describeOptions(options)}`;
}
