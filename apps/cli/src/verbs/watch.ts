/** `batchyard watch list|show|create|pause|resume|remove`: folders on a server whose files are run as they come. */
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { connectTo, serverOptions } from '../server/options.js';
import { type Printed, print } from '../terminal/outcome.js';
import {
  changeFolder,
  findFolder,
  listFiles,
  listFolders,
  presentFolder,
  presentFolders,
  saveFolder,
} from '../watched-folders/watched-folder-requests.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project' },
  file: { type: 'string', short: 'f', placeholder: 'folder.yaml', help: 'create: what to watch' },
  replace: { type: 'boolean', help: 'create: change the watched folder of this name where there is one' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [action, name, ...extra] = positionals;
  if (action === undefined || extra.length > 0) throw new UsageError(usage);
  if (values.project === undefined) throw new UsageError('Give the project: --project my-project');
  print(await act(() => connectTo(values.server), values.project, { action, name, values }), values.json);
  return exitCodes.succeeded;
}

const usage = 'Say what to do: batchyard watch list|show|create|pause|resume|remove; --help tells more.';

async function act(
  connect: () => ServerClient,
  project: string,
  {
    action,
    name,
    values,
  }: { readonly action: string; readonly name: string | undefined; readonly values: Values },
): Promise<Printed> {
  if (action === 'list') {
    const folders = await listFolders(connect(), project);
    return { text: presentFolders(folders), json: folders };
  }
  if (action === 'create') return create(connect, project, values);
  if (name === undefined)
    throw new UsageError(`Say which folder: batchyard watch ${action} Inbox --project ${project}`);
  const client = connect();
  const folder = await findFolder(client, project, name);
  const input = { watchedFolderId: folder.id };
  switch (action) {
    case 'show': {
      const files = await listFiles(client, folder.id);
      return { text: presentFolder(folder, files), json: { ...folder, files } };
    }
    case 'pause':
    case 'resume': {
      const verb = action === 'pause' ? 'pauseWatchedFolder' : 'resumeWatchedFolder';
      await changeFolder(client, verb, 'WatchedFolderInput', input);
      return {
        text: `${folder.name} ${action === 'pause' ? 'is paused' : 'is watched again'}.`,
        json: { id: folder.id },
      };
    }
    case 'remove':
      await client.graphql('mutation ($input: WatchedFolderInput!) { removeWatchedFolder(input: $input) }', {
        input,
      });
      return { text: `${folder.name} is watched no more; its batches stay.`, json: { id: folder.id } };
    default:
      throw new UsageError(usage);
  }
}

async function create(
  connect: () => ServerClient,
  project: string,
  { file, replace }: Values,
): Promise<Printed> {
  if (file === undefined)
    throw new UsageError(`Give a file: batchyard watch create -f folder.yaml --project ${project}`);
  const client = connect();
  const id = await saveFolder(client, project, file, replace === true);
  const folder = await findFolder(client, project, id);
  return { text: `${folder.name} is set up as watched folder ${id}.`, json: folder };
}

function help(): string {
  return `batchyard watch list --project slug
batchyard watch show|pause|resume|remove name --project slug
batchyard watch create -f folder.yaml --project slug [--replace]

A watched folder is named by its name or its id. The file of create has name, share, folder, patterns, recursive, one of
design and template, input, inputs, doneSuffix, pollS, stableS, quietS, longestWaitS and options.

${describeOptions(options)}

Exit codes: 0 done, 2 refused (nothing was changed), 3 the server cannot be reached.`;
}
