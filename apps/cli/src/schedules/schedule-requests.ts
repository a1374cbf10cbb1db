/** Schedules of a server, as the command asks for them. */
import type { Problem } from '@batchyard/pipelines';
import { UsageError } from '../exit-codes.js';
import type { ServerClient } from '../server/client.js';
import { problemFields } from '../server/fields.js';
import { pickNamed, readTargetIds, readYamlEntries } from '../server/yaml-file.js';

export interface ShownOccurrence {
  readonly dueAt: string;
  readonly story: string;
  readonly state: string;
  readonly reason: string | null;
  readonly leftOut: number;
  readonly leftOutNotes: readonly { readonly place: string; readonly message: string }[];
  readonly batch: { readonly id: string } | null;
}

export interface ShownSchedule {
  readonly id: string;
  readonly name: string;
  readonly cron: string;
  readonly zone: string;
  readonly isPaused: boolean;
  readonly pauseReason: string | null;
  readonly nextDueTimes: readonly string[];
  readonly sheet: { readonly share: string; readonly path: string } | null;
  readonly design: { readonly name: string } | null;
  readonly template: { readonly name: string } | null;
  readonly latestOccurrence: ShownOccurrence | null;
}

export interface WholeSchedule extends ShownSchedule {
  readonly policies: Readonly<Record<string, unknown>>;
  readonly occurrences: { readonly nodes: readonly ShownOccurrence[] };
  readonly backfills: readonly {
    readonly id: string;
    readonly state: string;
    readonly which: string;
    readonly times: number;
    readonly done: number;
  }[];
}

const occurrence = 'dueAt story state reason leftOut leftOutNotes { place message } batch { id }';
const listed = `id name cron zone isPaused pauseReason nextDueTimes sheet design { name } template { name }
  latestOccurrence { ${occurrence} }`;

export async function listSchedules(
  client: ServerClient,
  project: string,
): Promise<readonly ShownSchedule[]> {
  const answer = await client.graphql<{ project: { schedules: ShownSchedule[] } }>(
    `query ($slug: String!) { project(slug: $slug) { schedules { ${listed} } } }`,
    { slug: project },
  );
  return answer.project.schedules;
}

/** @param given a name or an id @throws UsageError */
export async function findSchedule(
  client: ServerClient,
  project: string,
  given: string,
): Promise<ShownSchedule> {
  return pickNamed('schedule', given, await listSchedules(client, project));
}

export async function readSchedule(client: ServerClient, id: string): Promise<WholeSchedule> {
  const answer = await client.graphql<{ schedule: WholeSchedule }>(
    `query ($id: ID!) { schedule(id: $id) { ${listed} policies occurrences(first: 10) { nodes { ${occurrence} } }
      backfills { id state which times done } } }`,
    { id },
  );
  return answer.schedule;
}

/** Runs a mutation of schedules. @returns the id @throws UsageError with the server's problems */
export async function changeSchedule(
  client: ServerClient,
  verb: string,
  type: string,
  input: Readonly<Record<string, unknown>>,
): Promise<string> {
  const answer = await client.graphql<
    Record<string, { schedule: { id: string } | null; problems: readonly Problem[] }>
  >(`mutation ($input: ${type}!) { ${verb}(input: $input) { schedule { id } ${problemFields} } }`, { input });
  const { schedule, problems } = answer[verb] ?? { schedule: null, problems: [] };
  if (schedule === null) throw new UsageError('The server refuses this.', problems);
  return schedule.id;
}

const entries = [
  'name',
  'cron',
  'zone',
  'design',
  'template',
  'templateVersion',
  'sheet',
  'inputs',
  'newOnly',
  'policies',
  'options',
];

/** Sets up the schedule of a file. @param replace changes one of the same name instead @throws UsageError */
export async function saveSchedule(
  client: ServerClient,
  project: string,
  file: string,
  replace: boolean,
): Promise<string> {
  const { design, template, ...given } = readYamlEntries(file, entries);
  const target = await readTargetIds(client, project, { design, template });
  const fields = { zone: 'UTC', ...given, ...target };
  const before = replace
    ? (await listSchedules(client, project)).find(({ name }) => name === given.name)
    : undefined;
  return before === undefined
    ? changeSchedule(client, 'createSchedule', 'CreateScheduleInput', { projectSlug: project, ...fields })
    : changeSchedule(client, 'updateSchedule', 'UpdateScheduleInput', { scheduleId: before.id, ...fields });
}

/** The next five times of a rule. @throws UsageError */
export async function nextTimes(
  client: ServerClient,
  cron: string,
  zone: string,
): Promise<readonly string[]> {
  const { cronTimes } = await client.graphql<{
    cronTimes: { times: readonly string[]; problems: readonly Problem[] };
  }>(
    `query ($cron: String!, $zone: String!) { cronTimes(cron: $cron, zone: $zone) { times ${problemFields} } }`,
    {
      cron,
      zone,
    },
  );
  if (cronTimes.problems.length > 0) throw new UsageError('The rule cannot be read.', cronTimes.problems);
  return cronTimes.times;
}
