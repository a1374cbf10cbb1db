/** `batchyard annotate`: assigns annotations from a file on a server, or undoes that. */
import { defaultSaveEvery } from '@batchyard/domain/saving';
import { assignEntries, type EntryReport } from '../annotate/assign.js';
import { readEntries, sheetFields } from '../annotate/read-entries.js';
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { connectTo, serverOptions } from '../server/options.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  'valid-only': {
    type: 'boolean',
    help: 'Write the valid entries; without it nothing is written when one fails',
  },
  'save-every': {
    type: 'string',
    placeholder: 'entries',
    help: `With --valid-only: entries that are saved at a time (${defaultSaveEvery}, more of long lists)`,
  },
  continue: {
    type: 'string',
    placeholder: 'id',
    help: 'With --valid-only: go on with a changeset that was broken off, so that all is undone as one',
  },
  overwrite: { type: 'boolean', help: 'End conflicting annotations instead of failing' },
  'overwrite-terminal': { type: 'boolean', help: 'Also at and after a terminal value such as death' },
  'skip-empty': { type: 'boolean', help: 'Skip entries whose range selects no frames instead of failing' },
  plan: { type: 'boolean', help: 'Only say what would happen' },
  'keep-table': {
    type: 'boolean',
    help: 'Keep the annotations as a file of the project instead, an input for designs',
  },
  kind: { type: 'string', placeholder: 'name', help: 'With --keep-table: only those of this kind' },
  level: { type: 'string', placeholder: 'name', help: 'With --keep-table: only of subjects of this level' },
  undo: { type: 'string', placeholder: 'id', help: 'Undo a changeset instead; an undo can be undone too' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

/** Entries that are told one by one. */
const shownReports = 20;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  if (values.undo !== undefined) return undo(connectTo(values.server), values.undo, values.json === true);
  if (values['keep-table'] && values.project !== undefined) {
    return keepTable(connectTo(values.server), values.project, values);
  }
  const [file, extra] = positionals;
  if (file === undefined || extra !== undefined || values.project === undefined) {
    throw new UsageError('Give a project and one file: batchyard annotate labels.csv --project my-project');
  }
  const entries = await readEntries(file);
  if (entries.length === 0) throw new UsageError(`${file} has no assignments.`);
  const result = await assignEntries(connectTo(values.server), values.project, entries, {
    author: 'import',
    mode: values['valid-only'] ? 'valid_only' : 'all_or_nothing',
    overwrite: values.overwrite ? '1' : '0',
    overwriteTerminal: values['overwrite-terminal'] ? '1' : '0',
    skipEmptyRanges: values['skip-empty'] ? '1' : '0',
    plan: values.plan ? '1' : '0',
    ...(values['save-every'] === undefined ? {} : { saveEvery: values['save-every'] }),
    ...(values.continue === undefined ? {} : { continues: values.continue }),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  else present(result, values.plan === true);
  const isWritten = values.plan === true || result.changesetId !== null || result.failed === 0;
  if (!isWritten) return exitCodes.badUsage;
  return result.failed > 0 ? exitCodes.jobFailed : exitCodes.succeeded;
}

function present(result: Awaited<ReturnType<typeof assignEntries>>, isPlan: boolean): void {
  const { assigned, skipped, failed, elapsedS, entriesPerS, changesetId, reports, problem } = result;
  for (const report of reports.slice(0, shownReports)) process.stderr.write(`${sentence(report)}\n`);
  if (reports.length > shownReports) {
    process.stderr.write(`… and ${reports.length - shownReports} more; --json lists all.\n`);
  }
  if (problem !== undefined) {
    const again = `Send the same list again with --continue ${changesetId}.`;
    process.stderr.write(`${problem.message} ${again}\n`);
  }
  const rate = `${elapsedS.toFixed(1)} s, ${Math.round(entriesPerS).toLocaleString('en')} entries/s`;
  const counts = `${assigned} assigned, ${skipped} skipped, ${failed} failed (${rate})`;
  if (isPlan) process.stdout.write(`Nothing was written. It would be: ${counts}.\n`);
  else if (changesetId === null) process.stdout.write(`Nothing was written: ${counts}.\n`);
  else process.stdout.write(`${counts}. Undo it with: batchyard annotate --undo ${changesetId}\n`);
}

const sentence = ({ row, status, message }: EntryReport) => `Row ${row} ${status}: ${message}`;

interface UndoAnswer {
  readonly undoChangeset: {
    readonly changeset: { readonly id: string; readonly summary: string } | null;
    readonly editedSince: readonly { readonly name: string; readonly reason: string }[];
    readonly problems: readonly { readonly message: string }[];
  };
}

async function undo(client: ServerClient, id: string, isJson: boolean): Promise<ExitCode> {
  const { undoChangeset } = await client.graphql<UndoAnswer>(
    `mutation ($id: ID!) { undoChangeset(input: { id: $id }) { changeset { id summary } editedSince { entity name reason } ${problemFields} } }`,
    { id },
  );
  const { changeset, editedSince, problems } = undoChangeset;
  if (isJson) process.stdout.write(`${JSON.stringify(undoChangeset, null, 2)}\n`);
  else if (changeset !== null)
    process.stdout.write(`${changeset.summary} This is changeset ${changeset.id}.\n`);
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  for (const { name, reason } of editedSince) process.stderr.write(`${name}: ${reason}\n`);
  return changeset === null ? exitCodes.badUsage : exitCodes.succeeded;
}

interface KeepAnswer {
  readonly keepAnnotationTable: {
    readonly file: { readonly id: string; readonly name: string; readonly sha256: string } | null;
    readonly problems: readonly { readonly message: string }[];
  };
}

async function keepTable(
  client: ServerClient,
  projectSlug: string,
  { kind, level, json }: { readonly kind?: string; readonly level?: string; readonly json?: boolean },
): Promise<ExitCode> {
  const { keepAnnotationTable } = await client.graphql<KeepAnswer>(
    `mutation ($input: KeepAnnotationTableInput!) { keepAnnotationTable(input: $input) { file { id name sha256 } ${problemFields} } }`,
    { input: { projectSlug, kind, level } },
  );
  const { file, problems } = keepAnnotationTable;
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  if (file === null) return exitCodes.badUsage;
  if (json) process.stdout.write(`${JSON.stringify(file, null, 2)}\n`);
  else process.stdout.write(`${file.name} is file ${file.id} of the project, an input for designs.\n`);
  return exitCodes.succeeded;
}

function help(): string {
  return `batchyard annotate <file> --project slug …

Assigns annotations: from JSON lines (.jsonl), or from the first sheet of a csv, tsv, xlsx or ods file with the
columns ${sheetFields.join(', ')}. Frames are ranges: [5:10], death:, all, first …

${describeOptions(options)}

Exit codes: 0 all assigned or skipped, 1 some failed and the valid ones were written, 2 nothing was written,
3 the server cannot be reached.`;
}
