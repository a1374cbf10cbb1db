import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let viewer: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService({ shares: new Map([['lab', '/nowhere']]) });
  [alice, viewer] = [await service.signIn('alice'), await service.signIn('viewer')];
  project = await fillProject(alice, 'a');
  await service.addMember('a', viewer, 'viewer');
  await service.database.query(
    `insert into share_grant (share, project_id) select 'lab', id from project where slug = 'a'`,
  );
});
afterAll(() => service.stop());

interface Problem {
  readonly code: string;
  readonly place: { readonly parameter: string | null };
}
type Saved = Record<
  string,
  {
    readonly schedule: ({ readonly id: string } & Record<string, unknown>) | null;
    readonly problems: readonly Problem[];
  }
>;

const fields = `id name cron zone policies inputs newOnly options isPaused pauseReason nextDueTimes design { id }
  template { name } owner { name } project { slug }`;

const create = async (input: object, client = alice) => {
  const { data } = await client.graphql<Saved>(
    `mutation ($input: CreateScheduleInput!) { createSchedule(input: $input) {
      schedule { ${fields} } problems { code place { parameter } } } }`,
    {
      input: {
        projectSlug: 'a',
        cron: '0 2 * * *',
        zone: 'Europe/Berlin',
        designId: project.designId,
        ...input,
      },
    },
  );
  return data.createSchedule as Saved[string];
};
const change = async (verb: string, input: object, type = 'ScheduleInput') => {
  const { data } = await alice.graphql<Saved>(
    `mutation ($input: ${type}!) { ${verb}(input: $input) { schedule { ${fields} backfills { id which state times done } }
      problems { code place { parameter } } } }`,
    { input },
  );
  return data[verb] as Saved[string];
};

describe('a schedule', () => {
  it('is set up with its design, shows its next times, and is listed for those who may see the project', async () => {
    const { schedule, problems } = await create({ name: ' Nightly ', policies: { missed: 'skip' } });
    expect(problems).toEqual([]);
    expect(schedule).toMatchObject({
      name: 'Nightly',
      design: { id: project.designId },
      template: null,
      inputs: null,
      newOnly: true,
      isPaused: false,
      policies: { missed: 'skip', overlap: 'queue', missedAfterS: 900 },
      owner: { name: 'alice' },
      project: { slug: 'a' },
    });
    const times = ((schedule?.nextDueTimes ?? []) as string[]).map((time) => new Date(time));
    expect(times).toHaveLength(5);
    const inBerlin = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' });
    expect(new Set(times.map((time) => inBerlin.format(time)))).toEqual(new Set(['02:00']));
    const { data } = await viewer.graphql('{ project(slug: "a") { schedules { name } } }');
    expect(data).toEqual({ project: { schedules: [{ name: 'Nightly' }] } });
  });

  it('starts a template with files of the project by name', async () => {
    await alice.graphql(
      'mutation { saveTemplate(input: { projectSlug: "a", name: "Usual", pipeline: "rigid-body" }) { problems { code } } }',
    );
    const [template] = await service.database.query<{ id: string }>('select id from template');
    const inputs = { markers: '*.csv' };
    const { schedule } = await create({
      name: 'By template',
      designId: null,
      templateId: template?.id,
      inputs,
    });
    expect(schedule).toMatchObject({ design: null, template: { name: 'Usual' }, inputs });
  });

  it('is changed, paused, resumed and removed, each in the journal', async () => {
    const id = (await create({ name: 'Weekly' })).schedule?.id;
    const changed = {
      scheduleId: id,
      name: 'Weekly',
      cron: '0 3 * * 1',
      zone: 'UTC',
      designId: project.designId,
    };
    expect((await change('updateSchedule', changed, 'UpdateScheduleInput')).schedule?.cron).toBe('0 3 * * 1');
    expect((await change('pauseSchedule', { scheduleId: id })).schedule?.isPaused).toBe(true);
    expect((await change('resumeSchedule', { scheduleId: id })).schedule?.isPaused).toBe(false);
    await alice.graphql(`mutation { removeSchedule(input: { scheduleId: "${id}" }) }`);
    expect((await alice.graphql(`{ schedule(id: "${id}") { name } }`)).codes).toEqual(['NOT_FOUND']);
    const verbs = await service.database.query<{ verb: string }>(
      `select verb from changeset where summary like '%Weekly%' order by id`,
    );
    expect(verbs.map(({ verb }) => verb)).toEqual([
      'create_schedule',
      'change_schedule',
      'pause_schedule',
      'resume_schedule',
      'remove_schedule',
    ]);
  });

  it.each([
    [
      'a rule that cannot be read, in a zone that does not exist',
      { cron: '61 * * * *', zone: 'Mars' },
      ['UNKNOWN_TIME_ZONE', 'BAD_CRON_EXPRESSION'],
    ],
    ['seconds', { cron: '0 0 2 * * *' }, ['BAD_CRON_EXPRESSION']],
    ['no target', { designId: null }, ['INVALID_TARGET']],
    ['two targets', { templateId: '1' }, ['INVALID_TARGET']],
    ['a template without inputs', { designId: null, templateId: '1' }, ['NO_INPUTS']],
    ['a design that is not there', { designId: '99999' }, ['UNKNOWN_TARGET']],
    ['a share that it may not read', { inputs: { markers: 'other:/night/*.csv' } }, ['UNKNOWN_SHARE']],
    [
      'a sheet of a pipeline that is not there',
      { designId: null, sheet: { share: 'lab', path: 'jobs.csv', pipeline: 'none' } },
      ['UNKNOWN_PIPELINE'],
    ],
    [
      'a sheet outside of its share',
      { designId: null, sheet: { share: 'lab', path: '/etc/passwd', pipeline: 'rigid-body' } },
      ['INVALID_FIELD'],
    ],
    [
      'a sheet without pipeline',
      { designId: null, sheet: { share: 'lab', path: 'jobs.csv' } },
      ['INVALID_TARGET'],
    ],
    ['an unknown policy', { policies: { missed: 'perhaps' } }, ['INVALID_FIELD']],
    ['an unknown option', { options: { colour: 'red' } }, ['INVALID_FIELD']],
    ['a name that is taken', { name: 'Nightly' }, ['NAME_TAKEN']],
    ['no name', { name: ' ' }, ['INVALID_NAME']],
  ])('with %s is not saved', async (_what, input, codes) => {
    const count = 'select count(*) from schedule';
    const before = await service.database.query(count);
    const { schedule, problems } = await create({ name: 'Bad', ...input });
    expect(schedule).toBeNull();
    expect(problems.map(({ code }) => code)).toEqual(codes);
    expect(await service.database.query(count)).toEqual(before);
  });
});

it('reads a sheet of a share, and runs when somebody wants it to', async () => {
  const sheet = {
    share: 'lab',
    path: 'night/jobs.xlsx',
    pipeline: 'rigid-body',
    fields: { Walk: 'inputs.markers' },
  };
  const { schedule, problems } = await create({ name: 'Sheet', designId: null, sheet });
  expect(problems).toEqual([]);
  const id = schedule?.id;
  expect((await change('runSchedule', { scheduleId: id })).problems).toEqual([]);
  await service.persistence.schedules.pass(undefined, async () => ({ jobs: [], leftOut: [], sheet: 'Jobs' }));
  const { data } = await alice.graphql(
    `{ schedule(id: "${id}") { sheet latestOccurrence { story state reason leftOut leftOutNotes { place message } } } }`,
  );
  expect(data).toMatchObject({
    schedule: {
      sheet: { ...sheet, sheet: null },
      latestOccurrence: {
        story: 'by_hand',
        state: 'waiting',
        reason: 'night on the share lab is not there.',
        leftOut: 0,
      },
    },
  });
});

it('starts a batch when its time has come, which its ledger tells', async () => {
  const id = (
    await create({ name: 'Minutely', cron: '* * * * *', newOnly: false, options: { reuse: false } })
  ).schedule?.id;
  await service.database.query(
    `update schedule set decided_until = now() - interval '70 s', next_due_at = now() - interval '10 s' where id = $1`,
    [id],
  );
  await service.persistence.schedules.pass();
  const { data } = await alice.graphql<{ schedule: { occurrences: { nodes: readonly object[] } } }>(
    `{ schedule(id: "${id}") { occurrences(first: 5) { nodes { dueAt story state reason batch { name metadata } } } } }`,
  );
  expect(data.schedule.occurrences.nodes.at(-1)).toMatchObject({
    state: 'running',
    batch: { name: expect.stringMatching(/^Minutely 20/), metadata: { schedule: 'Minutely' } },
  });
  const calendar = await alice.graphql(
    `{ schedule(id: "${id}") { calendar(from: "2026-01-01T00:00:00Z", until: "2100-01-01T00:00:00Z") { state } } }`,
  );
  expect(JSON.stringify(calendar.data)).toContain('running');
});

it('runs times of the past afterwards, stops and goes on', async () => {
  const id = (await create({ name: 'Past' })).schedule?.id;
  const span = { scheduleId: id, from: '2026-01-01T00:00:00Z', until: '2026-01-03T12:00:00Z' };
  const request = { ...span, which: 'missing', stopOnFailure: true };
  const started = await change('startBackfill', request, 'StartBackfillInput');
  const [backfill] = (started.schedule?.backfills ?? []) as { id: string }[];
  expect(backfill).toMatchObject({ which: 'missing', state: 'running', times: 3, done: 0 });
  const named = { scheduleId: id, backfillId: backfill?.id };
  const stopped = await change('stopBackfill', named, 'BackfillInput');
  expect(stopped.schedule?.backfills).toMatchObject([{ state: 'stopped' }]);
  const resumed = await change('resumeBackfill', named, 'BackfillInput');
  expect(resumed.schedule?.backfills).toMatchObject([{ state: 'running' }]);
  const again = await change('startBackfill', request, 'StartBackfillInput');
  expect(again.problems).toMatchObject([{ code: 'NOTHING_TO_BACKFILL' }]);
  const unknown = await change('stopBackfill', { scheduleId: id, backfillId: '99999' }, 'BackfillInput');
  expect(unknown.problems).toMatchObject([{ code: 'NO_BACKFILL' }]);
});

it('tells when a rule is due before it is saved', async () => {
  const { data } = await viewer.graphql<{ cronTimes: { times: string[] } }>(
    '{ cronTimes(cron: "0 0 1 1 *", zone: "UTC") { times problems { code } } }',
  );
  expect(data.cronTimes.times).toHaveLength(5);
  expect(data.cronTimes.times.every((time) => time.endsWith('-01-01T00:00:00.000Z'))).toBe(true);
  const bad = await viewer.graphql('{ cronTimes(cron: "x", zone: "UTC") { times problems { code } } }');
  expect(bad.data).toEqual({ cronTimes: { times: [], problems: [{ code: 'BAD_CRON_EXPRESSION' }] } });
});
