/** `batchyard subjects`: lists the subjects of a project on a server, or makes them from a file. */
import { readFile } from 'node:fs/promises';
import { describeOptions, type OptionSpecs, parseArguments, wholeNumber } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { connectTo, serverOptions } from '../server/options.js';
import { renderTable } from '../terminal/table.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  text: { type: 'string', placeholder: 'part', help: 'Only those with this part in their name' },
  level: { type: 'string', placeholder: 'name', help: 'Only those of this level' },
  kind: { type: 'string', placeholder: 'name', help: 'Only those with an annotation of this kind' },
  value: { type: 'string', placeholder: 'term', help: 'With --kind: only those with this value' },
  without: { type: 'string', placeholder: 'kind', help: 'Only those without an annotation of this kind' },
  'to-redo': { type: 'boolean', help: 'Only those with annotations on an older result to be made anew' },
  limit: { type: 'string', placeholder: 'N', help: 'List so many at most (default 500)' },
  create: {
    type: 'string',
    placeholder: 'file',
    help: 'Make subjects from a JSON file: [{name, level, parent, metadata, frames: [{number}]}]',
  },
  'from-files': {
    type: 'string',
    placeholder: 'pattern',
    help: 'Make subjects from the names of the project’s files, as in {embryo}_s{frame}.png',
  },
  plan: { type: 'boolean', help: 'Only say what would be made' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the answer as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

const pageSize = 500;
const defaultLimit = 500;
const maxLimit = 1_000_000;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  if (values.project === undefined || positionals.length > 0) {
    throw new UsageError('Give a project: batchyard subjects --project my-project');
  }
  const client = connectTo(values.server);
  const makes = values.create !== undefined || values['from-files'] !== undefined;
  return makes ? create(client, values.project, values) : list(client, values.project, values);
}

interface ListedSubject {
  readonly name: string;
  readonly level: string;
  readonly frameCount: number;
  readonly annotatedFrames: number;
}
interface SubjectPage {
  readonly project: {
    readonly subjects: {
      readonly nodes: readonly ListedSubject[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  };
}

async function list(client: ServerClient, slug: string, values: Values): Promise<ExitCode> {
  const { text, level, kind, value, without } = values;
  const limit = wholeNumber('limit', values.limit, { min: 1, max: maxLimit }) ?? defaultLimit;
  const subjects: ListedSubject[] = [];
  let after: string | null = null;
  do {
    const page: SubjectPage = await client.graphql<SubjectPage>(
      `query ($slug: String!, $first: Int, $after: String, $filter: SubjectFilter) { project(slug: $slug) {
         subjects(first: $first, after: $after, filter: $filter) {
           nodes { name level frameCount annotatedFrames } pageInfo { hasNextPage endCursor } } } }`,
      {
        slug,
        first: Math.min(pageSize, limit - subjects.length),
        after,
        filter: { text, level, kind, value, without, toRedo: values['to-redo'] },
      },
    );
    const { nodes, pageInfo } = page.project.subjects;
    subjects.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null && subjects.length < limit);
  if (values.json) process.stdout.write(`${JSON.stringify(subjects, null, 2)}\n`);
  else if (subjects.length === 0) process.stdout.write('No subjects.\n');
  else
    process.stdout.write(
      `${renderTable(['subject', 'level', 'frames', 'annotated'], subjects.map(rowOf))}\n`,
    );
  return exitCodes.succeeded;
}

const rowOf = ({ name, level, frameCount, annotatedFrames }: ListedSubject) => [
  name,
  level,
  String(frameCount),
  String(annotatedFrames),
];

interface CreateAnswer {
  readonly createSubjects: {
    readonly planned: readonly { readonly name: string; readonly newFrames: number }[];
    readonly changeset: { readonly id: string; readonly summary: string } | null;
    readonly problems: readonly { readonly message: string; readonly severity: string }[];
  };
}

async function create(client: ServerClient, projectSlug: string, values: Values): Promise<ExitCode> {
  const { create: file, 'from-files': pattern, plan } = values;
  const input = {
    projectSlug,
    plan: plan === true,
    subjects: file === undefined ? undefined : await readSubjects(file),
    fromFiles: pattern === undefined ? undefined : { pattern },
  };
  const { createSubjects } = await client.graphql<CreateAnswer>(
    `mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) {
       planned { name level parent newFrames exists } changeset { id summary } ${problemFields} } }`,
    { input },
  );
  const { planned, changeset, problems } = createSubjects;
  if (values.json) process.stdout.write(`${JSON.stringify(createSubjects, null, 2)}\n`);
  else if (changeset !== null)
    process.stdout.write(`${changeset.summary} Undo it with: batchyard annotate --undo ${changeset.id}\n`);
  else process.stdout.write(`Nothing was written; ${planned.length} subjects would be made or get frames.\n`);
  for (const { message } of problems) process.stderr.write(`${message}\n`);
  return problems.some(({ severity }) => severity === 'error') && changeset === null
    ? exitCodes.badUsage
    : exitCodes.succeeded;
}

async function readSubjects(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function help(): string {
  return `batchyard subjects --project slug …

Lists subjects with their progress, or makes them with --create or --from-files.

${describeOptions(options)}

Exit codes: 0 done, 2 refused, 3 the server cannot be reached.`;
}
