/** The whole service as a newcomer starts it: real database, API, worker and dashboard, and real signals. */
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  descendantsOf,
  makeFolder,
  type RunningCommand,
  startCommand,
  stillRunning,
} from '../testing/command.js';

const folder = makeFolder();
const home = path.join(folder, 'data of the lab');
const port = 6_210;
const started: RunningCommand[] = [];
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

function up(): RunningCommand {
  const env = { BATCHYARD_HOME: home, PORT: String(port), HOST: '', DATABASE_URL: '', QUEUE_URL: '' };
  const command = startCommand(['up'], { cwd: folder, env });
  started.push(command);
  return command;
}

afterAll(async () => {
  for (const { child } of started) child.kill('SIGTERM');
  await Promise.all(started.map((command) => command.ended));
  rmSync(folder, { recursive: true, force: true });
});

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(50);
}

const isHealthy = async (url: string) => (await fetch(`${url}/health`).catch(() => null))?.ok === true;

/** Follows the printed link as a browser does. */
async function signIn(command: RunningCommand) {
  const [, url = '', token = ''] = await command.waitFor(/Sign in \(.*\): (http:\S+)\/sign-in\?token=(\S+)/);
  const body = JSON.stringify({ token });
  const headers = { 'content-type': 'application/json', origin: url };
  const answer = await fetch(`${url}/auth/link`, { method: 'POST', headers, body });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const graphql = async <Data>(query: string): Promise<Data> => {
    const init = { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify({ query }) };
    const { data } = (await (await fetch(`${url}/graphql`, init)).json()) as { data: Data };
    return data;
  };
  return {
    url,
    graphql,
    status: answer.status,
    signInAgain: async () => (await fetch(`${url}/auth/link`, { method: 'POST', headers, body })).status,
    async batchNames(): Promise<string[]> {
      const { project } = await graphql<{ project: { batches: { nodes: { name: string }[] } } }>(
        '{ project(slug: "sample") { batches { nodes { name } } } }',
      );
      return project.batches.nodes.map((batch) => batch.name);
    },
  };
}

/** `batchyard sweep` on the running service, with the design that the sample batch already computed. */
async function sweepOnServer(client: Awaited<ReturnType<typeof signIn>>) {
  const { createAccessToken } = await client.graphql<{ createAccessToken: { token: string } }>(
    'mutation { createAccessToken(input: { name: "test", scope: write, expiresInDays: 1 }) { token } }',
  );
  const design = path.resolve(import.meta.dirname, '../../../../docs/examples/rigid-body/sweep.yaml');
  const args = ['sweep', design, '--project', 'sample', '--server', client.url];
  return startCommand(args, { env: { BATCHYARD_TOKEN: createAccessToken.token } }).ended;
}

describeOnLinux('batchyard up', () => {
  it('starts from nothing, signs in once, finishes the sample sweep and stops on one Ctrl-C', async () => {
    const command = up();
    const client = await signIn(command);
    expect(client.url).toBe(`http://localhost:${port}`);
    expect([client.status, await client.signInAgain()]).toEqual([204, 401]);
    expect(await client.batchNames()).toEqual(['Weights of the rigid-body solver']);
    await command.waitFor(
      /The sample sweep has 108 jobs; watch it at http:\S+\/projects\/sample\/batches\/\d+/,
    );
    await command.waitFor(/Best setting: weights\.\S+ = .* mm, 108 of 108 jobs\)/);
    const page = await fetch(`${client.url}/sign-in`);
    expect(page.headers.get('content-type')).toContain('text/html');

    const sweep = await sweepOnServer(client);
    expect({ code: sweep.code, stderr: sweep.stderr }).toEqual({ code: 0, stderr: '' });
    expect(sweep.stdout).toContain('Batch succeeded: 0 succeeded, 108 reused, of 108 jobs.');
    expect(sweep.stdout).toMatch(/Best setting: weights\.\S+ = .* mm, \d+ of \d+ cells\)\.\n/);

    const second = await up().ended;
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(
      `Batchyard is already running at ${client.url} (process ${command.child.pid})`,
    );

    const children = descendantsOf(command.child.pid ?? 0);
    expect(children.length).toBeGreaterThan(5);
    command.child.kill('SIGINT');
    const { code, stderr } = await command.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stillRunning(children)).toEqual([]);
  }, 180_000);

  /** Started by one test and killed by the next. */
  let command: ReturnType<typeof up>;

  it('keeps its data, uses another port when its own is taken, and comes back from a crash of a service', async () => {
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(port, '127.0.0.1', resolve));
    try {
      command = up();
      await command.waitFor(new RegExp(`Port ${port} is in use by another program; using ${port + 1}`));
    } finally {
      stranger.close();
    }
    const client = await signIn(command);
    expect(client.url).toBe(`http://localhost:${port + 1}`);
    // All samples, of which the last may still be on its way, and the sweep of the test before.
    await until(async () => (await client.batchNames()).length === 5);

    const isApi = ({ pid }: { pid: number }) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('apps/api/dist/main.js');
    process.kill(descendantsOf(command.child.pid ?? 0).find(isApi)?.pid ?? 0, 'SIGKILL');
    await command.waitFor(/The API ended by SIGKILL; it starts again in 0\.5 s\. Its log: .*api\.log/);
    await until(() => isHealthy(client.url));

    const postgres = Number.parseInt(readFileSync(path.join(home, 'postgres/postmaster.pid'), 'utf8'), 10);
    process.kill(postgres, 'SIGKILL');
    await command.waitFor(/PostgreSQL ended; it starts again/);
    await until(() =>
      client.batchNames().then(
        (names) => names.length === 5,
        () => false,
      ),
    );
  }, 180_000);

  it('leaves no process behind even when it is killed, and starts again after that', async () => {
    const children = descendantsOf(command.child.pid ?? 0);
    expect(children.length).toBeGreaterThan(5);
    command.child.kill('SIGKILL');
    await command.ended;
    await until(() => stillRunning(children).length === 0);

    const again = up();
    expect((await signIn(again)).status).toBe(204);
    again.child.kill('SIGTERM');
    const { code, stdout } = await again.ended;
    expect(code).toBe(0);
    expect(stdout).not.toContain('sample sweep');
    expect(stdout).toContain('Stopped. Your data stays');
  }, 180_000);

  it('refuses a port that is none, before anything starts', async () => {
    const env = { BATCHYARD_HOME: path.join(folder, 'other'), PORT: 'http' };
    const { code, stderr } = await startCommand(['up'], { env }).ended;
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'PORT is http: expected a whole number of 1 to 65535.\n',
    });
  });
});
