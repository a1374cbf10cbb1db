/**
 * Importing a sheet as a person does it: Debian's Chromium against the service as `npm start` runs it. A sheet of 80 rows
 * with 6 kinds of mistakes is led through the five steps, each mistake is mended in the grid, and the import is undone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openDrafts, rewriteArchive } from '../libs/documents/src/index.js';
import {
  describeWithBrowser,
  type Installation,
  openInstallation,
  ownRequest,
} from './fixtures/dashboard.js';

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const rowCount = 80;
const embryo = (number: number) => `20240411_A01_e${String(number).padStart(2, '0')}`;
const embryos = [...Array.from({ length: 40 }, (_, index) => embryo(index)), '007'];

const countingProgram = `name: count-statements
version: "1.0.0"
title: Count statements
command: [wc, -l, "{inputs.statements}"]
inputs:
  statements: { extensions: [.csv] }
`;

type Row = [subject: string, frames: string, phenotype: string, confidence: string];

/** What the sheet should say: two statements for each embryo, and one of 007. */
function rightRow(index: number): Row {
  const subject = index === 2 ? '007' : embryo(Math.floor(index / 2));
  return index % 2 === 0 ? [subject, '[0:5]', 'EDEMA', '0.9'] : [subject, '[10:15]', 'BODY_AXIS', '0.9'];
}

/** The sheet with its mistakes; the first row of data is row 4. */
function sheetText(): string {
  const rows = Array.from({ length: rowCount }, (_, index) => rightRow(index));
  const put = (row: number, column: number, text: string) => {
    const cells = rows[row - 4];
    if (cells) cells[column] = text;
  };
  put(6, 0, '7');
  put(9, 0, '20240411_A01_ee02');
  for (const row of [12, 13, 14]) put(row, 1, '[5:');
  put(19, 2, 'swelling');
  for (let row = 24; row < 30; row++) put(row, 3, '"0,9"');
  put(34, 0, `${embryo(15)} `);
  const heading = ['embryo_id', 'frame_range', 'phenotype', 'confidence'];
  return ['Plate 3', '', heading.join(','), ...rows.map((cells) => cells.join(','))].join('\n');
}

describeWithBrowser('the import wizard', () => {
  let installation: Installation;
  let page: Page;
  let origin: string;

  const ask = <Data>(query: string, variables: object) => installation.ask<Data>(query, variables);

  beforeAll(async () => {
    installation = await openInstallation();
    ({ page, origin } = installation);
    await ask(
      'mutation($input: CreateProjectInput!) { createProject(input: $input) { problems { message } } }',
      {
        input: { slug: 'plates', name: 'Plates', description: '' },
      },
    );
    const frames = Array.from({ length: 20 }, (_, number) => ({ number }));
    await ask(
      'mutation($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }',
      {
        input: {
          projectSlug: 'plates',
          subjects: embryos.map((name) => ({ name, level: 'embryo', frames })),
        },
      },
    );
  }, 240_000);

  afterAll(() => installation?.close());

  /** Statements of all embryos: `007 EDEMA 0-4` …, sorted. */
  async function stored(): Promise<readonly string[]> {
    const { project } = await ask<{ project: Record<string, StoredSubject> }>(
      `{ project(slug: "plates") { ${embryos
        .map(
          (name, index) =>
            `s${index}: subject(name: "${name}") { annotations { value frames { first last } } }`,
        )
        .join(' ')} } }`,
      {},
    );
    return Object.entries(project)
      .flatMap(([key, { annotations }]) =>
        annotations.map(
          ({ value, frames }) =>
            `${embryos[Number(key.slice(1))]} ${value} ${frames.map(({ first, last }) => `${first}-${last}`)}`,
        ),
      )
      .sort();
  }

  const cell = (row: number, column: number) => page.locator(`[data-cell="${row} ${column}"]`);
  const cellSays = (row: number, column: number, text: string) =>
    cell(row, column).filter({ hasText: text }).waitFor();
  const barSays = (text: string | RegExp) => page.getByTestId('cell-bar').filter({ hasText: text }).waitFor();
  const isSaved = () =>
    page
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const errorsLeft = (count: number) =>
    page.getByRole('button', { name: new RegExp(`^Errors ${count}$`) }).waitFor();

  it('takes a sheet from the page of subjects and finds its row of headings', async () => {
    await page.goto(`${origin}/projects/plates/subjects`);
    await page.getByRole('button', { name: 'From a sheet' }).click();
    await page.getByRole('menuitem', { name: /^Annotations/ }).click();
    await page.getByText('Drop a sheet here').waitFor();
    await page
      .locator('input[type=file][accept]')
      .setInputFiles({ name: 'plate-3.csv', mimeType: 'text/csv', buffer: Buffer.from(sheetText()) });
    await page.getByRole('button', { name: 'Headings in row 3', pressed: true }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Decimal sign' }).inputValue()).toBe('point: 1.5');
  });

  it('matches the columns, each with its reason', async () => {
    await page.getByRole('button', { name: 'Match columns' }).last().click();
    const card = page.getByRole('region', { name: 'Column embryo_id' });
    await card.filter({ hasText: 'name alike' }).waitFor();
    expect(await card.getByRole('combobox').inputValue()).toMatch(/^Subject/);
    await page.getByRole('button', { name: 'Check and fix' }).last().click();
    await errorsLeft(12);
    await page.getByRole('button', { name: /^Warnings 1$/ }).waitFor();
  });

  it('says what is wrong in a cell and takes the suggestion by one key', async () => {
    await cell(0, 0).click();
    await barSays(/row 6, column embryo_id.*There is no subject 7.*lost its zeros/s);
    await press('Space');
    await cellSays(0, 0, '007');
    await isSaved();
    await press('Tab');
    await barSays(/row 9, column embryo_id.*There is no subject 20240411_A01_ee02/s);
    await press('Space');
    await cellSays(1, 0, embryo(2));
    await isSaved();
    await errorsLeft(10);
  });

  it('fills down, takes back, and pastes a block', async () => {
    await press('Tab');
    await barSays(/row 12, column frame_range/);
    await page.keyboard.type('[0:5]');
    await press('Enter', 'ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Control+d');
    await cellSays(4, 1, '[0:5]');
    await isSaved();
    await press('Control+z');
    await cellSays(4, 1, '[5:');
    await isSaved();
    await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', '[10:15]\\r\\n[0:5]\\r\\n');
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('[data-testid=grid]').dispatchEvent(paste);
    }`);
    await cell(3, 1).waitFor();
    await isSaved();
    await errorsLeft(7);
  });

  it('goes to the next problem after a word was typed', async () => {
    await press('Tab');
    await barSays(/row 19, column phenotype.*swelling.*Expected: one of/s);
    await page.keyboard.type('BODY_AXIS');
    await press('Tab');
    await barSays(/row 24, column confidence/);
    await isSaved();
    await errorsLeft(6);
  });

  it('mends all alike with one button, and learns what is no damage here', async () => {
    await page.getByRole('button', { name: 'Apply to all 6 alike' }).click();
    await errorsLeft(0);
    await page
      .getByTestId('problem-groups')
      .getByRole('listitem')
      .filter({ hasText: 'blank' })
      .getByRole('button', { name: 'This is no damage here' })
      .click();
    await page.getByTestId('problem-groups').waitFor({ state: 'detached' });
  });

  it('goes on after a reload, with old and new side by side', async () => {
    await page.reload();
    await page.getByRole('button', { name: /^New 80$/ }).waitFor();
    await page.getByRole('button', { name: 'All 80' }).click();
    const mended = cell(2, 0);
    await mended.filter({ hasText: '007' }).waitFor();
    expect(await mended.locator('s').innerText()).toBe('7');
    expect(await stored()).toEqual([]);
  });

  it('says in a sentence what it will do, and does it', async () => {
    await page.getByRole('button', { name: 'Review' }).last().click();
    await page.getByTestId('sentence').filter({ hasText: 'makes annotations of 80 rows' }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByTestId('done').filter({ hasText: 'Made 80 annotations' }).waitFor();
    const expected = Array.from({ length: rowCount }, (_, index) => rightRow(index))
      .map(([subject, frames, value]) => `${subject} ${value} ${frames === '[0:5]' ? '0-4' : '10-14'}`)
      .sort();
    expect(await stored()).toEqual(expected);
  });

  it('leads from the imported annotations to a batch of them', async () => {
    const run = page.getByRole('button', { name: 'Run a pipeline on these 80' });
    await run.click();
    await page.getByText('No program of your team takes a CSV table yet.').waitFor();
    await ask(
      'mutation($input: DefinePipelineInput!) { definePipeline(input: $input) { problems { message } } }',
      { input: { yaml: countingProgram } },
    );
    await page.reload();
    await run.click();
    await page.getByRole('menuitem', { name: /^Count statements/ }).click();
    await page.waitForURL(/batches\/new\?pipeline=count-statements&input\.statements=\d+$/);
    await page.getByText('plate-3 annotations.csv').first().waitFor();
    const { project } = await ask<{ project: { files: { nodes: { url: string }[] } } }>(
      '{ project(slug: "plates") { files(search: "plate-3 annotations.csv") { nodes { url } } } }',
      {},
    );
    const table = await (await page.request.get(`${origin}${project.files.nodes[0]?.url}`)).text();
    const statements = table.trim().split(/\r?\n/).slice(1);
    expect(
      statements.filter((line) => /,phenotype,(EDEMA,0,4|BODY_AXIS,10,14),0\.9,/.test(line)),
    ).toHaveLength(80);
    expect(statements).toHaveLength(80);
    await page.goBack();
  });

  it('takes an import back', async () => {
    await page.getByRole('button', { name: 'Undo import' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('This import was undone.').waitFor();
    expect(await page.getByRole('button', { name: /^Run a pipeline/ }).count()).toBe(0);
    expect(await stored()).toEqual([]);
  });

  it('lists what was imported and remembers how the columns were matched', async () => {
    await page.goto(`${origin}/projects/plates/imports`);
    await page.getByRole('row').filter({ hasText: 'plate-3.csv' }).filter({ hasText: 'Made 80' }).waitFor();
    await page.goto(`${origin}/projects/plates/imports/new?kind=annotations`);
    await page
      .getByLabel('Or paste cells')
      .fill(
        ['embryo_id', 'frame_range', 'phenotype', 'confidence']
          .join('\t')
          .concat(`\n${embryo(1)}\tall\tNORMAL\t1`),
      );
    await page.getByRole('button', { name: 'Use these cells' }).click();
    await page.getByRole('button', { name: /^New 1$/ }).waitFor();
    await page.getByRole('button', { name: /Match columns/ }).click();
    await page.getByText(/^Same as on/).waitFor();
  });

  it('mends what suggests nothing in all rows alike, and fills and copies rows that are far from those seen', async () => {
    const count = 600;
    const rows = Array.from({ length: count }, (_, index) => {
      const value = index % 3 === 0 ? 'swelling' : 'EDEMA';
      return [embryo(index % 40), `[${index % 20}]`, value, '0.9', index === 0 ? 'first look' : ''].join(
        '\t',
      );
    });
    const headings = ['embryo_id', 'frame_range', 'phenotype', 'confidence', 'note'].join('\t');
    await page.goto(`${origin}/projects/plates/imports/new?kind=annotations`);
    await page.getByLabel('Or paste cells').fill([headings, ...rows].join('\n'));
    await page.getByRole('button', { name: 'Use these cells' }).click();
    await page.getByRole('button', { name: 'Match columns' }).last().click();
    await page.getByRole('button', { name: 'Check and fix' }).last().click();
    await errorsLeft(200);
    await cell(0, 2).click();
    await page
      .getByRole('combobox', { name: 'What to put into all cells with “swelling”' })
      .fill('BODY_AXIS');
    await press('Enter');
    await errorsLeft(0);
    await page.getByRole('button', { name: 'Take back' }).click();
    await errorsLeft(200);
    await page.getByRole('button', { name: 'Do again' }).click();
    await errorsLeft(0);

    await page.getByRole('button', { name: `All ${count}` }).click();
    await cell(0, 4).filter({ hasText: 'first look' }).click();
    await press('Control+Shift+ArrowDown');
    await cell(count - 1, 4).waitFor();
    await cell(0, 4).waitFor({ state: 'detached' });
    await press('Control+d');
    await cellSays(count - 1, 4, 'first look');
    await isSaved();

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
    await page.evaluate('navigator.clipboard.writeText("")');
    await press('Control+c');
    let copied = '';
    while (copied === '') copied = (await page.evaluate('navigator.clipboard.readText()')) as string;
    expect(copied.trimEnd().split(/\r?\n/)).toEqual(Array(count).fill('first look'));
  });

  it('starts a batch with a job for each row, and leads to it', async () => {
    for (const name of ['walk_01.csv', 'walk_02.csv']) {
      const multipart = { file: { name, mimeType: 'text/csv', buffer: Buffer.from('time,a_x\n0,1\n') } };
      const answer = await page.request.post(`${origin}/files/plates`, { headers: ownRequest, multipart });
      expect(answer.ok()).toBe(true);
    }
    await page.goto(`${origin}/projects/plates/imports/new?kind=batch&pipeline=rigid-body`);
    const rows = ['id,markers,lambda_rigid', 'first,walk_01.csv,500', 'second,walk_2.csv,much'];
    await page.getByLabel('Or paste cells').fill(rows.join('\n'));
    await page.getByRole('button', { name: 'Use these cells' }).click();
    await page.getByRole('button', { name: 'Match columns' }).last().click();
    await page.getByRole('button', { name: 'Check and fix' }).last().click();
    await errorsLeft(1);
    await cell(0, 2).click();
    await page.keyboard.type('600');
    await press('Enter');
    await isSaved();
    await cell(0, 1).click();
    await barSays(/There is no file walk_2.csv in the project/);
    await press('Space');
    await isSaved();
    await errorsLeft(0);
    await page.getByRole('button', { name: 'Review' }).last().click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByTestId('done').filter({ hasText: 'Started a batch of 2 jobs.' }).waitFor();
    await page.getByRole('link', { name: 'Go to the batch' }).click();
    await page.waitForURL(/\/batches\/\d+/);
    await page.getByText('second', { exact: true }).first().waitFor();
  });

  it('makes a sheet of a folder, a row for each file, and starts the batch that it is filled in to', async () => {
    const folder = folderOf('recordings', {
      'walk_10.csv': '',
      'walk_02.csv': '',
      'walk_01.csv': '',
      'again/walk_02.csv': '',
      'notes.txt': '',
      '.DS_Store': '',
    });
    await page.goto(`${origin}/projects/plates/imports/new?kind=batch&pipeline=rigid-body`);
    await page.getByLabel('Folder to scan').setInputFiles(folder);
    await page.getByRole('status').filter({ hasText: 'recordings: 4 of 5 files are .csv.' }).waitFor();
    const told = page.getByRole('alert').filter({ hasText: 'One name stands for several files' });
    expect(await told.getByRole('listitem').allInnerTexts()).toEqual([
      'walk_02.csv: again/walk_02.csv, walk_02.csv',
    ]);
    await page.getByRole('button', { name: 'Make a sheet of 3 rows' }).click();
    await checkSheet(3);
    const [markers, weight] = [await columnOf('inputs.markers'), await columnOf('weights.lambda_rigid')];
    await errorsLeft(1);
    await page.getByRole('button', { name: 'All 3' }).click();
    await cellSays(0, markers, 'walk_02.csv');
    await cellSays(1, markers, 'walk_01.csv');
    await cell(2, markers).click();
    await barSays(/There is no file walk_10.csv in the project/);
    await page.keyboard.type('walk_02.csv');
    await press('Enter');
    await isSaved();
    // The files have equal contents, and no two jobs may be the same.
    await cell(1, weight).click();
    await page.keyboard.type('600');
    await press('Enter');
    await page.keyboard.type('700');
    await press('Enter');
    await cellSays(2, weight, '700');
    await isSaved();
    await errorsLeft(0);
    await page.getByRole('button', { name: 'Review' }).last().click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByTestId('done').filter({ hasText: 'Started a batch of 3 jobs.' }).waitFor();
  });

  it('takes names of subjects from a folder, the extension chosen, whatever characters they have', async () => {
    const names = ['=1+1', '-x', '0042', 'a;b', 'Größe_七'];
    const images = Object.fromEntries(names.map((name) => [`day 2/${name}.tif`, '']));
    const folder = folderOf('well A1', {
      ...images,
      'a.json': '',
      'b.json': '',
      'c.tif': '',
      'no extension': '',
    });
    await page.goto(`${origin}/projects/plates/imports/new?kind=subjects`);
    await page.getByLabel('Folder to scan').setInputFiles(folder);
    await page.getByRole('status').filter({ hasText: 'well A1: 6 of 9 files are .tif.' }).waitFor();
    await page.getByRole('combobox', { name: 'Files to take' }).click();
    await page.getByRole('option', { name: '.json (2)' }).click();
    await page.getByRole('button', { name: 'Make a sheet of 2 rows' }).waitFor();
    await page.getByRole('combobox', { name: 'Files to take' }).click();
    await page.getByRole('option', { name: '.tif (6)' }).click();
    await page.getByRole('button', { name: 'Make a sheet of 6 rows' }).click();
    await checkSheet(6);
    await errorsLeft(0);
    await page.getByRole('button', { name: 'All 6' }).click();
    const level = await columnOf('level');
    await cell(0, level).click();
    await page.keyboard.type('video');
    await press('Enter');
    await isSaved();
    await page.getByRole('button', { name: 'Review' }).last().click();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByTestId('done').filter({ hasText: 'Made or extended 6 subjects.' }).waitFor();
    const { project } = await ask<{ project: Record<string, { name: string; level: string }> }>(
      `{ project(slug: "plates") { ${[...names, 'c']
        .map((name, index) => `s${index}: subject(name: ${JSON.stringify(name)}) { name level }`)
        .join(' ')} } }`,
      {},
    );
    expect(Object.values(project).map(({ name }) => name)).toEqual([...names, 'c']);
    expect(Object.values(project).filter((subject) => subject.level === 'video')).toHaveLength(1);
  });

  it('lets one decide where the sheet and the project were changed since the export, and undo from the change', async () => {
    const assignments = [0, 1, 2].map((number) => ({
      subject: embryo(number),
      kind: 'phenotype',
      value: 'EDEMA',
      frames: '[0:5]',
      note: `note ${number};`,
    }));
    await ask(
      'mutation($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { problems { message } } }',
      { input: { projectSlug: 'plates', assignments } },
    );
    const address = `${origin}/projects/plates/export/annotations.xlsx?for=editing`;
    const exported = await (await page.request.get(address)).body();
    await importAtOnce(await withTexts(exported, { 'note 0;': 'first 0;', 'note 1;': 'first 1;' }));
    expect(await notes()).toEqual(['first 0;', 'first 1;', 'note 2;']);

    await page.goto(`${origin}/projects/plates/imports/new?kind=annotations`);
    const second = { 'note 0;': 'second 0;', 'note 1;': 'second 1;', 'note 2;': 'second 2;' };
    await page.locator('input[type=file][accept]').setInputFiles({
      name: 'second.xlsx',
      mimeType: workbook,
      buffer: await withTexts(exported, second),
    });
    await page.getByRole('navigation', { name: 'Steps of the import' }).getByText('Check and fix').click();
    await page.getByRole('button', { name: /^Changed 1$/ }).waitFor();
    await page.getByRole('button', { name: /^Conflicts 2$/ }).click();
    const column = await columnOf('note');
    const bar = page.getByTestId('cell-bar');
    await cell(0, column).click();
    await barSays(/In the project it is “first 0;” now, changed there since the export/);
    await bar.getByRole('button', { name: 'Take the sheet' }).click();
    await page.getByRole('button', { name: /^Conflicts 1$/ }).waitFor();
    await cell(1, column).click();
    await barSays(/“first 1;”/);
    await bar.getByRole('button', { name: 'Keep the project' }).click();
    await page.getByRole('button', { name: /^Conflicts 0$/ }).waitFor();
    await page.getByRole('button', { name: 'Review' }).last().click();
    await page.getByTestId('sentence').filter({ hasText: 'changes 2 rows' }).waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByTestId('done').filter({ hasText: 'Changed 2 annotations.' }).waitFor();
    expect(await notes()).toEqual(['first 1;', 'second 0;', 'second 2;']);

    await page.getByRole('link', { name: 'See the change' }).click();
    const change = page.getByTestId('one-change');
    const [later, before] = await newestChanges();
    await page.goto(`${origin}/projects/plates/changes?change=${before}`);
    await change.getByRole('button', { name: 'Undo' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
    const refusal = dialog.getByRole('alert').filter({ hasText: 'Nothing was undone' });
    await refusal.filter({ hasText: `phenotype EDEMA of ${embryo(0)}` }).waitFor();
    expect(await notes()).toEqual(['first 1;', 'second 0;', 'second 2;']);
    await refusal.getByRole('link', { name: 'See that change' }).click();
    await page.waitForURL((url) => url.searchParams.get('change') === later);
    await change.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByRole('button', { name: 'Undo', exact: true }).click();
    await change.getByText(/^Undone/).waitFor();
    expect(await notes()).toEqual(['first 0;', 'first 1;', 'note 2;']);
    expect(installation.complaints).toEqual([]);
  });

  /** A folder of this computer, with files of these contents by their paths. */
  function folderOf(name: string, files: Readonly<Record<string, string>>): string {
    const folder = path.join(installation.folder, name);
    for (const [below, contents] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, below)), { recursive: true });
      writeFileSync(path.join(folder, below), contents);
    }
    return folder;
  }

  /** From a sheet that was read to its grid. */
  async function checkSheet(rows: number): Promise<void> {
    await page.getByRole('button', { name: 'Headings in row 1', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Match columns' }).last().click();
    await page.getByRole('button', { name: 'Check and fix' }).last().click();
    await page.getByRole('button', { name: `All ${rows}` }).waitFor();
  }

  /** Ids of the two newest changes of the project, newest first. */
  async function newestChanges(): Promise<readonly string[]> {
    const { project } = await ask<{ project: { changesets: { nodes: { id: string }[] } } }>(
      '{ project(slug: "plates") { changesets(first: 2) { nodes { id } } } }',
      {},
    );
    return project.changesets.nodes.map(({ id }) => id);
  }

  /** Notes of the first three embryos, sorted. */
  async function notes(): Promise<readonly string[]> {
    const { project } = await ask<{ project: Record<string, { annotations: { note: string }[] }> }>(
      `{ project(slug: "plates") { ${[0, 1, 2]
        .map((number) => `s${number}: subject(name: "${embryo(number)}") { annotations { note } }`)
        .join(' ')} } }`,
      {},
    );
    return Object.values(project)
      .flatMap(({ annotations }) => annotations.map(({ note }) => note))
      .sort();
  }

  /** What somebody else does meanwhile: the whole import in two requests. */
  async function importAtOnce(buffer: Buffer): Promise<void> {
    const multipart = { file: { name: 'first.xlsx', mimeType: workbook, buffer } };
    const address = `${origin}/imports/plates?kind=annotations`;
    const { id } = await (await page.request.post(address, { headers: ownRequest, multipart })).json();
    for (let state = 'reading'; state !== 'ready'; ) {
      ({ state } = (await ask<{ import: { state: string } }>(`{ import(id: ${id}) { state } }`, {})).import);
    }
    await ask(
      'mutation($input: CommitImportInput!) { commitImport(input: $input) { problems { message } } }',
      { input: { id, mode: 'all_or_nothing' } },
    );
  }

  /** Position in the sheet of the import that is shown. */
  async function columnOf(heading: string): Promise<number> {
    const id = /imports\/(\d+)/.exec(page.url())?.[1];
    const { import: draft } = await ask<{ import: { columns: { column: number; heading: string }[] } }>(
      `{ import(id: ${id}) { columns { column heading } } }`,
      {},
    );
    return draft.columns.find((column) => column.heading === heading)?.column ?? -1;
  }

  /** The workbook with other texts in its first sheet, as after editing it. */
  async function withTexts(sheet: Buffer, texts: Readonly<Record<string, string>>): Promise<Buffer> {
    const file = path.join(installation.folder, 'edited.xlsx');
    writeFileSync(file, sheet);
    async function* replaced(contents: AsyncIterable<Uint8Array>) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of contents) chunks.push(chunk);
      const xml = Buffer.concat(chunks).toString();
      yield Object.entries(texts).reduce((all, [before, after]) => all.replace(before, after), xml);
    }
    const drafts = await openDrafts();
    try {
      const chunks: Buffer[] = [];
      const rewrites = new Map([['xl/worksheets/sheet1.xml', replaced]]);
      for await (const chunk of rewriteArchive(file, rewrites, drafts)) chunks.push(chunk);
      return Buffer.concat(chunks);
    } finally {
      await drafts.remove();
    }
  }
});

interface StoredSubject {
  readonly annotations: readonly {
    readonly value: string;
    readonly frames: readonly { readonly first: number; readonly last: number }[];
  }[];
}
