/** `batchyard import`: a sheet into a project on a server. */
import { readFile } from 'node:fs/promises';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { connectTo, serverOptions } from '../server/options.js';
import { saveDownload } from '../server/save.js';
import { type CommittedSheet, SheetImport, type SheetState } from '../server/sheet-import.js';
import { progressTracker } from '../terminal/progress-tracker.js';

const kinds = ['annotations', 'subjects', 'batch', 'design'];

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  kind: {
    type: 'string',
    placeholder: 'kind',
    help: `What the rows are: ${kinds.join(', ')} (default annotations)`,
  },
  pipeline: { type: 'string', placeholder: 'name', help: 'Of a batch or design: what the rows are jobs of' },
  input: {
    type: 'string',
    multiple: true,
    short: 'i',
    placeholder: 'name=file',
    help: 'Of a batch or design: a file of the project for an input of all rows that name none, for example scaffold=site.json',
  },
  sheet: { type: 'string', placeholder: 'name', help: 'The sheet; without it the first one' },
  mapping: {
    type: 'string',
    placeholder: 'file.json',
    help: 'Fields by heading: {"Embryo": "subject", "Dose": "fact", "Initials": null}; headings it leaves out are guessed',
  },
  'valid-only': {
    type: 'boolean',
    help: 'Import the valid rows; without it nothing is imported when one is wrong',
  },
  plan: { type: 'boolean', help: 'Only say what would happen' },
  rejected: {
    type: 'string',
    placeholder: 'file.xlsx',
    help: 'Where rows with errors are saved, each with its reason, to be mended and imported',
  },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [file, extra] = positionals;
  const { project, kind = 'annotations', pipeline, sheet } = values;
  if (file === undefined || extra !== undefined || project === undefined) {
    throw new UsageError('Give a project and one sheet: batchyard import plate.xlsx --project my-project');
  }
  if (!kinds.includes(kind)) throw new UsageError(`--kind is ${kind}: expected one of ${kinds.join(', ')}.`);
  const mapping = values.mapping === undefined ? {} : await readMapping(values.mapping);
  const started = await SheetImport.begin(connectTo(values.server), project, file, {
    kind,
    pipeline,
    inputs: readInputs(values.input ?? []),
  });
  try {
    const state = await understand(started, sheet, mapping);
    if (values.rejected !== undefined) await saveRejected(started, state, values.rejected);
    if (values.plan) return planned(state, values.json === true);
    const mode = values['valid-only'] ? 'valid_only' : 'all_or_nothing';
    return finished(await write(started, mode), state, values.json === true);
  } finally {
    // What is not committed is no draft for somebody to find in the browser.
    await started.discardUnlessCommitted();
  }
}

async function understand(
  started: SheetImport,
  sheet: string | undefined,
  mapping: Readonly<Record<string, string | null>>,
): Promise<SheetState> {
  const bar = progressBar();
  const state = await started.whenChecked(sheet, mapping, (checked, total) =>
    bar.show('Checking', checked, total),
  );
  bar.end();
  return state;
}

async function write(started: SheetImport, mode: 'all_or_nothing' | 'valid_only'): Promise<CommittedSheet> {
  const bar = progressBar();
  const committed = await started.commit(mode, (what, done, total) =>
    bar.show(what === 'writing' ? 'Writing' : 'Checking once more', done, total),
  );
  bar.end();
  return committed;
}

async function saveRejected(started: SheetImport, { counts }: SheetState, file: string): Promise<void> {
  if (counts.error === 0) return;
  await saveDownload(await started.rejectedRows(), file);
  process.stderr.write(`${file}: ${counts.error} of the rows, each with its reason\n`);
}

/** A bar for each thing that is done in turn. */
function progressBar() {
  let tracker: ReturnType<typeof progressTracker> | null = null;
  let shown = { description: '', done: 0 };
  const end = () => {
    if (process.stderr.isTTY) tracker?.finish();
    tracker = null;
  };
  return {
    show(description: string, done: number, total: number): void {
      if (description !== shown.description || done < shown.done) {
        end();
        shown = { description, done: 0 };
      }
      tracker ??= progressTracker(total, { description, updateInterval: 1 });
      tracker.update(done - shown.done);
      shown = { description, done };
    },
    end,
  };
}

/** @throws UsageError for what is not name=file */
function readInputs(entries: readonly string[]): Record<string, string> {
  const pairs = entries.map((entry): [string, string] => {
    const [, name, file] = /^([^=]+)=(.+)$/.exec(entry) ?? [];
    if (name !== undefined && file !== undefined) return [name, file];
    throw new UsageError(
      `--input ${entry} cannot be read: expected name=file, for example scaffold=site.json.`,
    );
  });
  return Object.fromEntries(pairs);
}

/** @throws UsageError when it is no object of texts */
async function readMapping(file: string): Promise<Record<string, string | null>> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--mapping: ${file} cannot be read.`);
  });
  try {
    const mapping: unknown = JSON.parse(text);
    const isMapping =
      mapping !== null &&
      typeof mapping === 'object' &&
      Object.values(mapping).every((field) => field === null || typeof field === 'string');
    if (isMapping) return mapping as Record<string, string | null>;
  } catch {
    // Said below.
  }
  throw new UsageError(`--mapping: ${file} is no JSON object of fields by heading.`);
}

function planned(state: SheetState, isJson: boolean): ExitCode {
  if (isJson) process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
  else {
    tellProblems(state);
    process.stdout.write(`Nothing was imported. ${countsText(state)}\n`);
  }
  return state.counts.error > 0 ? exitCodes.badUsage : exitCodes.succeeded;
}

function finished(committed: CommittedSheet, state: SheetState, isJson: boolean): ExitCode {
  const { summary, problems, changeset } = committed;
  if (isJson) process.stdout.write(`${JSON.stringify({ ...committed, counts: state.counts }, null, 2)}\n`);
  else tellProblems(state);
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  if (summary === null) return exitCodes.badUsage;
  if (!isJson) {
    const undo = changeset?.undoable ? ` Undo it with: batchyard annotate --undo ${changeset.id}` : '';
    process.stdout.write(`${summary}${undo}\n`);
  }
  return state.counts.error > 0 ? exitCodes.jobFailed : exitCodes.succeeded;
}

function tellProblems({ shownProblems, problemCount, sheet, columns }: SheetState): void {
  for (const { row, column, message, expectation, suggestion } of shownProblems) {
    const heading = columns.find((each) => each.column === column)?.heading;
    const place = heading === undefined ? `row ${row}` : `row ${row}, column ${heading}`;
    const expected = expectation === null ? '' : ` Expected: ${expectation}.`;
    const hint = suggestion === null ? '' : ` Use ${suggestion}?`;
    process.stderr.write(`${sheet}, ${place}: ${message}.${expected}${hint}\n`);
  }
  const more = problemCount - shownProblems.length;
  if (more > 0) process.stderr.write(`… and ${more} more problems.\n`);
}

function countsText({ counts, rowCount }: SheetState): string {
  const parts = Object.entries(counts).flatMap(([status, n]) => (n > 0 ? [`${n} ${status}`] : []));
  return `Of ${rowCount} rows: ${parts.join(', ') || 'none'}.`;
}

function help(): string {
  return `batchyard import <sheet> --project slug [--kind kind] …

Imports the rows of an xlsx, ods, csv or tsv file. Headings are matched with fields by their names, with
reasons in the browser; --mapping says it better. The same sheet twice changes nothing.

${describeOptions(options)}

Exit codes: 0 all rows imported or unchanged, 1 some had errors and the valid ones were imported,
2 nothing was imported (with --plan: some rows have errors), 3 the server cannot be reached.`;
}
