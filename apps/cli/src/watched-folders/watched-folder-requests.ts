/** Watched folders of a server, as the command asks for them. */
import type { Problem } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { pickNamed, readTargetIds, readYamlEntries } from '../server/yaml-file.js';
import { renderTable } from '../terminal/table.js';

export interface ShownFolder {
  readonly id: string;
  readonly name: string;
  readonly share: string;
  readonly folder: string;
  readonly status: string;
  readonly problem: string | null;
  readonly counts: Readonly<Record<'arriving' | 'waiting' | 'started' | 'same_content' | 'refused', number>>;
}

export interface ShownFile {
  readonly path: string;
  readonly state: string;
  readonly note: string | null;
  readonly batch: { readonly id: string } | null;
  readonly job: { readonly id: string; readonly state: string } | null;
}

const listed = 'id name share folder status problem counts { arriving waiting started same_content refused }';

export async function listFolders(client: ServerClient, project: string): Promise<readonly ShownFolder[]> {
  const answer = await client.graphql<{ project: { watchedFolders: ShownFolder[] } }>(
    `query ($slug: String!) { project(slug: $slug) { watchedFolders { ${listed} } } }`,
    { slug: project },
  );
  return answer.project.watchedFolders;
}

/** @param given a name or an id @throws UsageError */
export async function findFolder(client: ServerClient, project: string, given: string): Promise<ShownFolder> {
  return pickNamed('watched folder', given, await listFolders(client, project));
}

/** The newest files. */
export async function listFiles(client: ServerClient, id: string): Promise<readonly ShownFile[]> {
  const answer = await client.graphql<{ watchedFolder: { files: { nodes: ShownFile[] } } }>(
    `query ($id: ID!) { watchedFolder(id: $id) { files(first: 20) { nodes { path state note batch { id } job { id state } } } } }`,
    { id },
  );
  return answer.watchedFolder.files.nodes;
}

/** Runs a mutation of watched folders. @returns the id @throws UsageError with the server's problems */
export async function changeFolder(
  client: ServerClient,
  verb: string,
  type: string,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await client.graphql<
    Record<string, { watchedFolder: { id: string } | null; problems: readonly Problem[] }>
  >(`mutation ($input: ${type}!) { ${verb}(input: $input) { watchedFolder { id } ${problemFields} } }`, {
    input,
  });
  const { watchedFolder, problems } = answer[verb] ?? { watchedFolder: null, problems: [] };
  if (watchedFolder === null) throw new UsageError('The server refuses this.', problems);
  return watchedFolder.id;
}

const entries = [
  'name',
  'share',
  'folder',
  'patterns',
  'recursive',
  'doneSuffix',
  'pollS',
  'stableS',
  'quietS',
  'longestWaitS',
  'design',
  'template',
  'templateVersion',
  'input',
  'inputs',
  'options',
];

/** Sets up the folder of a file. @param replace changes one of the same name instead @throws UsageError */
export async function saveFolder(
  client: ServerClient,
  project: string,
  file: string,
  replace: boolean,
): Promise<string> {
  const { design, template, ...given } = readYamlEntries(file, entries);
  const fields = { ...given, ...(await readTargetIds(client, project, { design, template })) };
  const before = replace
    ? (await listFolders(client, project)).find(({ name }) => name === given.name)
    : undefined;
  return before === undefined
    ? changeFolder(client, 'createWatchedFolder', 'CreateWatchedFolderInput', {
        projectSlug: project,
        ...fields,
      })
    : changeFolder(client, 'updateWatchedFolder', 'UpdateWatchedFolderInput', {
        watchedFolderId: before.id,
        ...fields,
      });
}

const words = (text: string) => text.replaceAll('_', ' ');
const placeOf = ({ share, folder }: ShownFolder) => `${share}:/${folder}`;

export function presentFolders(folders: readonly ShownFolder[]): string {
  if (folders.length === 0) return 'The project watches no folder.';
  const rows = folders.map((folder) => [
    folder.id,
    folder.name,
    placeOf(folder),
    words(folder.status),
    `${folder.counts.started} started, ${folder.counts.arriving + folder.counts.waiting} on the way`,
    folder.problem ?? '',
  ]);
  return renderTable(['id', 'watched folder', 'where', 'status', 'files', 'problem'], rows);
}

export function presentFolder(folder: ShownFolder, files: readonly ShownFile[]): string {
  const { name, status, problem, counts } = folder;
  const rows = files.map((file) => [
    file.path,
    words(file.state),
    file.job === null
      ? file.batch === null
        ? ''
        : `batch ${file.batch.id}`
      : `${file.job.id} ${words(file.job.state)}`,
    file.note ?? '',
  ]);
  return [
    `${name}: ${placeOf(folder)}, ${words(status)}${problem === null ? '' : `. ${problem}`}`,
    Object.entries(counts)
      .map(([state, count]) => `${count} ${words(state)}`)
      .join(', '),
    '',
    rows.length === 0 ? 'No file was seen yet.' : renderTable(['file', 'state', 'job', 'note'], rows),
  ].join('\n');
}
