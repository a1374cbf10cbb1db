import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let slug: string;
let projects = 0;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
});
beforeEach(async () => {
  slug = `lines-${++projects}`;
  await createProject(alice, slug);
  const frames = Array.from({ length: 10 }, (_, number) => ({ number }));
  const subjects = ['e1', 'e2'].map((name) => ({ name, level: 'embryo', frames }));
  await alice.graphql(
    'mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
    { input: { projectSlug: slug, subjects } },
  );
});
afterAll(() => service.stop());

async function send(body: string, query = '', client = alice) {
  const response = await client.fetch(`/annotations/${slug}${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    lines: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}
const line = (entry: object) =>
  `${JSON.stringify({ subject: 'e1', kind: 'phenotype', value: 'EDEMA', ...entry })}\n`;
const pace = { elapsedS: expect.any(Number), entriesPerS: expect.any(Number) };
const annotators = async () =>
  (
    await alice.graphql('query ($slug: String!) { project(slug: $slug) { annotators { kind name } } }', {
      slug,
    })
  ).data;

describe('the table of annotations', () => {
  it('has a row for each run of frames, of the kind and level asked for', async () => {
    await send(
      line({ frames: [0, 1, 5], note: '=1+1', confidence: 0.5 }) +
        line({ kind: 'genotype', value: 'WT', subject: 'e2', detail: { confirmed: true } }),
    );
    const read = async (query = '') => {
      const response = await alice.fetch(`/annotations/${slug}/table.csv${query}`);
      expect(response.headers.get('content-type')).toContain('text/csv');
      return (await response.text())
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .trim()
        .split('\r\n');
    };
    const header =
      'subject,level,kind,value,first_frame,last_frame,confidence,severity,note,detail,author,created_at';
    const edema = [
      "e1,embryo,phenotype,EDEMA,0,1,0.5,,'=1+1,,alice,TIME",
      "e1,embryo,phenotype,EDEMA,5,5,0.5,,'=1+1,,alice,TIME",
    ];
    const genotype = 'e2,embryo,genotype,WT,,,,,,"{""confirmed"":true}",alice,TIME';
    expect(await read()).toEqual([header, ...edema, genotype]);
    expect(await read('?kind=phenotype&level=embryo')).toEqual([header, ...edema]);
    expect(await read('?level=video')).toEqual([header]);
    const stranger = await service.signIn('stranger');
    expect((await stranger.fetch(`/annotations/${slug}/table.csv`)).status).toBe(404);
  });
});

describe('the table of annotations as a file', () => {
  const keep = async (input: object) => {
    const { data } = await alice.graphql<{
      keepAnnotationTable: {
        file: { id: string; name: string; sha256: string; url: string } | null;
        problems: object[];
      };
    }>(
      'mutation ($input: KeepAnnotationTableInput!) { keepAnnotationTable(input: $input) { file { id name sha256 url } problems { code } } }',
      { input: { projectSlug: slug, ...input } },
    );
    return data.keepAnnotationTable;
  };

  it('is an input that stays as it is, known by its hash, whatever is said later', async () => {
    await send(line({ frames: '[0:2]' }) + line({ kind: 'genotype', value: 'WT', subject: 'e2' }));
    const { file } = await keep({ kind: 'phenotype' });
    expect(file?.name).toBe('phenotype.csv');
    const contents = async () => (await alice.fetch(file?.url ?? '')).text();
    const before = await contents();
    expect(before).toBe(await (await alice.fetch(`/annotations/${slug}/table.csv?kind=phenotype`)).text());
    expect(before.split('\r\n').slice(1)).toEqual([
      expect.stringMatching(/^e1,embryo,phenotype,EDEMA,0,1,/),
      '',
    ]);
    const again = await keep({ kind: 'phenotype', name: 'again.csv' });
    expect([again.file?.name, again.file?.sha256]).toEqual(['again.csv', file?.sha256]);

    await send(line({ subject: 'e2', frames: 'last' }));
    expect(await contents()).toBe(before);
    expect((await keep({ kind: 'phenotype' })).file?.sha256).not.toBe(file?.sha256);
    expect((await keep({ level: 'embryo' })).file?.name).toBe('annotations.csv');
  });

  it('has what one change said and still holds, and none without a row', async () => {
    const said = async (body: string) => {
      const { lines } = await send(body);
      return lines.at(-1).result.changesetId as string;
    };
    const first = await said(line({ frames: '[0:2]' }) + line({ subject: 'e2', frames: 5 }));
    const second = await said(line({ kind: 'genotype', value: 'WT', subject: 'e2' }));
    const rows = async (changesetId: string) => {
      const { file } = await keep({ changesetId });
      const text = await (await alice.fetch(file?.url ?? '')).text();
      return text.trim().split('\r\n').slice(1);
    };
    const edema = [
      expect.stringMatching(/^e1,embryo,phenotype,EDEMA,0,1,/),
      expect.stringMatching(/^e2,embryo,phenotype,EDEMA,5,5,/),
    ];
    expect(await rows(first)).toEqual(edema);
    expect(await rows(second)).toEqual([expect.stringMatching(/^e2,embryo,genotype,WT,/)]);
    await send(line({ subject: 'e2', frames: 5, remove: true }));
    expect(await rows(first)).toEqual(edema.slice(0, 1));
    const none = { file: null, problems: [{ code: 'NO_ANNOTATIONS' }] };
    expect(await keep({ changesetId: first, kind: 'genotype' })).toEqual(none);
    expect(await keep({ changesetId: 'one' })).toEqual(none);
    await createProject(alice, `${slug}-other`);
    expect(await keep({ projectSlug: `${slug}-other`, changesetId: first })).toEqual(none);
  });

  it('has a name that a file can have', async () => {
    await send(line({}));
    expect(await keep({ name: '' })).toEqual({ file: null, problems: [{ code: 'INVALID_FILE_NAME' }] });
  });
});

describe('assignments as JSON lines', () => {
  it('S2-53: tell their progress, what was not done completely, and the result', async () => {
    const body = [
      line({ frames: '[0:2]' }),
      '\r\n',
      line({ frames: 5 }),
      line({ frames: [7, 8] }),
      line({ subject: 'e9' }),
      'not json\n',
      '{"subject": "e1"}\n',
      line({ subject: 'e2', frames: 'first', colour: 'red' }),
    ].join('');
    const { status, lines } = await send(body, '?mode=valid_only&author=import');
    expect(status).toBe(200);
    expect(lines.filter((told) => 'done' in told).at(-1)).toEqual({ done: 7, total: 7 });
    const outcomes = lines.flatMap((told) => ('outcome' in told ? [told.outcome] : []));
    expect(outcomes.map(({ index, code }) => [index, code])).toEqual([
      [3, 'UNKNOWN_SUBJECT'],
      [4, 'INVALID_REQUEST'],
      [5, 'INVALID_REQUEST'],
      [6, 'INVALID_REQUEST'],
    ]);
    expect(outcomes[1].message).toMatch(/^Line 6 is no JSON/);
    expect(outcomes[2].message).toMatch(/^Line 7 .*kind/);
    expect(lines.at(-1)).toEqual({
      result: { changesetId: expect.any(String), assigned: 3, skipped: 0, failed: 4, ...pace },
    });
    expect(await annotators()).toEqual({
      project: { annotators: [{ kind: 'import', name: 'Import by alice' }] },
    });
    const { data } = await alice.graphql(
      'query ($slug: String!) { project(slug: $slug) { subject(name: "e1") { annotatedFrames annotations { frames { first last } } } } }',
      { slug },
    );
    const frames = [
      { first: 0, last: 1 },
      { first: 5, last: 5 },
      { first: 7, last: 8 },
    ];
    expect(data).toEqual({ project: { subject: { annotatedFrames: 5, annotations: [{ frames }] } } });
  });

  it('S2-54: save valid ones as often as asked for, and go on with a change', async () => {
    const every = '?mode=valid_only&saveEvery=2';
    const body = [0, 1, 2, 3, 4].map((frame) => line({ frames: frame })).join('');
    const { lines } = await send(body, every);
    const { changesetId } = lines.at(-1).result;
    expect(lines.at(-1)).toMatchObject({ result: { assigned: 5 } });
    const more = await send(body + line({ frames: 5 }), `${every}&continues=${changesetId}`);
    expect(more.lines.at(-1)).toMatchObject({ result: { changesetId, assigned: 1, skipped: 5 } });

    expect((await send(body, '?saveEvery=2')).lines).toEqual([
      expect.objectContaining({ message: expect.stringContaining('valid_only') }),
    ]);
    for (const saveEvery of ['0', '1.5', '100001', 'often']) {
      const { status, lines: told } = await send(body, `?mode=valid_only&saveEvery=${saveEvery}`);
      expect([status, told[0].message]).toEqual([400, expect.stringContaining('whole number')]);
    }
    const assign = (input: object) =>
      alice.graphql(
        'mutation ($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { assigned problems { code } } }',
        {
          input: {
            projectSlug: slug,
            assignments: [{ subject: 'e2', kind: 'phenotype', value: 'EDEMA' }],
            ...input,
          },
        },
      );
    expect((await assign({ saveEvery: 0, mode: 'valid_only' })).data).toEqual({
      assignAnnotations: { assigned: 0, problems: [{ code: 'INVALID_ARGUMENT' }] },
    });
    expect((await assign({ continues: '0', mode: 'valid_only' })).data).toEqual({
      assignAnnotations: { assigned: 0, problems: [{ code: 'INVALID_CHANGESET' }] },
    });
    expect((await assign({ continues: changesetId, mode: 'valid_only' })).data).toEqual({
      assignAnnotations: { assigned: 1, problems: [] },
    });
  });

  it('S2-56: tell how long they took, and how many that are in a second', async () => {
    const { lines } = await send(line({ frames: 'first' }) + line({ frames: 'last' }));
    const { elapsedS, entriesPerS } = lines.at(-1).result;
    expect(elapsedS).toBeGreaterThan(0);
    expect(entriesPerS * elapsedS).toBeCloseTo(2);
  });

  it('fail by a range without frames, or skip it where that is asked for', async () => {
    const body = line({ frames: '[50:60]' }) + line({ frames: 'first' });
    const failed = await send(body);
    expect(failed.lines.at(-1)).toMatchObject({ result: { changesetId: null, skipped: 0, failed: 1 } });
    const skipped = await send(body, '?skipEmptyRanges=1');
    expect(skipped.lines.flatMap(({ outcome }) => outcome?.code ?? [])).toEqual(['EMPTY_RANGE']);
    expect(skipped.lines.at(-1)).toMatchObject({ result: { assigned: 1, skipped: 1, failed: 0 } });
    const { data } = await alice.graphql(
      'mutation ($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { assigned skipped failed elapsedS outcomes { code } } }',
      {
        input: {
          projectSlug: slug,
          skipEmptyRanges: true,
          assignments: [{ subject: 'e2', kind: 'phenotype', value: 'EDEMA', frames: '[50:60]' }],
        },
      },
    );
    expect(data).toEqual({
      assignAnnotations: {
        assigned: 0,
        skipped: 1,
        failed: 0,
        elapsedS: expect.any(Number),
        outcomes: [{ code: 'EMPTY_RANGE' }],
      },
    });
  });

  it('write nothing when one fails, unless told otherwise, and nothing as a plan', async () => {
    const failed = await send(line({ frames: 'first' }) + line({ frames: '[' }));
    expect(failed.lines.at(-1)).toEqual({
      result: { changesetId: null, assigned: 1, skipped: 0, failed: 1, ...pace },
    });
    const planned = await send(line({ frames: 'first' }), '?plan=1');
    expect(planned.lines.at(-1)).toEqual({
      result: { changesetId: null, assigned: 1, skipped: 0, failed: 0, ...pace },
    });
    expect(await annotators()).toEqual({ project: { annotators: [] } });
  });

  it('are refused in an unknown mode, when they are too large, and from a page of another site', async () => {
    expect(await send(line({}), '?mode=some')).toMatchObject({
      status: 400,
      lines: [{ code: 'BAD_REQUEST' }],
    });
    expect(await send(line({ note: 'x'.repeat(2 ** 20) }))).toMatchObject({
      status: 413,
      lines: [{ code: 'TOO_LARGE' }],
    });
    const withoutHeader = service.client({ cookie: alice.headers.cookie ?? '' });
    expect((await send(line({}), '', withoutHeader)).status).toBe(403);
  });
});
