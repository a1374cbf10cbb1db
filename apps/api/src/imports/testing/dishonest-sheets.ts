/** Files that mean harm, through the real service: refused with a reason, while others are served. */
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../../testing/project.js';
import { alice } from './lab.js';
import { rawWorkbook } from './raw-workbook.js';

const slug = 'dishonest';

beforeAll(async () => {
  await createProject(alice, slug);
});

const bomb = () => rawWorkbook({ A: Buffer.alloc(400 * 2 ** 20, '<row r="1"/>') });

/** The same with sizes in its directory that are a lie. */
async function lyingBomb(): Promise<Buffer> {
  const bytes = await bomb();
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    if (bytes.readUInt32LE(at + 24) > 2 ** 20) bytes.writeUInt32LE(5_000, at + 24);
  }
  return bytes;
}

interface Told {
  readonly state: string;
  readonly problem: { readonly code: string; readonly message: string } | null;
}

async function verdict(content: Buffer): Promise<Told> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(content)]), 'plate.xlsx');
  const answer = await alice.fetch(`/imports/${slug}?kind=annotations`, { method: 'POST', body: form });
  const { id } = (await answer.json()) as { id: string };
  for (;;) {
    const query = 'query ($id: ID!) { import(id: $id) { state problem { code message } } }';
    const { import: told } = (await alice.graphql<{ import: Told }>(query, { id })).data;
    if (told.state !== 'reading') return told;
    await sleep(50);
  }
}

describe('a sheet that means harm', () => {
  it('is refused where a megabyte unpacks to four hundred, and others are served meanwhile', async () => {
    const content = await bomb();
    expect(content.length).toBeLessThan(2 ** 20);
    let isOver = false;
    const refused = verdict(content).finally(() => {
      isOver = true;
    });
    const answers: number[] = [];
    while (!isOver) answers.push((await alice.graphql('{ me { user { id } } }')).status);
    expect(await refused).toMatchObject({
      state: 'failed',
      problem: {
        code: 'SHEET_TOO_LARGE',
        message: expect.stringMatching(/unpack to 419 MB, \d+ times as much/),
      },
    });
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it('is refused where its directory lies about how much it unpacks to', async () => {
    const { state, problem } = await verdict(await lyingBomb());
    expect([state, problem?.code]).toEqual(['failed', 'DAMAGED_SHEET']);
  });

  it.each([
    ['a file of the machine', '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['another address', '<!DOCTYPE w SYSTEM "http://127.0.0.1:1/x.dtd">'],
    ['an entity that doubles itself', '<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]>'],
  ])('is refused where its XML asks for %s', async (_, type) => {
    const { state, problem } = await verdict(
      await rawWorkbook({ A: '<worksheet/>' }, `${type}<workbook>&x;</workbook>`),
    );
    expect(state).toBe('failed');
    expect(problem?.message).toContain('it declares a document type');
    expect(problem?.message).not.toContain('root:');
  });
});
