import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClient, type Client as LiveClient } from 'graphql-ws';
import {
  endJob,
  fillProject,
  jobIdsOf,
  runJob,
  sayLines,
  specOf,
  startBatch,
  startJob,
  type TestProject,
} from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';
import { limits } from './limits.js';

/** What is used here of `ws`, which comes without types. */
interface Socket {
  once(event: string, listener: (code: number) => void): void;
  send(text: string): void;
}
const { WebSocket } = (await import('ws' as string)) as {
  WebSocket: new (url: string | URL, protocols?: string | string[], options?: object) => Socket;
};

let service: Service;
let alice: Client;
let bob: Client;
let project: TestProject;
let batchId: string;
let jobIds: string[];
const clients: LiveClient[] = [];

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  bob = await service.signIn('bob');
  project = await fillProject(alice, 'a');
});
afterAll(() => service.stop());

beforeEach(async () => {
  const spec = specOf(project.fileId, [1, 2, 3, 4, 5]);
  batchId = await startBatch(alice, 'a', { spec, options: { reuse: false } });
  jobIds = await jobIdsOf(alice, batchId);
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

function connect(
  headers: Readonly<Record<string, string>>,
  connectionParams?: Record<string, unknown>,
): LiveClient {
  class WithHeaders extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  }
  const url = `${service.origin.replace('http', 'ws')}/graphql`;
  const client = createClient({
    url,
    webSocketImpl: WithHeaders,
    retryAttempts: 0,
    connectionParams,
    lazyCloseTimeout: 0,
  });
  clients.push(client);
  return client;
}

interface Heard {
  /** Data of each event, or the code of its error. */
  readonly events: unknown[];
  readonly ended: Promise<'complete' | 'closed'>;
  stop(): void;
}

function listen(
  client: LiveClient,
  query: string,
  variables: Record<string, unknown> = { id: batchId },
): Heard {
  const events: unknown[] = [];
  let stop: () => void = () => undefined;
  const ended = new Promise<'complete' | 'closed'>((resolve) => {
    stop = client.subscribe(
      { query, variables },
      {
        next: ({ data, errors }) =>
          events.push(errors ? errors.map((error) => error.extensions?.code) : data),
        error: (error) => {
          if (Array.isArray(error)) events.push(error.map((entry) => entry.extensions?.code));
          resolve('closed');
        },
        complete: () => resolve('complete'),
      },
    );
  });
  return { events, ended, stop: () => stop() };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !condition(); tries++) await sleep(25);
  expect(condition()).toBe(true);
}

const watchBatch = 'subscription ($id: ID!) { batchChanged(id: $id) { state counts { succeeded waiting } } }';
const live = () => connect({ cookie: alice.headers.cookie ?? '' });

describe('subjectChanged', () => {
  it('tells what others say at once, also when they say much, and nothing to strangers', async () => {
    const subjects = Array.from({ length: 30 }, (_, n) => ({
      name: `e${n}`,
      level: 'embryo',
      frames: [{ number: 0 }, { number: 1 }],
    }));
    const made = await alice.graphql<{ createSubjects: { subjects: { id: string }[] } }>(
      'mutation ($subjects: [NewSubjectInput!]) { createSubjects(input: { projectSlug: "a", subjects: $subjects }) { subjects { id } } }',
      { subjects },
    );
    const id = made.data.createSubjects.subjects[0]?.id ?? '';
    const query =
      'subscription ($id: ID!) { subjectChanged(id: $id) { annotatedFrames annotations { value } } }';
    const assign = (assignments: object[]) =>
      alice.graphql(
        'mutation ($assignments: [AssignmentInput!]!) { assignAnnotations(input: { projectSlug: "a", assignments: $assignments }) { assigned } }',
        { assignments },
      );
    const heard = listen(live(), query, { id });
    await until(() => heard.events.length === 1);
    await assign([{ subject: 'e0', kind: 'phenotype', value: 'EDEMA', frames: 'first' }]);
    const one = { subjectChanged: { annotatedFrames: 1, annotations: [{ value: 'EDEMA' }] } };
    await until(() => JSON.stringify(heard.events.at(-1)) === JSON.stringify(one));
    await assign(
      subjects.map(({ name }) => ({ subject: name, kind: 'phenotype', value: 'TBD', frames: 'last' })),
    );
    const two = {
      subjectChanged: { annotatedFrames: 2, annotations: [{ value: 'EDEMA' }, { value: 'TBD' }] },
    };
    await until(() => JSON.stringify(heard.events.at(-1)) === JSON.stringify(two));
    const stranger = listen(connect({ cookie: bob.headers.cookie ?? '' }), query, { id });
    await stranger.ended;
    expect(stranger.events).toEqual([['NOT_FOUND']]);
  });
});

describe('batchChanged', () => {
  it('tells the state at once, and after each change', async () => {
    const heard = listen(live(), watchBatch);
    await until(() => heard.events.length === 1);
    expect(heard.events[0]).toEqual({
      batchChanged: { state: 'running', counts: { succeeded: 0, waiting: 5 } },
    });
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    const last = { batchChanged: { state: 'running', counts: { succeeded: 1, waiting: 4 } } };
    await until(() => JSON.stringify(heard.events.at(-1)) === JSON.stringify(last));
  });

  it('tells many changes in few events, the last one included', async () => {
    const heard = listen(live(), watchBatch);
    await until(() => heard.events.length === 1);
    const began = Date.now();
    for (const jobId of jobIds) await runJob(service, jobId, { outcome: 'succeeded' });
    const last = { batchChanged: { state: 'succeeded', counts: { succeeded: 5, waiting: 0 } } };
    await until(() => JSON.stringify(heard.events.at(-1)) === JSON.stringify(last));
    // 4 a second, and one at either end.
    expect(heard.events.length).toBeLessThanOrEqual(3 + (4 * (Date.now() - began)) / 1000);
  });

  it('stops when the membership ends', async () => {
    await service.addMember('a', bob, 'viewer');
    const heard = listen(connect({ cookie: bob.headers.cookie ?? '' }), watchBatch);
    await until(() => heard.events.length === 1);
    await service.database.query('delete from project_member where user_id = $1', [bob.userId]);
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    expect(await heard.ended).toBe('complete');
    expect(heard.events.slice(1)).toEqual([['NOT_FOUND']]);
  });

  it('stops when the sign-in ends', async () => {
    const session = await service.session(alice.userId);
    const heard = listen(connect({ cookie: session.headers.cookie ?? '' }), watchBatch);
    await until(() => heard.events.length === 1);
    await session.fetch('/auth/sign-out', { method: 'POST' });
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    expect(await heard.ended).toBe('complete');
    expect(heard.events.slice(1)).toEqual([['UNAUTHENTICATED']]);
  });

  it('does not exist for others, as if the id were wrong', async () => {
    for (const id of [batchId, '999999', 'x']) {
      const heard = listen(connect({ cookie: bob.headers.cookie ?? '' }), watchBatch, { id });
      expect(await heard.ended).toBe('complete');
      expect(heard.events).toEqual([['NOT_FOUND']]);
    }
  });

  it('listens no longer once the listener has gone', async () => {
    const client = live();
    const heard = listen(client, watchBatch);
    await until(() => heard.events.length === 1);
    heard.stop();
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    await sleep(400);
    expect(heard.events).toHaveLength(1);
  });
});

describe('jobChanged', () => {
  const watchJob = 'subscription ($id: ID!) { jobChanged(id: $id) { state attempt explanation } }';

  it('follows one job', async () => {
    await service.persistence.workers.register({
      id: 'living',
      host: 'here',
      pid: 1,
      slots: 1,
      version: '1',
    });
    const heard = listen(live(), watchJob, { id: jobIds[0] });
    await until(() => heard.events.length === 1);
    expect(heard.events[0]).toEqual({
      jobChanged: {
        state: 'waiting',
        attempt: 0,
        explanation: expect.stringMatching(/^It is number 1 /),
      },
    });
    await runJob(service, jobIds[0] ?? '', { outcome: 'failed' });
    await until(() => JSON.stringify(heard.events.at(-1)).includes('"failed"'));
  });

  it('does not exist for others', async () => {
    const heard = listen(connect({ cookie: bob.headers.cookie ?? '' }), watchJob, { id: jobIds[0] });
    expect(await heard.ended).toBe('complete');
    expect(heard.events).toEqual([['NOT_FOUND']]);
  });
});

describe('bulkActionChanged', () => {
  const watchAction = 'subscription ($id: ID!) { bulkActionChanged(id: $id) { state done total } }';
  const startAction = async () => {
    const jobs = { filter: { batchId } };
    const actor = { userId: alice.userId, source: 'api' } as const;
    const [{ id: projectId } = { id: '' }] = await service.database.query<{ id: string }>(
      'select id from project',
    );
    return service.persistence.bulkActions.start(actor, { projectId, verb: 'cancel', jobs });
  };

  it('tells the progress until the end', async () => {
    const id = await startAction();
    const heard = listen(live(), watchAction, { id });
    await until(() => heard.events.length === 1);
    expect(heard.events[0]).toEqual({ bulkActionChanged: { state: 'running', done: 0, total: 5 } });
    await service.persistence.bulkActions.carryOutPortion();
    const last = { bulkActionChanged: { state: 'done', done: 5, total: 5 } };
    await until(() => JSON.stringify(heard.events.at(-1)) === JSON.stringify(last));
  });

  it('does not exist for others', async () => {
    for (const id of [await startAction(), '999999', 'x']) {
      const heard = listen(connect({ cookie: bob.headers.cookie ?? '' }), watchAction, { id });
      expect(await heard.ended).toBe('complete');
      expect(heard.events).toEqual([['NOT_FOUND']]);
    }
  });
});

describe('jobLog', () => {
  const follow =
    'subscription ($jobId: ID!, $after: String) { jobLog(jobId: $jobId, after: $after) { lines { attempt line text } cursor isLast } }';
  interface Part {
    readonly jobLog: {
      readonly lines: { text: string }[];
      readonly cursor: string;
      readonly isLast: boolean;
    };
  }
  const textsOf = (heard: Heard) =>
    (heard.events as Part[]).flatMap(({ jobLog }) => jobLog.lines.map((line) => line.text));

  it('tells new lines as they come, and ends with the job', async () => {
    const jobId = jobIds[0] ?? '';
    const heard = listen(live(), follow, { jobId });
    const started = await startJob(service, jobId);
    await sayLines(service, started, [1, 2]);
    await until(() => textsOf(heard).length === 2);
    await sayLines(service, started, [3]);
    await until(() => textsOf(heard).length === 3);
    await endJob(service, started);
    expect(await heard.ended).toBe('complete');
    expect(textsOf(heard)).toEqual(['line 1', 'line 2', 'line 3']);
    expect((heard.events as Part[]).map(({ jobLog }) => jobLog.isLast)).toEqual(
      heard.events.map((_, index) => index === heard.events.length - 1),
    );
  });

  it('goes on after a cursor, without gap or repetition', async () => {
    const jobId = jobIds[0] ?? '';
    const started = await startJob(service, jobId);
    await sayLines(service, started, [1, 2, 3]);
    const first = listen(live(), follow, { jobId });
    await until(() => textsOf(first).length === 3);
    first.stop();
    await sayLines(service, started, [4, 5]);
    await endJob(service, started);
    const second = listen(live(), follow, { jobId, after: (first.events as Part[]).at(-1)?.jobLog.cursor });
    expect(await second.ended).toBe('complete');
    expect(textsOf(second)).toEqual(['line 4', 'line 5']);
  });

  it('tells a long log of a finished job in parts and ends', async () => {
    const jobId = jobIds[0] ?? '';
    const started = await startJob(service, jobId);
    const lines = Array.from({ length: 1201 }, (_, index) => index + 1);
    await sayLines(service, started, lines);
    await endJob(service, started);
    const heard = listen(live(), follow, { jobId });
    expect(await heard.ended).toBe('complete');
    expect(textsOf(heard)).toEqual(lines.map((line) => `line ${line}`));
    expect((heard.events as Part[]).map(({ jobLog }) => jobLog.lines.length)).toEqual([500, 500, 201]);
  });

  it('refuses a cursor that is none', async () => {
    const heard = listen(live(), follow, { jobId: jobIds[0], after: 'x' });
    expect(await heard.ended).toBe('complete');
    expect(heard.events).toEqual([['BAD_REQUEST']]);
  });

  it('does not exist for others, as if the id were wrong', async () => {
    for (const jobId of [jobIds[0], '999999', 'x']) {
      const heard = listen(connect({ cookie: bob.headers.cookie ?? '' }), follow, { jobId });
      expect(await heard.ended).toBe('complete');
      expect(heard.events).toEqual([['NOT_FOUND']]);
    }
  });
});

describe('a connection', () => {
  const cases: [string, () => LiveClient][] = [
    ['without credential', () => connect({})],
    ['with a wrong cookie', () => connect({ cookie: 'batchyard_session=x' })],
    ['with a wrong token', () => connect({}, { authorization: 'Bearer byt_x' })],
    ['from another site', () => connect({ cookie: alice.headers.cookie ?? '', origin: 'https://evil.test' })],
    ['under another name', () => connect({ cookie: alice.headers.cookie ?? '', host: 'evil.test' })],
  ];
  it.each(cases)('%s is closed', async (_name, open) => {
    const heard = listen(open(), watchBatch);
    expect(await heard.ended).toBe('closed');
    expect(heard.events).toEqual([]);
  });

  it('may use a token', async () => {
    const actor = { userId: alice.userId, source: 'api' } as const;
    const given = { name: 'live', scope: 'read', expiresInDays: 1 } as const;
    const { token, record } = await service.persistence.accessTokens.create(actor, given);
    const heard = listen(connect({}, { authorization: `Bearer ${token}` }), watchBatch);
    await until(() => heard.events.length === 1);
    await service.persistence.accessTokens.revoke(actor, record.id);
    await runJob(service, jobIds[0] ?? '', { outcome: 'succeeded' });
    expect(await heard.ended).toBe('complete');
    expect(heard.events.at(-1)).toEqual(['UNAUTHENTICATED']);
  });

  it('cannot change anything with a token that may only read', async () => {
    const actor = { userId: alice.userId, source: 'api' } as const;
    const given = { name: 'live', scope: 'read', expiresInDays: 1 } as const;
    const { token } = await service.persistence.accessTokens.create(actor, given);
    const mutation = 'mutation { createProject(input: { slug: "ws", name: "WS" }) { problems { code } } }';
    const heard = listen(connect({}, { authorization: `Bearer ${token}` }), mutation, {});
    expect(await heard.ended).toBe('complete');
    expect(heard.events).toEqual([['FORBIDDEN']]);
  });

  it('has the same limits as a request', async () => {
    const wide = '{ projects { batches(first: 500) { nodes { jobs(first: 500) { nodes { id } } } } } }';
    for (const query of [wide, '{ nothing }', '{']) {
      const heard = listen(live(), query, {});
      expect(await heard.ended).toBe('closed');
      expect(heard.events).toEqual([['BAD_REQUEST']]);
    }
  });

  it('carries so many subscriptions and no more', async () => {
    const client = live();
    const heard = Array.from({ length: limits.subscriptions + 5 }, () => listen(client, watchBatch));
    await until(() => heard.every(({ events }) => events.length > 0));
    const refused = heard.filter(({ events }) => JSON.stringify(events[0]) === '["BAD_REQUEST"]');
    expect(refused).toHaveLength(5);
  });

  it('is not made at another address', async () => {
    const socket = new WebSocket(`${service.origin.replace('http', 'ws')}/other`, 'graphql-transport-ws');
    // Without a listener the refusal would be thrown.
    socket.once('error', () => undefined);
    expect(await new Promise<number>((resolve) => socket.once('close', resolve))).toBe(1006);
  });

  it('takes no message beyond the limit', async () => {
    // graphql-ws reports broken connections on the console.
    jest.spyOn(console, 'error').mockImplementationOnce(() => undefined);
    const socket = new WebSocket(`${service.origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(limits.bodyBytes + 1));
    expect(await closed).toBe(1009);
  });
});
