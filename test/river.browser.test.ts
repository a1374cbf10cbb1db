/**
 * A river's discharge as a person gets it: a scaffold made by clicking on a frame of the video, saved, used for a batch,
 * and the discharge read from the job's page.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createProject } from '../apps/api/src/testing/project.js';
import { type Service, startTestService } from '../apps/api/src/testing/service.js';
import {
  exampleRiver,
  sampleLevelM,
  sampleScaffold,
  sampleVelocity,
  sampleVideo,
} from '../libs/pipelines/src/river-discharge/sample.js';
import { sampleIvy } from '../libs/pipelines/src/river-discharge/testing/sample-ivy.js';
import { type Dashboard, describeWithBrowser, openDashboardOf } from './fixtures/dashboard.js';
import { startWorkerProcess, type WorkerProcess } from './fixtures/worker.js';

const site = sampleScaffold(exampleRiver);

describeWithBrowser('the scaffold editor', () => {
  let service: Service;
  let worker: WorkerProcess;
  let dashboard: Dashboard;
  let page: Page;
  let origin: string;
  const at = (name: string) => path.join(dashboard.folder, name);

  beforeAll(async () => {
    const video = sampleVideo(exampleRiver);
    service = await startTestService({ maxUploadBytes: 2 ** 24 });
    const alice = await service.signIn('alice');
    dashboard = await openDashboardOf(service.origin, alice.headers.cookie ?? '', { patienceMs: 60_000 });
    ({ page, origin } = dashboard);
    writeFileSync(at('weir.y4m'), video);
    mkdirSync(at('work'));
    const { filesDir, database } = service;
    worker = startWorkerProcess({ databaseUrl: database.databaseUrl, filesDir, workDir: at('work') });
    await createProject(alice, 'weir');
  }, 180_000);
  afterAll(async () => {
    await worker?.dispose();
    await dashboard?.close();
    await service?.stop();
  });

  const stage = () => page.getByTestId('frame-stage');
  /** Clicks a pixel of the frame. */
  const click = async ([u, v]: readonly [number, number]) => {
    const box = await stage().boundingBox();
    if (box === null) throw new Error('The frame is not shown.');
    const { widthPx, heightPx } = exampleRiver;
    await page.mouse.click(box.x + (u / widthPx) * box.width, box.y + (v / heightPx) * box.height);
  };
  const paste = async (what: string, rows: readonly (readonly (string | number)[])[]) => {
    await page.getByRole('button', { name: `Paste ${what}…` }).click();
    await page.getByRole('textbox', { name: 'Rows' }).fill(rows.map((row) => row.join('\t')).join('\n'));
    await page.getByRole('button', { name: 'Take over' }).click();
  };
  /** `0.1 px, 0.005 m` of the fit, as numbers. */
  const fitError = async () => {
    const text = await page.getByTestId('fit').innerText();
    const [, px = '', metres = ''] = /error ([\d.]+) px, ([\d.]+) m/.exec(text) ?? [];
    return { px: Number(px), metres: Number(metres), text };
  };

  it('is reached from where a river batch is made, and shows a frame of an uploaded video', async () => {
    await page.goto(`${origin}/projects/weir/batches/new?pipeline=river-discharge`);
    await page.getByRole('link', { name: 'Make one by clicking on a frame' }).click();
    await page.getByRole('heading', { name: 'New scaffold' }).waitFor();
    await page.getByRole('button', { name: 'Upload…' }).click();
    await page.setInputFiles('input[type=file]', at('weir.y4m'));
    await stage().waitFor();
    await page.getByText('128 × 96 pixels, 25 frames a second, 2.4 s').waitFor();
    await page.getByRole('button', { name: 'Upload…' }).click();
  }, 120_000);

  it('fits a camera to points that are clicked and whose places are pasted', async () => {
    // The list of uploads closes by and by, which moves the frame.
    await page.getByText('Drop files here').waitFor({ state: 'hidden' });
    for (const { pixel } of site.control_points) await click(pixel as [number, number]);
    await paste(
      'coordinates',
      site.control_points.map(({ name, world }) => [name, ...world]),
    );
    await page.getByTestId('fit').filter({ hasText: 'camera, 8 points' }).waitFor();
    const { px, metres } = await fitError();
    expect(px).toBeLessThan(0.5);
    expect(metres).toBeLessThan(0.05);
  }, 120_000);

  it('moves points by keyboard, tells how the error grows, and what is wrong', async () => {
    await stage().focus();
    await page.keyboard.press('3');
    for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.getByText(/Control point P3 lies .* from where the others expect it/).waitFor();
    expect((await fitError()).px).toBeGreaterThan(1);
    for (let i = 0; i < 20; i++) await page.keyboard.press('ArrowLeft');
    await page.getByText(/Control point P3 lies/).waitFor({ state: 'detached' });
    for (const name of ['P1', 'P2', 'P3'])
      await page.getByRole('checkbox', { name: `Keep ${name} back as a check` }).check();
    await page
      .getByText(/5 control points at different heights: a homography needs them at one height/)
      .waitFor();
    for (const name of ['P1', 'P2', 'P3'])
      await page.getByRole('checkbox', { name: `Keep ${name} back as a check` }).uncheck();
    await page.getByTestId('fit').filter({ hasText: 'camera, 8 points' }).waitFor();
  }, 120_000);

  it('takes the ends of the section from clicks on the water, and the bed from a spreadsheet', async () => {
    await page.getByRole('tab', { name: '2. Section' }).click();
    await page.getByRole('textbox', { name: 'Water level shown here (m)' }).fill(String(sampleLevelM));
    await page.getByRole('button', { name: 'Click the start' }).click();
    await click([16, 48]);
    await page.getByTestId('stage-hint').filter({ hasText: 'Click the end of the section' }).waitFor();
    await click([112, 48]);
    await page.getByRole('button', { name: 'Click the end' }).waitFor();
    const value = async (name: string) => Number(await page.getByRole('textbox', { name }).inputValue());
    expect(await value('Start x (m)')).toBeCloseTo(0, 0);
    expect(await value('End x (m)')).toBeCloseTo(6, 0);
    expect(Math.abs((await value('Start y (m)')) - (await value('End y (m)')))).toBeLessThan(0.1);
    await paste('the bed', [['station', 'elevation'], ...site.cross_section.points]);
    await page
      .getByText(/At 10 m the water is 5\.\d\d m wide, at most 1\.00 m deep/)
      .first()
      .waitFor();
  }, 120_000);

  it('draws its search lines into the frame, and survives a reload', async () => {
    await page.getByRole('tab', { name: '3. Search' }).click();
    await page.getByRole('textbox', { name: 'Number of lines' }).fill('9');
    await page.getByTestId('searched').filter({ hasText: '9 of 9 lines are seen' }).waitFor();
    expect(await stage().locator('polyline[data-of=search]').count()).toBe(9);
    await page.waitForTimeout(600);
    await page.reload();
    await page.getByTestId('fit').filter({ hasText: 'camera, 8 points' }).waitFor();
    await page.getByRole('tab', { name: '3. Search' }).click();
    expect(await page.getByRole('textbox', { name: 'Number of lines' }).inputValue()).toBe('9');
    await stage().waitFor();
  }, 120_000);

  it('becomes a file that a batch is begun with, whose discharge is right', async () => {
    await page.getByRole('tab', { name: '4. Save' }).click();
    await page.getByRole('textbox', { name: 'Name of the site' }).fill('Old weir');
    await page.getByRole('button', { name: 'Save in the project' }).click();
    await page.getByText('Saved: old-weir.scaffold.json').waitFor();
    await page.getByRole('link', { name: 'New batch with this scaffold' }).click();
    const chosen = page.getByRole('list', { name: 'Chosen inputs' });
    await chosen.getByText('weir.y4m').first().waitFor();
    await page.getByRole('textbox', { name: 'Water level', exact: true }).first().fill(String(sampleLevelM));
    await page
      .getByText(/= 1 job/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Review and start' }).click();
    await page.getByRole('button', { name: 'Start batch' }).click();
    await page.waitForURL(/\/projects\/weir\/batches\/\d+$/);
    await page
      .getByText(/1 of 1/)
      .first()
      .waitFor({ timeout: 120_000 });
    await page.getByRole('link', { name: 'weir.y4m', exact: true }).first().click();
    await page.waitForURL(/\/jobs\/\d+$/);
    await page.getByRole('img', { name: 'Velocities in the first frame' }).waitFor();
    await page.getByRole('columnheader', { name: 'Surface Velocity' }).waitFor();
    const jobId = page.url().split('/').at(-1);
    const data = await dashboard.ask<{ job: { metrics: { name: string; value: number }[] } }>(
      `{ job(id: "${jobId}") { metrics { name value } } }`,
    );
    const found = data.job.metrics.find(({ name }) => name === 'discharge_m3_s')!.value;
    expect(Math.abs(found / trueDischarge() - 1)).toBeLessThan(0.1);
  }, 240_000);

  it('opens an .ivy project that keeps no picture, by the size of a video that is chosen', async () => {
    writeFileSync(at('weir.ivy'), sampleIvy());
    await page.goto(`${origin}/projects/weir/files`);
    await page.setInputFiles('input[type=file]', at('weir.ivy'));
    await page.getByRole('link', { name: 'Open the scaffold weir.ivy' }).click();
    await page.getByRole('heading', { name: 'Which video is this scaffold for?' }).waitFor();
    await page.getByRole('combobox', { name: 'Video or picture' }).click();
    await page.getByRole('option', { name: 'weir.y4m' }).click();
    await page.getByTestId('fit').filter({ hasText: 'camera, 8 points' }).waitFor();
    await stage().waitFor();
    await page.getByText('128 × 96 pixels').waitFor();
  }, 120_000);

  it('opens again from the files', async () => {
    await page.goto(`${origin}/projects/weir/files`);
    await page.getByRole('link', { name: 'Open the scaffold old-weir.scaffold.json' }).click();
    await page.getByRole('heading', { name: 'Scaffold: Old weir' }).waitFor();
    await page.getByTestId('fit').filter({ hasText: 'camera, 8 points' }).waitFor();
  }, 120_000);

  it('fits a phone, and leaves no error in the console', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByTestId('fit').waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(dashboard.complaints).toEqual([]);
  }, 120_000);
});

/** Alpha times the surface velocity of the sample, over its depth, across the section (m³/s). */
function trueDischarge(): number {
  const bed = site.cross_section.points;
  const depthAt = (x: number) => {
    const i = bed.findIndex(([station]) => station >= x);
    const [[x1, z1], [x2, z2]] = [bed[Math.max(0, i - 1)]!, bed[Math.max(1, i)]!];
    return Math.max(0, sampleLevelM - (z1 + ((x - x1) / (x2 - x1)) * (z2 - z1)));
  };
  const steps = 600;
  const width = bed.at(-1)![0];
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const x = ((i + 0.5) / steps) * width;
    sum += 0.85 * sampleVelocity(exampleRiver, x) * depthAt(x) * (width / steps);
  }
  return sum;
}
