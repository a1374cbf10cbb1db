/** `batchyard schedule list|show|create|pause|resume|run|remove|backfill|next`: batches by the clock on a server. */
import { describeOptions, type OptionSpecs, parseArguments } from '../arguments.js';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.js';
import { presentSchedule, presentSchedules, timeIn } from '../schedules/present-schedule.js';
import {
  changeSchedule,
  findSchedule,
  listSchedules,
  nextTimes,
  readSchedule,
  saveSchedule,
} from '../schedules/schedule-requests.js';
import type { ServerClient } from '../server/client.js';
import { connectTo, serverOptions } from '../server/options.js';
import { type Printed, print } from '../terminal/outcome.js';

const options = {
  project: { type: 'string', placeholder: 'slug', help: 'The project; all but next need it' },
  file: { type: 'string', short: 'f', placeholder: 'schedule.yaml', help: 'create: what to set up' },
  replace: { type: 'boolean', help: 'create: change the schedule of this name where there is one' },
  from: { type: 'string', placeholder: 'time', help: 'backfill: first time, such as 2026-03-01' },
  until: { type: 'string', placeholder: 'time', help: 'backfill: last time; both belong to the span' },
  which: {
    type: 'string',
    placeholder: 'times',
    help: 'backfill: missing (default), missing_and_failed, or all',
  },
  'stop-on-failure': { type: 'boolean', help: 'backfill: stop at the first failure' },
  stop: { type: 'string', placeholder: 'id', help: 'backfill: stop this one instead of starting one' },
  resume: { type: 'string', placeholder: 'id', help: 'backfill: go on with this one' },
  zone: { type: 'string', placeholder: 'name', help: 'next: time zone of the rule (default UTC)' },
  ...serverOptions,
  json: { type: 'boolean', help: 'Print the outcome as JSON on standard output, and nothing else there' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
} as const satisfies OptionSpecs;

type Values = ReturnType<typeof parseArguments<typeof options>>['values'];

const simpleActions = {
  pause: ['pauseSchedule', 'is paused'],
  resume: ['resumeSchedule', 'goes on'],
  run: ['runSchedule', 'runs once more as soon as a worker looks'],
} as const;

export async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments(args, options);
  if (values.help) {
    process.stdout.write(`${help()}\n`);
    return exitCodes.succeeded;
  }
  const [action, name, ...extra] = positionals;
  if (action === undefined || extra.length > 0) throw new UsageError(usage);
  print(await act(() => connectTo(values.server), action, name, values), values.json);
  return exitCodes.succeeded;
}

const usage =
  'Say what to do: batchyard schedule list|show|create|pause|resume|run|remove|backfill|next; --help tells more.';

async function act(
  connect: () => ServerClient,
  action: string,
  name: string | undefined,
  values: Values,
): Promise<Printed> {
  if (action === 'next') return next(connect, name, values);
  const project = values.project;
  if (project === undefined) throw new UsageError('Give the project: --project my-project');
  if (action === 'list') {
    const schedules = await listSchedules(connect(), project);
    return { text: presentSchedules(schedules), json: schedules };
  }
  if (action === 'create') return create(connect, project, values);
  if (name === undefined)
    throw new UsageError(`Say which schedule: batchyard schedule ${action} Nightly --project ${project}`);
  const client = connect();
  const { id } = await findSchedule(client, project, name);
  if (action in simpleActions) {
    const [verb, words] = simpleActions[action as keyof typeof simpleActions];
    await changeSchedule(client, verb, 'ScheduleInput', { scheduleId: id });
    return { text: `${name} ${words}.`, json: { id } };
  }
  if (action === 'show') {
    const schedule = await readSchedule(client, id);
    return { text: presentSchedule(schedule), json: schedule };
  }
  if (action === 'remove') {
    await client.graphql('mutation ($input: ScheduleInput!) { removeSchedule(input: $input) }', {
      input: { scheduleId: id },
    });
    return { text: `${name} is removed; its batches stay.`, json: { id } };
  }
  if (action === 'backfill') return backfill(client, id, name, values);
  throw new UsageError(usage);
}

async function next(
  connect: () => ServerClient,
  given: string | undefined,
  { project, zone = 'UTC' }: Values,
) {
  if (given === undefined)
    throw new UsageError("Give a rule: batchyard schedule next '0 2 * * *' --zone Europe/Berlin");
  const client = connect();
  const named = project === undefined ? null : await findSchedule(client, project, given);
  const times = named === null ? await nextTimes(client, given, zone) : named.nextDueTimes;
  const shownZone = named?.zone ?? zone;
  return { text: times.map((time) => timeIn(time, shownZone)).join('\n'), json: times };
}

async function create(
  connect: () => ServerClient,
  project: string,
  { file, replace }: Values,
): Promise<Printed> {
  if (file === undefined)
    throw new UsageError(`Give a file: batchyard schedule create -f schedule.yaml --project ${project}`);
  const client = connect();
  const schedule = await readSchedule(client, await saveSchedule(client, project, file, replace === true));
  const first = schedule.nextDueTimes[0];
  const due = first === undefined ? '' : `; next time ${timeIn(first, schedule.zone)}`;
  return { text: `${schedule.name} is set up as schedule ${schedule.id}${due}.`, json: schedule };
}

async function backfill(client: ServerClient, id: string, name: string, values: Values): Promise<Printed> {
  const { stop, resume, from, until, which = 'missing' } = values;
  const known = stop ?? resume;
  if (known !== undefined) {
    const verb = stop === undefined ? 'resumeBackfill' : 'stopBackfill';
    await changeSchedule(client, verb, 'BackfillInput', { scheduleId: id, backfillId: known });
    return {
      text: `Backfill ${known} ${stop === undefined ? 'goes on' : 'stops after the batch under way'}.`,
      json: { id: known },
    };
  }
  if (!['missing', 'missing_and_failed', 'all'].includes(which)) {
    throw new UsageError(`--which is ${which}: expected missing, missing_and_failed or all.`);
  }
  await changeSchedule(client, 'startBackfill', 'StartBackfillInput', {
    scheduleId: id,
    from: momentOf('from', from),
    until: momentOf('until', until),
    which,
    stopOnFailure: values['stop-on-failure'] === true,
  });
  const [started] = (await readSchedule(client, id)).backfills;
  const times = started?.times === 1 ? '1 time' : `${started?.times ?? 0} times`;
  return { text: `${name} runs ${times} afterwards, as backfill ${started?.id}.`, json: started };
}

function momentOf(option: string, text: string | undefined): string {
  const time = new Date(text ?? '');
  if (!Number.isNaN(time.getTime())) return time.toISOString();
  throw new UsageError(
    `--${option} is ${text ?? 'missing'}: expected a time such as 2026-03-01 or 2026-03-01T02:00:00+01:00.`,
  );
}

function help(): string {
  return `batchyard schedule list --project slug
batchyard schedule show|pause|resume|run|remove name --project slug
batchyard schedule create -f schedule.yaml --project slug [--replace]
batchyard schedule backfill name --from time --until time [--which times] [--stop-on-failure] --project slug
batchyard schedule backfill name --stop id | --resume id --project slug
batchyard schedule next 'rule' [--zone name]

A schedule is named by its name or its id. The file of create has name, cron, zone, one of design, template and sheet,
inputs, newOnly, policies and options.

${describeOptions(options)}

Exit codes: 0 done, 2 refused (nothing was changed), 3 the server cannot be reached.`;
}
