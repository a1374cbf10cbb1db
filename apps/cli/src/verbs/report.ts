/** `batchyard report`: the report of a batch or of a comparison on a server, as a page, a table or data. */
import { pipeline } from 'node:stream/promises';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { type ComparisonSources, comparisonPlace, comparisonSources } from '../server/comparison.js';
import { connectTo, serverOptions } from '../server/options.js';
import { saveDownload } from '../server/save.js';

const batchFiles = {
  html: 'report.html',
  csv: 'report.csv',
  json: 'report.json',
  zip: 'outputs.zip',
} as const;
const comparisonFiles = {
  html: 'report.html',
  pdf: 'report.pdf',
  xlsx: 'report.xlsx',
  csv: 'report.csv',
  json: 'report.json',
  tex: 'report.tex',
  md: 'report.md',
  zip: 'bundle.zip',
} as const;

const options = {
  batch: { type: 'string', placeholder: 'id', help: 'The batch to report on' },
  batches: { type: 'string', placeholder: 'ids', help: 'Compare the settings of these batches, as in 12,13' },
  designs: { type: 'string', placeholder: 'ids', help: 'Compare the settings of these designs' },
  jobs: { type: 'string', placeholder: 'ids', help: 'Compare these jobs' },
  format: {
    type: 'string',
    placeholder: Object.keys(comparisonFiles).join('|'),
    help: `Of a batch one of ${Object.keys(batchFiles).join(', ')}: a page to print, one row a job, all figures, or all output files. Of a comparison any: a page, PDF, workbook, one row a setting, all that is known, the table of a paper in LaTeX or Markdown, or a bundle (default html)`,
  },
  metric: { type: 'string', placeholder: 'name', help: 'Compare by this metric (default: the objective)' },
  direction: {
    type: 'string',
    placeholder: 'minimize|maximize',
    help: 'Which values of the metric are better',
  },
  baseline: { type: 'string', placeholder: 'key', help: 'Key of the setting that differences are from' },
  without: {
    type: 'string',
    placeholder: 'kind:value,…',
    help: 'Leave out inputs that are annotated so, as in flag:MOTION_BLUR,video_flag',
  },
  columns: {
    type: 'string',
    placeholder: 'inputs|parameter',
    help: 'Columns of tex and md: the inputs, or the values of a parameter (default inputs)',
  },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'file',
    help: 'Where it goes; - is standard output (default batch-<id>-<name> or comparison-<name>)',
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
  const sources = comparisonSources(values);
  const isOne = sources === null ? /^\d+$/.test(values.batch ?? '') : values.batch === undefined;
  if (!isOne || positionals.length > 0) {
    throw new UsageError(
      'Give the number of a batch, or what to compare: batchyard report --batch 12, batchyard report --batches 12,13',
    );
  }
  const client = connectTo(values.server);
  const { place, name } =
    sources === null
      ? batchReport(values.batch ?? '', values.format)
      : await comparisonReport(client, sources, values);
  const body = await client.download(place);
  if (values.output === '-') await pipeline(body, process.stdout, { end: false });
  else {
    const file = values.output ?? name;
    await saveDownload(body, file);
    process.stdout.write(`${file}\n`);
  }
  return exitCodes.succeeded;
}

function batchReport(batch: string, format: string | undefined) {
  const file = fileFor(batchFiles, format, ' of a batch; --batches compares its settings in more formats');
  return { place: `/batches/${batch}/${file}`, name: `batch-${batch}-${file}` };
}

async function comparisonReport(
  client: ReturnType<typeof connectTo>,
  sources: ComparisonSources,
  values: {
    readonly [K in 'format' | 'metric' | 'direction' | 'baseline' | 'without' | 'columns']?:
      | string
      | undefined;
  },
) {
  const file = fileFor(comparisonFiles, values.format, '');
  const { metric, direction, baseline, without, columns } = values;
  const place = await comparisonPlace(client, sources, {
    file,
    query: { metric, direction, baseline, without, columns },
  });
  return { place, name: `comparison-${file}` };
}

/** @throws UsageError naming the formats there are */
function fileFor(files: Readonly<Record<string, string>>, format = 'html', of: string): string {
  const file = Object.hasOwn(files, format) ? files[format] : undefined;
  if (file !== undefined) return file;
  throw new UsageError(`--format is ${format}: expected one of ${Object.keys(files).join(', ')}${of}.`);
}

function help(): string {
  return `batchyard report --batch id [--format html|csv|json|zip] [--output file]
batchyard report --batches ids [--designs ids] [--jobs ids] [--format …] [--metric name] [--output file]

The report of a batch can be had at any time, of a running batch too: totals, times, best and worst job of each metric,
failures by cause, and every job with its parameters. That of a comparison has settings best first with intervals and
verdicts, figures, and a methods paragraph; as zip it is a bundle that batchyard verify checks.

${describeOptions(options)}`;
}
