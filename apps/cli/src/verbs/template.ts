/** `batchyard template list|show|save|diff|export|import|run|rename|archive|restore`: templates on a server. */
import path from 'node:path';
import { mergeParams } from '@batchyard/domain';
import type { Problem } from '@batchyard/pipelines';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { readParams } from '../job/request.js';
import type { ServerClient } from '../server/client.js';
import { connectTo, serverOptions } from '../server/options.js';
import { saveDownload } from '../server/save.js';
import { batchOptionFlags, readBatchOptions } from '../sweep/batch-option-flags.js';
import { presentDifferences, presentTemplate, presentTemplates } from '../templates/present-template.js';
import { runTemplate } from '../templates/run-template.js';
import {
  changeTemplate,
  draftTemplate,
  findTemplate,
  listTemplates,
  templateDifferences,
  versionOf,
} from '../templates/template-requests.js';
import { print } from '../terminal/outcome.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  archived: { type: 'boolean', help: 'list: those that are archived' },
  version: { type: 'string', placeholder: 'N', help: 'show, export, run: this version (default the newest)' },
  from: { type: 'string', placeholder: 'N', help: 'diff: the earlier version (default the one before)' },
  to: { type: 'string', placeholder: 'N', help: 'diff: the later version (default the newest)' },
  batch: { type: 'string', placeholder: 'id', help: 'save: what all jobs of this batch have in common' },
  job: { type: 'string', placeholder: 'id', help: 'save: all parameters of this job' },
  pipeline: { type: 'string', placeholder: 'name', help: 'save: of the parameters that are given here' },
  note: { type: 'string', placeholder: 'text', help: 'save: what the version is for' },
  input: {
    type: 'string',
    multiple: true,
    short: 'i',
    placeholder: 'name=path',
    help: 'run: a file for an input; several files of the main input make a job each',
  },
  param: {
    type: 'string',
    multiple: true,
    short: 'p',
    placeholder: 'path=value',
    help: 'save, run: a parameter over those of the batch, the job or the template',
  },
  params: { type: 'string', placeholder: 'file.json', help: 'save, run: parameters as a JSON object' },
  plan: { type: 'boolean', help: 'run: only show what would be computed' },
  name: { type: 'string', placeholder: 'text', help: 'import: under this name; rename: the new name' },
  output: {
    type: 'string',
    short: 'o',
    placeholder: 'file',
    help: 'export: where to (default: named after it)',
  },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

/** What an action works on. */
interface Action {
  readonly client: ServerClient;
  readonly project: string;
  /** Name of the template, or path of the file for `import`. */
  readonly subject: string;
  readonly values: Values;
}

/** Does it and prints the outcome. */
const actions: Readonly<Record<string, (action: Action) => Promise<ExitCode>>> = {
  show,
  save,
  diff,
  export: exportTemplate,
  import: importTemplate,
  run: start,
  rename,
  archive: (action) => change(action, 'archiveTemplate', 'is archived'),
  restore: (action) => change(action, 'restoreTemplate', 'is offered again'),
};

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, { ...options, ...batchOptionFlags });
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [verb, subject, extra] = positionals;
  const { project } = values;
  const action = verb === undefined ? undefined : actions[verb];
  if ((verb !== 'list' && action === undefined) || extra !== undefined) {
    throw new UsageError(`Say what to do: batchyard template list|${Object.keys(actions).join('|')} <name>`);
  }
  if (project === undefined) throw new UsageError('Give a project: --project my-project');
  const client = connectTo(values.server);
  if (action === undefined) return list(client, project, values);
  if (subject === undefined) {
    const what = verb === 'import' ? 'a file' : 'the name of a template';
    throw new UsageError(`Give ${what}: batchyard template ${verb} <${verb === 'import' ? 'file' : 'name'}>`);
  }
  return action({ client, project, subject, values });
}

function tell(values: Values, json: unknown, text: string): ExitCode {
  print({ text, json }, values.json);
  return exitCodes.succeeded;
}

async function list(client: ServerClient, project: string, values: Values): Promise<ExitCode> {
  const templates = await listTemplates(client, project, values.archived === true);
  return tell(values, templates, presentTemplates(templates));
}

async function show({ client, project, subject, values }: Action): Promise<ExitCode> {
  const template = await findTemplate(client, project, subject);
  const shown = versionOf(template, numberIn('version', values.version));
  return tell(
    values,
    { ...template, ...shown, versions: template.versions },
    presentTemplate(template, shown),
  );
}

async function diff({ client, project, subject, values }: Action): Promise<ExitCode> {
  const template = await findTemplate(client, project, subject);
  const to = numberIn('to', values.to) ?? template.version;
  const before = template.versions.find(({ version }) => version < to)?.version;
  const from = numberIn('from', values.from) ?? before;
  if (from === undefined)
    throw new UsageError(`${template.name} has no version before ${to} to compare with.`);
  for (const version of [from, to]) versionOf(template, version);
  const rows = await templateDifferences(client, template.id, from, to);
  return tell(values, { from, to, differences: rows }, presentDifferences(rows, from, to));
}

async function save({ client, project, subject, values }: Action): Promise<ExitCode> {
  const { batch, job, pipeline, note } = values;
  if ([batch, job, pipeline].filter((given) => given !== undefined).length !== 1) {
    throw new UsageError('Say what to save: exactly one of --batch, --job and --pipeline.');
  }
  const draft =
    pipeline === undefined
      ? await draftTemplate(client, { batchId: batch, jobId: job })
      : { pipelineName: pipeline, params: {}, options: {}, varied: [], files: [] };
  const problems: Problem[] = [];
  const given = readParams(values.params, values.param ?? [], problems);
  if (problems.length > 0) throw new UsageError('The arguments have problems.', problems);
  const saved = await changeTemplate(client, 'saveTemplate', {
    projectSlug: project,
    name: subject,
    pipeline: draft.pipelineName,
    params: mergeParams(draft.params, given),
    options: { ...draft.options, ...readBatchOptions(values) },
    files: draft.files.flatMap(({ input, fileId, suggested }) => (suggested ? [{ input, fileId }] : [])),
    note,
  });
  if (draft.varied.length > 0) {
    process.stderr.write(`Left out because jobs differ in them: ${draft.varied.join(', ')}.\n`);
  }
  return tell(values, saved, `Saved version ${saved.version} of the template ${saved.name}.`);
}

async function rename({ client, project, subject, values }: Action): Promise<ExitCode> {
  if (values.name === undefined) throw new UsageError('Give the new name: --name "River, winter"');
  const { id: templateId } = await findTemplate(client, project, subject);
  const renamed = await changeTemplate(client, 'renameTemplate', { templateId, name: values.name });
  return tell(values, renamed, `${subject} is called ${renamed.name} now.`);
}

async function change(
  { client, project, subject, values }: Action,
  mutation: 'archiveTemplate' | 'restoreTemplate',
  became: string,
): Promise<ExitCode> {
  const { id: templateId } = await findTemplate(client, project, subject);
  const changed = await changeTemplate(client, mutation, { templateId });
  return tell(values, changed, `${changed.name} ${became}.`);
}

async function exportTemplate({ client, project, subject, values }: Action): Promise<ExitCode> {
  const template = await findTemplate(client, project, subject);
  const { version, files } = versionOf(template, numberIn('version', values.version));
  const extension = files.length > 0 ? 'zip' : 'json';
  const named = `${template.name.replaceAll(/[/\\]/g, '-')} v${version}.template.${extension}`;
  const file = path.resolve(values.output ?? named);
  await saveDownload(await client.download(`/templates/${template.id}/file?version=${version}`), file);
  return tell(values, { file, version }, `Version ${version} of ${template.name} is in ${file}.`);
}

interface Imported {
  readonly outcome: string;
  readonly summary: string;
  readonly problems: readonly { readonly message: string }[];
}

async function importTemplate({ client, project, subject, values }: Action): Promise<ExitCode> {
  const query = values.name === undefined ? '' : `?name=${encodeURIComponent(values.name)}`;
  const imported = await client.sendFile<Imported>(
    `/templates/${encodeURIComponent(project)}${query}`,
    subject,
  );
  for (const { message } of imported.problems) process.stderr.write(`Warning: ${message}\n`);
  return tell(values, imported, imported.summary);
}

async function start({ client, project, subject, values }: Action): Promise<ExitCode> {
  const template = await findTemplate(client, project, subject);
  return runTemplate(client, {
    projectSlug: project,
    template,
    version: versionOf(template, numberIn('version', values.version)),
    input: values.input ?? [],
    param: values.param ?? [],
    params: values.params,
    options: readBatchOptions(values),
    plan: values.plan === true,
    json: values.json === true,
  });
}

const numberIn = (name: string, text: string | undefined): number | null =>
  wholeNumber(name, text, { min: 1, max: 1_000_000 }) ?? null;

function help(): string {
  return `batchyard template list --project slug
batchyard template show|diff|export|rename|archive|restore <name> --project slug
batchyard template save <name> --project slug --batch id | --job id | --pipeline name [--param path=value]
batchyard template import <file> --project slug [--name text]
batchyard template run <name> --project slug --input name=path [--param path=value] [--plan]

A template keeps parameters, options and shared files (a baseline, a scaffold) for a pipeline. Each save is a version
that never changes. The same file imported twice changes nothing.

${describeOptions(options)}

Options of the batch, for save and run:

${describeOptions(batchOptionFlags)}

Exit codes: 0 done, 1 some job of run failed, 2 refused or nothing was started, 3 the server cannot be reached.`;
}
