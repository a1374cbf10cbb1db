/**
 * Annotating as a person does it, in the service as `npm start` runs it. The embryo of the sample project is annotated end
 * to end by keyboard alone; one of the test's own by labels, a typed range, a landmark, dragging, undo and redo, by two
 * people at once, and without a connection.
 */
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  describeWithBrowser,
  type Installation,
  newVisitor,
  openInstallation,
  ownRequest,
  signIn,
} from './fixtures/dashboard.js';
import { until } from './fixtures/service.js';

const embryo = '20240411_A01_e01';
const frameCount = 20;

describeWithBrowser('the annotate page', () => {
  let installation: Installation;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    installation = await openInstallation();
    ({ page, origin } = installation);
    // The embryos of the sample are made when its sweep has ended, which need not be with all of its jobs here.
    const { project } = await ask<{ project: { batches: { nodes: { id: string }[] } } }>(
      '{ project(slug: "sample") { batches(first: 1) { nodes { id } } } }',
      {},
    );
    await ask('mutation($input: BatchInput!) { cancelBatch(input: $input) { problems { message } } }', {
      input: { batchId: project.batches.nodes[0]?.id },
    });
  }, 120_000);

  afterAll(() => installation?.close());

  const ask = <Data>(query: string, variables: object) => installation.ask<Data>(query, variables);

  /** What the server has now: `EDEMA 0-4` … sorted, with landmarks as `@death 12`. */
  async function stored(): Promise<readonly string[]> {
    const { project } = await ask<{ project: { subject: StoredSubject } }>(
      `query($name: String!) { project(slug: "notes") { subject(name: $name) {
         annotations { value frames { first last } note confidence }
         landmarks { name frameNumber } } } }`,
      { name: embryo },
    );
    const { annotations, landmarks } = project.subject;
    return [
      ...annotations.map(
        ({ value, frames }) =>
          `${value} ${(frames ?? []).map(({ first, last }) => `${first}-${last}`).join()}`,
      ),
      ...landmarks.map(({ name, frameNumber }) => `@${name} ${frameNumber}`),
    ].sort();
  }

  /** A second person, editor of the project, in a browser of her own. */
  async function signedInColleague(): Promise<Page> {
    const made = await ask<{ createUser: { signInUrl: string } }>(
      `mutation($input: CreateUserInput!) { createUser(input: $input) { signInUrl } }`,
      { input: { email: 'berta@example.org', name: 'Berta' } },
    );
    await ask(
      `mutation($input: SetProjectMemberInput!) { setProjectMember(input: $input) { problems { message } } }`,
      {
        input: { projectSlug: 'notes', email: 'berta@example.org', role: 'editor' },
      },
    );
    const colleague = await newVisitor(installation);
    await signIn(colleague, made.createUser.signInUrl);
    return colleague;
  }

  const isSaved = () =>
    page
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
  const message = (text: RegExp) => page.getByTestId('message').filter({ hasText: text }).waitFor();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  /** What people say of the sample's embryo, each with all that it carries, and its landmarks. */
  async function saidOfSample(): Promise<readonly object[]> {
    const { project } = await sampleEmbryo();
    const { annotations, landmarks } = project.subject ?? { annotations: [], landmarks: [] };
    const own = annotations.filter(({ author }) => author.kind === 'person');
    return [...own.map(({ author, ...said }) => said), ...landmarks];
  }
  const sampleEmbryo = () =>
    ask<{ project: { subject: SampleSubject | null } }>(
      `query($name: String!) { project(slug: "sample") { subject(name: $name) {
         annotations { kind value frames { first last } severity confidence note detail author { kind } }
         landmarks { name frameNumber } } } }`,
      { name: embryo },
    );
  const nothingElse = { severity: null, confidence: null, note: null, detail: {} };
  const refusal = (rule: RegExp) =>
    page.locator('[data-testid="message"][data-refused="true"]').filter({ hasText: rule }).waitFor();

  it('makes subjects from images by a pattern, after a look at what that makes', async () => {
    await ask(
      `mutation($input: CreateProjectInput!) { createProject(input: $input) { problems { message } } }`,
      {
        input: { slug: 'notes', name: 'Notes', description: '' },
      },
    );
    for (let number = 0; number < frameCount; number += 1) {
      const name = `${embryo}_s${String(number).padStart(4, '0')}.png`;
      const sent = await page.request.post(`${origin}/files/notes`, {
        headers: ownRequest,
        multipart: { file: { name, mimeType: 'image/png', buffer: disc(number) } },
      });
      expect(sent.status()).toBe(201);
    }
    await page.goto(`${origin}/projects/notes/subjects`);
    await page.getByRole('heading', { name: 'No subject yet' }).waitFor();
    await page.getByRole('button', { name: 'Subjects from files' }).first().click();
    await page.getByLabel('Pattern of file names').fill('{embryo}_s{frame}.png');
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByTestId('subject-plan').filter({ hasText: '20 new frames' }).waitFor();
    await page.getByRole('button', { name: /^Make \d+ subject/ }).click();
    await page.getByRole('link', { name: embryo, exact: true }).waitFor();
    await page.getByText('0 of 20').waitFor();
  });

  it('labels a frame and a run of frames by key alone, and saves at once', async () => {
    await page.goto(`${origin}/projects/notes/annotate/${embryo}?frame=2`);
    await page.getByTestId('position').filter({ hasText: 'Frame 2 of 20' }).waitFor();
    await page.getByRole('img', { name: `Frame 2 of ${embryo}` }).waitFor();
    await press('Shift+ArrowRight', 'Shift+ArrowRight');
    await page.getByTestId('chosen').filter({ hasText: '3 of 20 frames: 2–4' }).waitFor();
    await press('e');
    await message(/Edema on 3 of 20 frames/);
    await isSaved();
    expect(await stored()).toEqual(['EDEMA 2-4']);
    await press('End', 'd');
    await message(/Dead on frame 19/);
    await isSaved();
    expect(await stored()).toEqual(['@death 19', 'DEAD 19-19', 'EDEMA 2-4']);
  });

  it('previews a typed range with a landmark before it is labelled', async () => {
    await press('/');
    await page.keyboard.type('death-4:death');
    await page.getByTestId('range-preview').filter({ hasText: 'Hits 4 of 20 frames: 15–18' }).waitFor();
    await press('Enter', 'b');
    await message(/Body axis on 4 of 20 frames: 15–18/);
    await isSaved();
    expect(await stored()).toContain('BODY_AXIS 15-18');
    await press('/');
    await page.keyboard.type('[4:');
    await page
      .getByTestId('range-preview')
      .filter({ hasText: /character \d+/ })
      .waitFor();
    await press('Escape', 'Escape');
  });

  it('names the rule that a label breaks, and offers the way out', async () => {
    await press('End', 'e');
    await page.locator('[data-testid="message"][data-refused="true"]').filter({ hasText: /19/ }).waitFor();
    await page.getByRole('button', { name: 'Overwrite' }).waitFor();
    expect(await stored()).toEqual(['@death 19', 'BODY_AXIS 15-18', 'DEAD 19-19', 'EDEMA 2-4']);
  });

  it('sets a landmark by key', async () => {
    await press('Home', 'PageDown', 'Shift+M');
    await page.keyboard.type('hatching');
    await press('Enter');
    await message(/Landmark hatching at frame 10/);
    await isSaved();
    expect(await stored()).toContain('@hatching 10');
  });

  it('undoes and redoes', async () => {
    const before = await stored();
    await press('ArrowLeft', 'h');
    await isSaved();
    expect(await stored()).toContain('HEART_DEFECT 9-9');
    await press('Control+z');
    await message(/Undone: Heart defect on frame 9/);
    await isSaved();
    expect(await stored()).toEqual(before);
    await press('Control+Shift+Z');
    await isSaved();
    expect(await stored()).toContain('HEART_DEFECT 9-9');
  });

  it('chooses frames by dragging over the timeline either way, and undoes and redoes their label', async () => {
    const before = await stored();
    const timeline = await page.getByTestId('timeline').boundingBox();
    if (timeline === null) throw new Error('The timeline is not shown.');
    /** Over the axis, from the middle of one frame to that of another. */
    const drag = async (from: number, to: number) => {
      const at = (frame: number) => timeline.x + ((frame + 0.5) / frameCount) * timeline.width;
      await page.mouse.move(at(from), timeline.y + 10);
      await page.mouse.down();
      await page.mouse.move(at(to), timeline.y + 10, { steps: 5 });
      await page.mouse.up();
    };
    await drag(5, 8);
    await page.getByTestId('chosen').filter({ hasText: '4 of 20 frames: 5–8' }).waitFor();
    await press('c');
    await message(/Convergence extension on 4 of 20 frames: 5–8/);
    await isSaved();
    await drag(13, 12);
    await page.getByTestId('chosen').filter({ hasText: '2 of 20 frames: 12–13' }).waitFor();
    await press('c');
    await message(/Convergence extension on 2 of 20 frames: 12–13/);
    await isSaved();
    const both = await stored();
    expect(both.filter((text) => !before.includes(text))).toEqual([
      'CONVERGENCE_EXTENSION 12-13',
      'CONVERGENCE_EXTENSION 5-8',
    ]);
    await press('Control+z');
    await message(/Undone: Convergence extension on 2 of 20 frames: 12–13/);
    await press('Control+z');
    await message(/Undone: Convergence extension on 4 of 20 frames: 5–8/);
    await isSaved();
    expect(await stored()).toEqual(before);
    await press('Control+Shift+Z');
    await isSaved();
    expect(await stored()).toEqual([...before, 'CONVERGENCE_EXTENSION 5-8'].sort());
    await press('Control+Shift+Z');
    await isSaved();
    expect(await stored()).toEqual(both);
    await press('Control+z', 'Control+z');
    await isSaved();
    expect(await stored()).toEqual(before);
  });

  it('loses nothing while the connection is away, not even when the page is closed', async () => {
    const context = page.context();
    await context.setOffline(true);
    await press('Home', 'n', 'ArrowRight', 'n');
    await page.getByTestId('save-state').filter({ hasText: 'Offline · 2 waiting' }).waitFor();
    await page.getByTestId('statements').filter({ hasText: 'not saved yet' }).waitFor();
    const later = await context.newPage();
    await page.close();
    page = later;
    installation.watch(page);
    await context.setOffline(false);
    await page.goto(`${origin}/projects/notes/annotate/${embryo}?frame=0&kind=phenotype`);
    await isSaved();
    expect(await stored()).toEqual(expect.arrayContaining(['NORMAL 0-0', 'NORMAL 1-1']));
  });

  it('shows two people at once what the other does, and how well they agree', async () => {
    const colleague = await signedInColleague();
    await colleague.goto(`${origin}/projects/notes/annotate/${embryo}?frame=2`);
    await colleague.getByTestId('position').filter({ hasText: 'Frame 2 of 20' }).waitFor();
    for (const key of ['e', 'ArrowRight', 'e', 'ArrowRight', 'h']) await colleague.keyboard.press(key);
    await colleague.getByTestId('message').filter({ hasText: 'Heart defect on frame 4' }).waitFor();
    await colleague
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
    await page.getByText('All (', { exact: false }).click();
    await page.getByTestId('statements').filter({ hasText: 'Berta' }).waitFor();
    await page.getByRole('button', { name: 'Agreement between annotators' }).click();
    await page
      .getByTestId('agreement')
      .filter({ hasText: /11 of 20 frames judged alike/ })
      .waitFor();
    await colleague.context().close();
  });

  it('undoes a change as a whole from the journal', async () => {
    await page.goto(`${origin}/projects/notes/changes`);
    await page
      .getByRole('row')
      .filter({ hasText: 'Administrator' })
      .getByRole('button', { name: 'Undo' })
      .first()
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
    await page
      .getByText(/^Undone: /)
      .first()
      .waitFor();
    const now = await stored();
    expect(now).toContain('NORMAL 0-0');
    expect(now).not.toContain('NORMAL 1-1');
    expect(now).toContain('HEART_DEFECT 4-4');
  });

  it('annotates the embryo of the sample project end to end by keyboard alone, from wherever one is', async () => {
    const goTo = async (name: string) => {
      const search = page.getByPlaceholder('Go to a page, project or batch…');
      await press('Control+k');
      await search.and(page.locator(':focus')).waitFor();
      await page.keyboard.type(name);
      await page.getByRole('dialog').getByRole('button', { name }).first().waitFor();
      await press('ArrowDown', 'Enter');
      await search.waitFor({ state: 'detached' });
    };
    const choose = async (range: string, hit: string) => {
      await press('/');
      await page.keyboard.type(range);
      await page.getByTestId('range-preview').filter({ hasText: hit }).waitFor();
      await press('Enter');
      await page
        .getByTestId('chosen')
        .filter({ hasText: hit.replace('Hits ', '') })
        .waitFor();
    };
    await until('the embryo of the sample', async () => (await sampleEmbryo()).project.subject, 240_000);
    await goTo('Sample');
    await page.waitForURL(/\/projects\/sample$/);
    await page.getByRole('heading', { name: 'Sample', level: 1 }).waitFor();
    await goTo(embryo);
    await page.getByTestId('position').filter({ hasText: 'Frame 0 of 38' }).waitFor();
    await page.getByRole('img', { name: `Frame 0 of ${embryo}` }).waitFor();

    // Phenotypes: a typed range, a run chosen by arrows, the end, and a range before the landmark that the end makes.
    await choose('[0:10]', 'Hits 10 of 38 frames: 0–9');
    await press('n');
    await message(/Normal on 10 of 38 frames: 0–9/);
    await press('Escape', 'Home', 'PageDown', 'Shift+ArrowRight', 'Shift+ArrowRight', 'e');
    await message(/Edema on 3 of 38 frames: 10–12/);
    await press('Escape', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'd');
    await message(/Dead on frame 34/);
    await choose('death-4:death', 'Hits 4 of 38 frames: 30–33');
    await press('Shift+C');
    await page.keyboard.type('0.8');
    await press('Enter', 'Shift+N');
    await page.keyboard.type('bent to the left');
    await press('Enter', 'b');
    await message(/Body axis on 4 of 38 frames: 30–33/);
    await isSaved();

    // What the rules do not allow is refused, and changes nothing.
    const before = await saidOfSample();
    await press('Escape', 'Home', 'e');
    await refusal(/NORMAL exclusivity violation.*frames 0 have NORMAL/);
    await press('End', 'h');
    await refusal(/DEAD.*36/);
    expect(await saidOfSample()).toEqual(before);

    // The genotype, confirmed, and a flag; one flag too many is taken back.
    await press('ArrowDown', 'Shift+N', 'Shift+Tab', 'Shift+Tab', 'Space', 'Enter', '2');
    await message(/lmx1b of the embryo/);
    await press('ArrowDown', 'ArrowDown', 'Home', 'PageDown', 'PageDown', '2');
    await message(/Out of focus on frame 20/);
    await press('ArrowRight', '4');
    await message(/Dark on frame 21/);
    await isSaved();
    expect(await saidOfSample()).toContainEqual(expect.objectContaining({ value: 'DARK' }));
    await press('Control+z');
    await message(/Undone: Dark on frame 21/);
    await isSaved();

    // The images 24 and 25 are missing: from there on the number of a frame is its position and 2.
    const phenotype = (value: string, first: number, last: number, more: object = {}) => ({
      ...{ kind: 'phenotype', value, frames: [{ first, last }] },
      ...nothingElse,
      ...more,
    });
    const said = await saidOfSample();
    const typed = [
      phenotype('NORMAL', 0, 9),
      phenotype('EDEMA', 10, 12),
      phenotype('DEAD', 36, 39),
      phenotype('BODY_AXIS', 32, 35, { confidence: 0.8, note: 'bent to the left' }),
      // A confidence stays until another one is typed; a note is of one label.
      {
        ...{ kind: 'genotype', value: 'lmx1b', frames: null, note: null, severity: null },
        ...{ confidence: 0.8, detail: { confirmed: true } },
      },
      {
        kind: 'flag',
        value: 'OUT_OF_FOCUS',
        frames: [{ first: 20, last: 20 }],
        ...nothingElse,
        severity: 'warning',
        confidence: 0.8,
      },
      { name: 'death', frameNumber: 36 },
    ];
    expect(said).toHaveLength(typed.length);
    expect(said).toEqual(expect.arrayContaining(typed));
  }, 300_000);

  it('gave no cause for complaint in all of this', () => {
    expect(installation.complaints).toEqual([]);
  });
});

interface SampleSubject {
  readonly annotations: readonly {
    readonly kind: string;
    readonly value: string;
    readonly author: { readonly kind: string };
  }[];
  readonly landmarks: readonly { readonly name: string; readonly frameNumber: number }[];
}

interface StoredSubject {
  readonly annotations: readonly {
    readonly value: string;
    readonly frames: readonly { readonly first: number; readonly last: number }[] | null;
  }[];
  readonly landmarks: readonly { readonly name: string; readonly frameNumber: number }[];
}

/** A grey picture of a disc that grows with `step`, as PNG. */
function disc(step: number): Buffer {
  const size = 96;
  const rows = Buffer.alloc(size * (size + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const far = Math.hypot(x - size / 2, y - size / 2);
      rows[y * (size + 1) + 1 + x] = far < 12 + step ? 200 - 3 * far : 40;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = 8;
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Check sum of PNG (ISO 3309), bit by bit. */
function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
