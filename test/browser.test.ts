/**
 * The dashboard as a newcomer meets it: Debian's Chromium against the service as `npm start` runs it. Signs in with
 * the printed link, starts a sweep from the form, watches it finish and reads the best setting off the page.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { freePort } from './fixtures/ports.js';

const root = path.resolve(import.meta.dirname, '..');
const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);
const describeWithBrowser = chromiumPath === undefined ? describe.skip : describe;
if (chromiumPath === undefined) console.warn('Chromium is not installed: the browser tests are skipped.');

/** Chromium that talks to nobody but the page. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describeWithBrowser('the dashboard', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard browser '));
  const complaints: string[] = [];
  let up: ChildProcess;
  let output = '';
  let browser: Browser;
  let page: Page;
  let signInUrl: string;

  beforeAll(async () => {
    const port = await freePort();
    up = spawn(process.execPath, [path.join(root, 'apps/cli/bin/batchyard.mjs'), 'up'], {
      env: { PATH: process.env.PATH, BATCHYARD_HOME: path.join(folder, 'home'), PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    signInUrl = await new Promise<string>((resolve, reject) => {
      up.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const link = /Sign in .*: (http:\S+)/.exec(output)?.[1];
        if (link !== undefined) resolve(link);
      });
      up.once('exit', (code) => reject(new Error(`up ended with ${code}:\n${output}`)));
    });
    browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (up.exitCode === null) {
      const ended = new Promise((resolve) => up.once('exit', resolve));
      up.kill('SIGINT');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('signs in with the printed link, once', async () => {
    await page.goto(signInUrl);
    await page.getByRole('heading', { name: 'My projects' }).waitFor();
    await page.getByRole('heading', { name: 'Sample' }).waitFor();
    const stranger = await browser.newContext();
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

  it('starts a sweep from the form, watches it finish and reads the best setting off the page', async () => {
    await page.goto(new URL('/projects/sample/batches/new', signInUrl).href);
    await page.getByRole('checkbox', { name: 'walk_01.csv', exact: true }).check();
    const axes = { 'weights.lambda_rigid': '200, 2000', 'weights.lambda_trans_smooth': '50, 150, 250' };
    for (const [parameter, values] of Object.entries(axes)) {
      await page.getByRole('switch', { name: `Try several values of ${parameter}` }).check({ force: true });
      await page.getByLabel(`Values of ${parameter} to try`).fill(values);
    }
    await page
      .getByText(/6 cells/)
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

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const place of [
      '/',
      '/projects/sample',
      '/projects/sample/batches/1',
      '/projects/sample/compare?batches=1',
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
    expect(output).toMatch(/Best setting: .*lambda_rigid = 1000.*mm/);
  });

  it('leaves no error in the console', () => {
    expect(complaints).toEqual([]);
  });
});
