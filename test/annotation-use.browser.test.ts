/**
 * What annotations are used for, as a person sees it in Debian's Chromium: inputs left out of a comparison, statements on
 * a result that was computed anew, and the vocabulary they are made of. The API and the database are real; jobs end as
 * the test says, since no pipeline gives other results for the same job.
 */
import type { Vocabulary } from '@batchyard/domain';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type ComparedProject, specOn, startCompared } from '../apps/api/src/testing/compared.js';
import { jobIdsOf, runJob, startBatch } from '../apps/api/src/testing/project.js';
import { type Dashboard, describeWithBrowser, openDashboardOf } from './fixtures/dashboard.js';

describeWithBrowser('annotations in use', () => {
  let project: ComparedProject;
  let dashboard: Dashboard;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    project = await startCompared();
    const { service, alice } = project;
    dashboard = await openDashboardOf(service.origin, alice.headers.cookie ?? '');
    ({ page, origin } = dashboard);
  }, 120_000);

  afterAll(async () => {
    await dashboard?.close();
    await project?.service.stop();
  });

  async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
    const { data, text } = await project.alice.graphql<Data>(query, variables);
    expect(text).not.toMatch(/"errors"|"message"/);
    return data;
  }

  it('leave flagged inputs out of a comparison and its report, in the address and with the reason', async () => {
    await ask(
      `mutation { createSubjects(input: { projectSlug: "a", subjects: [{ name: "walk", level: "video" }] }) { problems { message } }
         assignAnnotations(input: { projectSlug: "a", assignments: [
           { subject: "walk", kind: "video_flag", value: "NO_EMBRYO" }] }) { problems { message } } }`,
    );
    await page.goto(`${origin}/projects/a/compare?batches=${project.first.batchId}`);
    await page.getByText('6 of 6 jobs have a value').waitFor();
    await page.getByRole('combobox', { name: 'Leave out inputs annotated as' }).fill('No embryo');
    await page.getByRole('option', { name: 'No embryo' }).click();
    const told = '2 of 6 jobs were left out, because the subject of their input has video_flag NO_EMBRYO.';
    await page.getByRole('status').filter({ hasText: told }).waitFor();
    await page.getByText('4 of 4 jobs have a value').waitFor();
    expect(new URL(page.url()).search).toContain('without=video_flag:NO_EMBRYO');

    await page.reload();
    await page.getByText('4 of 4 jobs have a value').waitFor();
    await page.getByRole('button', { name: /report/i }).click();
    const link = page.getByRole('menuitem', { name: /Report to read or print/ });
    const report = await page.request.get(`${origin}${await link.getAttribute('href')}`);
    expect([report.status(), await report.text()]).toEqual([200, expect.stringContaining(told)]);
  });

  it('made on a result that was computed anew are kept, redone or dropped by key, and redone ones are a list', async () => {
    await annotateRerunResult();
    await page.goto(`${origin}/projects/a/annotate/e1`);
    const older = page.getByTestId('older-results');
    const decide = async (key: string, left: RegExp | null) => {
      const [, value = ''] = /(\w+), by alice/.exec(await older.innerText()) ?? [];
      // Keys mean what is shown from the next frame on.
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      await page.keyboard.press(key);
      if (left === null) await older.waitFor({ state: 'detached' });
      else await older.filter({ hasText: left }).waitFor();
      await page
        .getByTestId('save-state')
        .filter({ hasText: /^Saved$/ })
        .waitFor();
      return value;
    };
    await older.filter({ hasText: '3 annotations on an older result' }).waitFor();
    await older.getByRole('img', { name: 'Then: Track' }).waitFor();
    await older.getByRole('img', { name: 'Now: Track' }).waitFor();
    const kept = await decide('Shift+K', /2 annotations on an older result/);
    const redone = await decide('Shift+R', /1 annotation on an older result/);
    const dropped = await decide('Shift+D', null);
    expect([kept, redone, dropped].sort()).toEqual(['EDEMA', 'HEART_DEFECT', 'TBD']);
    const now = await ask<{ project: { subject: { annotations: object[] } } }>(
      '{ project(slug: "a") { subject(name: "e1") { annotations { value isOnOlderResult } } } }',
    );
    expect(now.project.subject.annotations).toEqual([{ value: kept, isOnOlderResult: false }]);

    await page.goto(`${origin}/projects/a/subjects`);
    await page.getByRole('link', { name: 'walk', exact: true }).waitFor();
    // Its state is that of the address, which changes a moment later.
    await page.getByRole('checkbox', { name: 'To redo' }).click();
    await page.getByRole('link', { name: 'walk', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'e1', exact: true }).waitFor();
    expect(new URL(page.url()).search).toBe('?redo=1');
    await ask(
      `mutation ($value: String!) { assignAnnotations(input: { projectSlug: "a", assignments: [
         { subject: "e1", kind: "phenotype", value: $value, frames: "[0:2]" }] }) { problems { message } } }`,
      { value: redone },
    );
    await page.reload();
    await page.getByRole('heading', { name: 'No subject fits this filter' }).waitFor();
  });

  /** Three statements on the artifact of a job, whose contents are others in a newer batch of the same cell. */
  async function annotateRerunResult(): Promise<void> {
    const { alice, service, fileIds } = project;
    const given = { spec: specOn(fileIds.slice(0, 1), [700]), options: { reuse: false } };
    const [first = ''] = await jobIdsOf(alice, await startBatch(alice, 'a', given));
    await runJob(service, first, { outcome: 'succeeded', artifact: disc('#3b7dd8') });
    const [artifact] = await service.database.query<{ sha256: string }>(
      'select sha256 from artifact where job_id = $1',
      [first],
    );
    await ask(
      `mutation ($job: ID!, $sha256: String!) {
         createSubjects(input: { projectSlug: "a", subjects: [{ name: "e1", level: "embryo", frames: [
           { number: 0 }, { number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }, { number: 5 }] }] }) { problems { message } }
         assignAnnotations(input: { projectSlug: "a", jobId: $job, artifactSha256: $sha256, assignments: [
           { subject: "e1", kind: "phenotype", value: "EDEMA", frames: "[0:2]" },
           { subject: "e1", kind: "phenotype", value: "TBD", frames: "[2:4]" },
           { subject: "e1", kind: "phenotype", value: "HEART_DEFECT", frames: "[4:6]" }] }) { problems { message } } }`,
      { job: first, sha256: artifact?.sha256 },
    );
    const [second = ''] = await jobIdsOf(alice, await startBatch(alice, 'a', given));
    await runJob(service, second, { outcome: 'succeeded', artifact: disc('#c24a6a') });
  }

  it('become an input of designs, as they are now', async () => {
    await page.goto(`${origin}/projects/a/subjects?kind=phenotype`);
    await page.getByRole('button', { name: 'Annotations as input' }).click();
    await page.getByText('phenotype.csv is among the files').waitFor();
    await page.goto(`${origin}/projects/a/files`);
    await page.getByText('phenotype.csv', { exact: true }).first().waitFor();
  });

  it('are made of a vocabulary that a maintainer edits and saves as a whole', async () => {
    await page.goto(`${origin}/projects/a/subjects`);
    await page.getByRole('button', { name: 'Vocabulary' }).click();
    const drawer = page.getByRole('dialog', { name: 'Vocabulary' });
    await drawer.getByLabel('Pattern of names of level 3').fill('(');
    await drawer.getByText('( is no regular expression.').waitFor();
    expect(await drawer.getByRole('button', { name: 'Save vocabulary' }).isDisabled()).toBe(true);
    await drawer.getByLabel('Pattern of names of level 3').fill('^e\\d+$');
    await drawer.getByRole('button', { name: /^Phenotype/ }).click();
    await drawer.getByLabel('While nothing is said').fill('UNSEEN');
    await drawer.getByLabel('Title of TBD').fill('To look at again');
    await drawer.getByRole('button', { name: 'Add a detail' }).click();
    await drawer.getByLabel('Name of detail detail').fill('side');
    await drawer.getByLabel('Choices of detail side').fill('left');
    await page.keyboard.press('Enter');
    await page.keyboard.type('right');
    await page.keyboard.press('Enter');
    await drawer.getByRole('button', { name: 'Save vocabulary' }).click();
    await page.getByText('The vocabulary is saved.').waitFor();
    const { project: stored } = await ask<{
      project: { vocabulary: { revision: number; definition: Vocabulary } };
    }>('{ project(slug: "a") { vocabulary { revision definition } } }');
    const { levels, kinds } = stored.vocabulary.definition;
    expect(stored.vocabulary.revision).toBe(1);
    expect(levels.map(({ idPattern }) => idPattern ?? null)).toEqual([null, null, '^e\\d+$']);
    expect(kinds[0]).toMatchObject({
      name: 'phenotype',
      emptyValue: 'UNSEEN',
      details: [{ name: 'side', type: 'text', choices: ['left', 'right'] }],
      terms: expect.arrayContaining([expect.objectContaining({ name: 'TBD', title: 'To look at again' })]),
    });
  });

  it('gave no cause for complaint in all of this', () => {
    expect(dashboard.complaints).toEqual([]);
  });
});

const disc = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><circle cx="40" cy="40" r="30" fill="${colour}"/></svg>`;
