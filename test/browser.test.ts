/**
 * The dashboard as a newcomer meets it: Debian's Chromium against the service as `npm start` runs it. Signs in with
 * the printed link, starts a sweep from the form, watches it finish and reads the best setting off the page.
 */
import { statSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWithBrowser, type Installation, signIn, startInstallation } from './fixtures/dashboard.js';

describeWithBrowser('the dashboard', () => {
  const complaints: string[] = [];
  let installation: Installation;
  let page: Page;
  let signInUrl: string;

  beforeAll(async () => {
    installation = await startInstallation();
    ({ page, signInUrl } = installation);
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  }, 120_000);
  afterAll(() => installation?.close());

  it('signs in with the printed link, once', async () => {
    await signIn(page, signInUrl);
    await page.getByRole('heading', { name: 'Sample' }).waitFor();
    const stranger = await installation.browser.newContext();
    try {
      const second = await stranger.newPage();
      await second.goto(signInUrl);
      await second.getByRole('alert').filter({ hasText: /link/i }).waitFor();
      await second.goto(new URL('/projects/sample', signInUrl).href);
      await second.waitForURL(/\/sign-in/);
    } finally {
      await stranger.close();
    }
  });

  it('shows the finished sample sweep with its best setting', async () => {
    await page
      .getByRole('link', { name: /Sample/ })
      .first()
      .click();
    await page
      .getByRole('link', { name: /Weights of the rigid-body solver/ })
      .first()
      .waitFor();
    await page.goto(new URL('/projects/sample/compare?batches=1', signInUrl).href);
    await page.getByText('108 of 108 jobs have a value').waitFor({ timeout: 90_000 });
    const best = page.getByTestId('best-setting');
    expect(await best.innerText()).toMatch(
      /Best: lambda_rigid = 100, .* with position error .* mm \(n = 6\)/,
    );
  });

  it('selects in one panel for all of them, and keeps the view in the address', async () => {
    await page.getByRole('checkbox', { name: 'Add rank 1 to the selection', exact: true }).click();
    await page.getByText('1 of 18 settings selected').waitFor();
    await page.getByRole('checkbox', { name: 'Add rank 2 to the selection', exact: true }).click();
    await page.getByText('2 of 18 settings selected').waitFor();
    await page.getByRole('tab', { name: 'Parallel' }).click();
    await page.getByRole('heading', { name: 'Parallel coordinates' }).waitFor();
    expect(page.url()).toMatch(/selected=[0-9a-f]{8},[0-9a-f]{8}&tab=parallel|tab=parallel&selected=/);
    await page.reload();
    await page.getByText('2 of 18 settings selected').waitFor();
    await page.getByRole('button', { name: 'Compare only these' }).click();
    await page.getByText('2 of 18 settings shown').waitFor();
    await page.getByRole('button', { name: 'Show all 18' }).click();
    await page.getByRole('button', { name: 'Axis lambda_rot_smooth' }).waitFor();
    await page.getByRole('button', { name: 'Axis lambda_rigid' }).click();
    await page.getByRole('menuitem', { name: 'Move right' }).click();
    await page.waitForURL(/axes=parameter:weights\.lambda_rot_smooth,parameter:weights\.lambda_rigid/);
  });

  it('brushes an axis, says what is selected, and forgets it on Esc', async () => {
    await page.locator('[data-axis="metric:position_error_mean_mm"]').scrollIntoViewIfNeeded();
    const box = await page.locator('[data-axis="metric:position_error_mean_mm"]').boundingBox();
    if (!box) throw new Error('The axis has no place on the page.');
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + box.height * 0.7);
    await page.mouse.down();
    await page.mouse.move(x, box.y + box.height - 1, { steps: 3 });
    await page.mouse.up();
    await page.waitForURL(/brush=metric:position_error_mean_mm/);
    await page.getByText(/^1?\d of 18 settings selected/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/of 18 settings selected/).waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('brush');
  });

  it('saves a chart as a picture and as lines', async () => {
    await page.getByRole('tab', { name: 'Distributions' }).click();
    await page.getByRole('heading', { name: 'Single values by a parameter' }).waitFor();
    for (const [format, least] of [
      ['PNG', 10_000],
      ['SVG', 3_000],
    ] as const) {
      await page.getByRole('button', { name: /^Download Position error of settings/ }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: new RegExp(format) }).click(),
      ]);
      expect(file.suggestedFilename()).toBe(`Position-error-of-settings-in-order.${format.toLowerCase()}`);
      expect(statSync(await file.path()).size).toBeGreaterThan(least);
    }
  });

  it('confirms winners with fresh seeds and compares them at once', async () => {
    await page.getByRole('button', { name: 'Confirm winners' }).first().click();
    await page.getByLabel('Best settings to run again').fill('1');
    await page.getByLabel('Replicates of each on each input').fill('1');
    await page.getByRole('button', { name: 'Start 6 jobs' }).click();
    await page.waitForURL(/batches=1,\d+/);
    await page.getByText('114 of 114 jobs have a value').waitFor({ timeout: 60_000 });
    await page.getByTestId('best-setting').filter({ hasText: '(n = 12)' }).waitFor();
  });

  it('starts a sweep from the form, watches it finish and reads the best setting off the page', async () => {
    await page.goto(new URL('/projects/sample/batches/new', signInUrl).href);
    await page.getByRole('radio', { name: /^Rigid/ }).click();
    await page.getByRole('checkbox', { name: 'walk_01.csv', exact: true }).check();
    const axes = { 'weights.lambda_rigid': '200, 2000', 'weights.lambda_trans_smooth': '50, 150, 250' };
    for (const [parameter, values] of Object.entries(axes)) {
      await page.getByRole('switch', { name: `Try several values of ${parameter}` }).check({ force: true });
      await page.getByLabel(`Values of ${parameter} to try`).fill(values);
    }
    await page
      .getByText(/= 6 jobs/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Review and start' }).click();
    await page.getByRole('button', { name: 'Start batch' }).click();
    await page.waitForURL(/\/projects\/sample\/batches\/\d+$/);
    await page
      .getByText(/6 of 6/)
      .first()
      .waitFor({ timeout: 60_000 });
    await page
      .getByRole('main')
      .getByRole('link', { name: /Compare/ })
      .first()
      .click();
    const best = page.getByTestId('best-setting');
    await best.filter({ hasText: 'Best:' }).waitFor();
    expect(await best.innerText()).toContain('lambda_rigid = 2,000');
  });

  it('goes on by asking where no live connection can be kept', async () => {
    await page.goto(new URL('/projects/sample/batches/new', signInUrl).href);
    await page.getByRole('radio', { name: /^Rigid/ }).click();
    await page.getByRole('checkbox', { name: 'walk_01.csv', exact: true }).check();
    await page.getByRole('button', { name: /^More options/ }).click();
    // No worker carries this: the batch stays as it is until it is cancelled.
    await page.getByLabel('Worker labels').fill('elsewhere');
    await page.getByLabel('Worker labels').press('Enter');
    await page.getByRole('button', { name: 'Review and start' }).click();
    await page.getByRole('button', { name: 'Start batch' }).click();
    await page.waitForURL(/\/projects\/sample\/batches\/\d+$/);
    await page.getByText('● Live').waitFor();
    const behindProxy = await page.context().newPage();
    try {
      await behindProxy.routeWebSocket(/./, (socket) => socket.close());
      await behindProxy.goto(page.url());
      await behindProxy.getByText('○ Delayed').waitFor();
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel the batch' }).click();
      await behindProxy.getByText('○ Delayed').waitFor({ state: 'detached' });
      await behindProxy.getByText('cancelled').first().waitFor();
    } finally {
      await behindProxy.close();
    }
  });

  it('extends a design of which a condition keeps a part by exactly the jobs that it announces', async () => {
    await page.goto(new URL('/projects/sample/batches/new', signInUrl).href);
    await page.getByRole('radio', { name: /^Rigid/ }).click();
    await page.getByRole('checkbox', { name: 'walk_01.csv', exact: true }).check();
    const axes = { 'weights.lambda_rigid': '210, 420, 840', 'weights.lambda_trans_smooth': '10, 20, 400' };
    for (const [parameter, values] of Object.entries(axes)) {
      await page.getByRole('switch', { name: `Try several values of ${parameter}` }).check({ force: true });
      await page.getByLabel(`Values of ${parameter} to try`).fill(values);
    }
    await page.getByRole('button', { name: 'Keep only some…' }).click();
    const where = page.getByLabel('Keep settings where');
    await where.fill('weights.lambda_rigid > weights.lambda_trans_smooth and');
    await page
      .getByText(/where, column \d+/)
      .first()
      .waitFor();
    await where.fill('weights.lambda_rigid > weights.lambda_trans_smooth');
    await page.getByText('8 of 9 settings kept × 1 input = 8 jobs').first().waitFor();
    await page.getByRole('button', { name: 'Review and start' }).click();
    await page.getByRole('button', { name: 'Start batch' }).click();
    await page.waitForURL(/\/projects\/sample\/batches\/\d+$/);
    await page
      .getByText(/8 of 8/)
      .first()
      .waitFor({ timeout: 60_000 });
    await page.goto(new URL('/projects/sample/designs', signInUrl).href);
    await page
      .getByRole('main')
      .getByRole('link', { name: /lambda_rigid/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Extend' }).click();
    await page.getByLabel('Values to add').fill('40');
    await page.getByText('Creates exactly 3 new jobs; the 8 cells there are stay as they are.').waitFor();
    await page.getByRole('button', { name: 'Extend and start' }).click();
    await page.waitForURL(/\/projects\/sample\/batches\/\d+$/);
    await page
      .getByText(/3 of 3/)
      .first()
      .waitFor({ timeout: 60_000 });
    await page.goto(new URL('/projects/sample/designs', signInUrl).href);
    await page
      .getByRole('main')
      .getByRole('link', { name: /extended/ })
      .first()
      .click();
    const map = page.getByRole('table', { name: 'Coverage of 11 cells' });
    await map.waitFor();
    expect(await map.getByRole('button', { name: /^Succeeded: / }).count()).toBe(3);
    expect(await map.getByRole('button', { name: /^Reused: / }).count()).toBe(8);
  });

  it('shows a job with its numbers, files and log', async () => {
    await page.goto(new URL('/projects/sample/jobs', signInUrl).href);
    await page
      .getByRole('main')
      .getByRole('link', { name: /lambda_rigid/ })
      .first()
      .click();
    await page.waitForURL(/\/jobs\/\d+$/);
    await page.getByText('trajectory_data.csv').first().waitFor();
    await page.getByText('Edge error', { exact: true }).waitFor();
    await page.locator('main img').first().waitFor();
  });

  it('sets up a schedule with its next times, a template to launch, and a receiver of mail', async () => {
    const open = (place: string) => page.goto(new URL(`/projects/sample${place}`, signInUrl).href);
    await open('/schedules/new');
    await page.getByLabel('Name').fill('Every night');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Berlin');
    await page.getByText('By the clocks of Europe/Berlin.').waitFor();
    const times = page.getByRole('main').getByRole('listitem').filter({ hasText: ', 02:00' });
    await times.nth(4).waitFor();
    expect(await times.count()).toBe(5);
    await page.getByRole('combobox', { name: 'Starts' }).click();
    await page.getByRole('option', { name: /Weights of the rigid-body solver/ }).click();
    await page.getByRole('button', { name: 'Set up' }).click();
    await page.getByRole('heading', { name: 'Every night', level: 1 }).waitFor();
    await page.getByText('No time has come yet').waitFor();

    await open('/batches/1');
    await page.getByRole('button', { name: 'Save as template' }).click();
    await page.getByRole('combobox', { name: 'Name' }).fill('Usual weights');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Usual weights' }).click();
    await page.getByRole('link', { name: 'New batch' }).click();
    await page.getByText('Filled in from the template Usual weights, version 1.').waitFor();

    await open('/settings');
    await page.getByRole('button', { name: 'Add a receiver' }).click();
    await page.getByLabel('Addresses').fill('team@lab.example');
    await page.getByRole('dialog').getByLabel('Name').fill('The team');
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('team@lab.example').waitFor();
  });

  it('asks for a container and for Slurm in the form of a pipeline, and says who offers them', async () => {
    await page.goto(new URL('/admin/pipelines', signInUrl).href);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.getByLabel('Container image').fill('docker.io/library/python:3.12-slim');
    await page.getByText('No running worker offers containers').waitFor();
    await page.getByLabel('Slurm starts it on a cluster').check();
    await page.getByText('No running worker offers Slurm').waitFor();
    await page.getByLabel('Options of srun').fill('partition');
    await page.getByText('expected an option of srun').first().waitFor();
    await page.getByLabel('Options of srun').fill('--partition=gpu');
    await page.getByRole('button', { name: 'Store version 1.0.0' }).click();
    await page.getByRole('button', { name: 'New version' }).click();
    const yaml = await page.getByLabel('Definition as YAML').inputValue();
    expect(yaml).toContain('container: { image: "docker.io/library/python:3.12-slim" }');
    expect(yaml).toContain('slurm: ["--partition=gpu"]');
  });

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const place of [
      '/',
      '/projects/sample',
      '/projects/sample/batches/1',
      '/projects/sample/compare?batches=1',
      '/projects/sample/compare?batches=1&tab=parallel',
    ]) {
      await page.goto(new URL(place, signInUrl).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect(`${place}: ${width}`).toBe(`${place}: 390`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('prints the best setting of the sample sweep in the terminal', () => {
    expect(installation.printed()).toMatch(/Best setting: .*lambda_rigid = 100,.*mm/);
  });

  it('leaves no error in the console', () => {
    expect([...complaints, ...installation.complaints]).toEqual([]);
  });
});
