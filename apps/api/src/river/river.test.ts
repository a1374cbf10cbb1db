import { exampleRiver, sampleLevelM, sampleScaffoldText, sampleVideo } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sampleIvy } from '../../../../libs/pipelines/src/river-discharge/testing/sample-ivy.js';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

// Made before the service starts: drawing takes longer than an idle connection lives.
const video = new Uint8Array(sampleVideo(exampleRiver));

let service: Service;
let alice: Client;
let bob: Client;
let nobody: Client;
let ids: Record<string, string>;

beforeAll(async () => {
  service = await startTestService({ maxUploadBytes: 2 ** 24 });
  alice = await service.signIn('alice');
  bob = await service.signIn('bob');
  nobody = service.client({});
  await createProject(alice, 'a');
  await createProject(alice, 'other');
  ids = await alice.upload('a', {
    'site.scaffold.json': sampleScaffoldText(exampleRiver),
    'notes.txt': 'no scaffold and no video '.repeat(50),
  });
  const form = new FormData();
  form.append('file', new Blob([video]), 'river.y4m');
  form.append('file', new Blob([new Uint8Array(sampleIvy())]), 'site.ivy');

  const sent = await alice.fetch('/files/a', { method: 'POST', body: form });
  const { files } = (await sent.json()) as { files: { id: string; name: string }[] };
  for (const { id, name } of files) ids[name] = id;
});
afterAll(() => service.stop());

const { widthPx, heightPx, frames, framesPerSecond } = exampleRiver;

describe('a stored video', () => {
  it('is described', async () => {
    const response = await alice.fetch(`/files/${ids['river.y4m']}/video`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { widthPx, heightPx, durationS: frames / framesPerSecond, codec: 'rawvideo', framesPerSecond },
    ]);
  });

  it('shows its frames, each as one picture that is not sent twice', async () => {
    const at = (timeS: string, headers = {}) =>
      alice.fetch(`/files/${ids['river.y4m']}/frame?at=${timeS}`, { headers });
    const [first, later] = [await at('0'), await at('1.2')];
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'image/png']);
    const [a, b] = [await first.arrayBuffer(), await later.arrayBuffer()];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
    const again = await at('0.0000', { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it.each(['soon', '-1', '1e3', '', '1;2'])('has no frame at %j', async (at) => {
    const response = await alice.fetch(`/files/${ids['river.y4m']}/frame?at=${at}`);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      400,
      'BAD_REQUEST',
    ]);
  });

  it('says what is wrong with a time or a file', async () => {
    const late = await alice.fetch(`/files/${ids['river.y4m']}/frame?at=99`);
    const problem = ((await late.json()) as { problems: { code: string; message: string }[] }).problems[0];
    expect([late.status, problem]).toMatchObject([
      400,
      { code: 'TIME_OUTSIDE_VIDEO', message: expect.stringContaining('2.4 s') },
    ]);
    const text = await alice.fetch(`/files/${ids['notes.txt']}/video`);
    expect([text.status, await text.json()]).toMatchObject([
      400,
      { problems: [{ place: { file: 'notes.txt' } }] },
    ]);
  });

  it('is not there for others, nor without signing in', async () => {
    for (const path of ['video', 'frame', 'frame?at=soon']) {
      expect((await bob.fetch(`/files/${ids['river.y4m']}/${path}`)).status).toBe(404);
      expect((await alice.fetch(`/files/999/${path}`)).status).toBe(404);
      expect((await nobody.fetch(`/files/${ids['river.y4m']}/${path}`)).status).toBe(401);
    }
  });
});

interface Checked {
  readonly checkScaffold: {
    readonly scaffold: { readonly title: string } | null;
    readonly method: string | null;
    readonly problems: readonly { readonly code: string; readonly place: { readonly parameter: string } }[];
    readonly fitError: { readonly rmsPx: number; readonly points: readonly unknown[] } | null;
    readonly places: readonly ({ readonly x: number; readonly y: number } | null)[];
    readonly searchLines: readonly { readonly station: number }[];
    readonly water: { readonly areaM2: number } | null;
  };
}

const check = (client: Client, input: object) =>
  client.graphql<Checked>(
    `query ($input: CheckScaffoldInput!) { checkScaffold(input: $input) {
       scaffold method problems { code place { parameter } } fitError { rmsPx rmsM points { name errorPx errorM } }
       places { x y } searchLines { station pixels } water { areaM2 } } }`,
    { input: { projectSlug: 'a', ...input } },
  );

describe('checkScaffold', () => {
  const scaffold = JSON.parse(sampleScaffoldText(exampleRiver)) as { control_points: object[] };

  it('checks what a form holds, and tells places of pixels', async () => {
    const { data } = await check(alice, { scaffold, waterLevel: sampleLevelM, pixels: [[64, 48]] });
    const { problems, method, fitError, places, searchLines, water } = data.checkScaffold;
    expect([problems, method, fitError!.points.length, searchLines.length]).toEqual([[], 'camera', 8, 5]);
    expect(fitError!.rmsPx).toBeLessThan(0.01);
    expect(places[0]!.x).toBeCloseTo(3, 2);
    expect(water!.areaM2).toBeGreaterThan(3);
  });

  it('reads a file of the project', async () => {
    const { data } = await check(alice, { fileId: ids['site.scaffold.json'] });
    expect(data.checkScaffold).toMatchObject({ scaffold: { title: 'Sample river' }, problems: [] });
    const notes = await check(alice, { fileId: ids['notes.txt'] });
    expect(notes.data.checkScaffold).toMatchObject({ scaffold: null, problems: [{ code: 'NOT_JSON' }] });
  });

  it('opens an .ivy project without a picture once the size of its frames is told', async () => {
    const file = { fileId: ids['site.ivy'] };
    const { data } = await check(alice, file);
    expect(data.checkScaffold).toMatchObject({ scaffold: null, problems: [{ code: 'NO_FRAME_SIZE' }] });
    const sized = (await check(alice, { ...file, frameSize: [widthPx, heightPx] })).data.checkScaffold;
    expect(sized).toMatchObject({ method: 'camera', scaffold: { camera: { width_px: widthPx } } });
    expect(sized.problems).toEqual([]);
  });

  it('tells of problems with their places', async () => {
    const few = { ...scaffold, control_points: scaffold.control_points.slice(0, 3), alpha: 2 };
    const { problems, method } = (await check(alice, { scaffold: few })).data.checkScaffold;
    expect(method).toBeNull();
    expect(problems.map(({ place }) => place.parameter).sort()).toEqual(['alpha', 'control_points']);
  });

  it.each([
    ['both a scaffold and a file', { scaffold: {}, fileId: '1' }],
    ['neither', {}],
    ['pixels that are no pairs', { scaffold: {}, pixels: [[1, 2, 3]] }],
    ['a frame without height', { scaffold: {}, frameSize: [640] }],
    ['too many pixels', { scaffold: {}, pixels: Array(101).fill([1, 2]) }],
  ])('refuses %s', async (_what, input) => {
    expect((await check(alice, input)).codes).toEqual(['BAD_REQUEST']);
  });

  it('is for those who may see the project and the file', async () => {
    expect((await check(bob, { scaffold })).codes).toEqual(['NOT_FOUND']);
    expect((await check(nobody, { scaffold })).codes).toEqual(['UNAUTHENTICATED']);
    const elsewhere = { projectSlug: 'other', fileId: ids['site.scaffold.json'] };
    expect((await check(alice, elsewhere)).codes).toEqual(['NOT_FOUND']);
    const viewer = await service.signIn('viewer');
    await service.addMember('a', viewer, 'viewer');
    expect((await check(viewer, { scaffold })).codes).toEqual([]);
  });
});
