/**
 * Comparing spectra as a person does it: Debian's Chromium against the service as `npm start` runs it. A baseline and
 * three samples are uploaded, looked at as they were recognised, compared, and one of them zoomed into.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWithBrowser, type Installation, openInstallation } from './fixtures/dashboard.js';

const examples = path.resolve(import.meta.dirname, '../docs/examples/spectral-comparison');

describeWithBrowser('comparing spectra', () => {
  let installation: Installation;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    installation = await openInstallation();
    ({ page, origin } = installation);
  }, 120_000);
  afterAll(() => installation?.close());

  it('says of each uploaded file how it is read', async () => {
    await page.goto(`${origin}/projects/sample/batches/new`);
    await page.getByRole('radio', { name: /Spectral comparison/ }).check();
    const names = ['fresh_grease.csv', 'service_500h.csv', 'service_2000h.txt', 'wet_grease.jdx'];
    await page.setInputFiles(
      'input[type=file]',
      names.map((name) => path.join(examples, name)),
    );
    const chosen = page.getByRole('list', { name: 'Chosen inputs' });
    const said = {
      'fresh_grease.csv': /comma, decimal point.*absorbance/,
      'service_500h.csv': /semicolon, decimal comma.*absorbance/,
      'service_2000h.txt': /spaces, decimal point.*x in cm⁻¹, ascending; y in % transmittance; \d+ % sure/,
      'wet_grease.jdx': /1751 points; JCAMP-DX.*cm⁻¹.*absorbance/,
    };
    for (const [name, sentence] of Object.entries(said)) {
      await chosen.getByRole('listitem').filter({ hasText: name }).filter({ hasText: sentence }).waitFor();
    }
    const percent = chosen.getByRole('listitem').filter({ hasText: 'service_2000h.txt' });
    await percent.getByText('What this rests on').click();
    await percent.getByText(/% transmittance, 95 % sure\. The heading of the axis names it/).waitFor();
    await percent.getByText(/^1751 values of % transmittance became absorbance/).waitFor();
  });

  it('compares all samples with the one baseline chosen for all', async () => {
    await page.getByRole('button', { name: 'Remove fresh_grease.csv' }).click();
    const baseline = page.getByRole('combobox', { name: 'Baseline for all' });
    await baseline.click();
    await page.getByRole('option', { name: 'fresh_grease.csv' }).first().click();
    await page
      .getByText(/= 3 jobs/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Review and start' }).click();
    await page.getByRole('button', { name: 'Start batch' }).click();
    await page.waitForURL(/\/projects\/sample\/batches\/\d+$/);
    await page
      .getByText(/3 of 3/)
      .first()
      .waitFor({ timeout: 90_000 });
    const previews = page.getByRole('img', { name: /Spectral Comparison: .* vs fresh_grease/ });
    await previews.nth(2).waitFor();
    expect(await previews.count()).toBe(3);
  });

  it('draws all samples of the batch over their baseline, and takes curves away', async () => {
    await page
      .getByRole('img', {
        name: /^Absorbance of 3 samples and of the baseline fresh_grease\.csv over Wavenumber \(cm⁻¹\)/,
      })
      .waitFor();
    await page.getByText(/^All 3 samples with a result/).waitFor();
    const curves = page.getByRole('list', { name: 'Curves' });
    expect(await curves.getByRole('listitem').count()).toBe(4);
    const drawn = () => page.evaluate<string>("document.querySelector('canvas').toDataURL()");
    const all = await drawn();
    await curves.getByRole('checkbox', { name: /wet_grease/ }).uncheck();
    await expectChange(drawn, all);
    await page.getByLabel('Only those whose name has').fill('2000h');
    await page.getByText(/^1 sample with a result/).waitFor();
    await page.getByLabel('Only those whose name has').fill('');
    await page.getByText(/^All 3 samples with a result/).waitFor();
  });

  it('draws both spectra of a job, from high wavenumbers to low, and takes a curve away', async () => {
    await page.getByRole('link', { name: 'service_2000h.txt', exact: true }).first().click();
    await page.waitForURL(/\/jobs\/\d+$/);
    const chart = page.getByRole('img', { name: /Baseline, Sample, Difference over Wavenumber \(cm⁻¹\)/ });
    await chart.first().waitFor();
    await page.getByText('Both spectra as compared: Absorbance').first().waitFor();
    const drawn = () => page.evaluate<string>("document.querySelector('canvas').toDataURL()");
    const all = await drawn();
    const difference = page.getByRole('checkbox', { name: 'Difference' });
    await difference.uncheck();
    await expectChange(drawn, all);
    await difference.check();
  });

  it('zooms into the chart and back', async () => {
    await page
      .getByRole('button', { name: /^Zoom in/ })
      .first()
      .click();
    const reset = page.getByRole('button', { name: 'Reset zoom' });
    await reset.click();
    await reset.waitFor({ state: 'detached' });
  });

  it('gives the spectra as a table and as a picture', async () => {
    await page.getByRole('button', { name: 'Show as table' }).first().click();
    await page.getByRole('columnheader', { name: 'Wavenumber (cm⁻¹)' }).first().waitFor();
    await page.getByRole('button', { name: 'Show as chart' }).first().click();
    await page.getByRole('button', { name: /^Download comparison/ }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /PNG/ }).click(),
    ]);
    expect(
      readFileSync(await file.path())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('fits a phone, and leaves no error in the console', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await page.getByText('Both spectra as compared: Absorbance').first().waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(installation.complaints).toEqual([]);
  });
});

/** Waits until a chart was drawn anew. */
async function expectChange(drawn: () => Promise<string>, before: string): Promise<void> {
  while ((await drawn()) === before) await new Promise((resolve) => setTimeout(resolve, 50));
}
