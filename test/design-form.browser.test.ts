/**
 * Groups of parameters in the form of a new batch, what the form has no fields for, a list of settings taken over from a
 * comparison, and the comparison as a file, as a person does it in Debian's Chromium. API and database are real.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type ComparedProject, startCompared } from '../apps/api/src/testing/compared.js';
import { type Dashboard, describeWithBrowser, openDashboardOf } from './fixtures/dashboard.js';

/** A group in a group, which the form has no fields for. */
const nested = `axes:
  - kind: zip
    axes:
      - { kind: rows, rows: [{ scale_factor: 1 }, { scale_factor: 2 }] }
      - { parameter: optimization.max_iterations, values: [20, 40] }
`;

describeWithBrowser('the form of a design', () => {
  let project: ComparedProject;
  let dashboard: Dashboard;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    project = await startCompared();
    const { service, alice } = project;
    dashboard = await openDashboardOf(service.origin, alice.headers.cookie ?? '', {
      patienceMs: 60_000,
    });
    ({ page, origin } = dashboard);
  }, 180_000);

  afterAll(async () => {
    await dashboard?.close();
    await project?.service.stop();
  });

  const counts = (text: string) => page.getByText(text, { exact: true }).first().waitFor();

  async function vary(parameter: string, values: string): Promise<void> {
    await page.getByRole('switch', { name: `Try several values of ${parameter}`, exact: true }).check();
    await page.getByLabel(`Values of ${parameter} to try`).fill(values);
  }

  it('groups parameters that vary together, and counts their settings at once', async () => {
    await page.goto(`${origin}/projects/a/batches/new?pipeline=rigid-body`);
    await page.getByRole('checkbox', { name: /walk\.csv/ }).check();
    await page.getByLabel('Search parameters').fill('lambda_r');
    await vary('weights.lambda_rigid', '100, 500, 1000');
    await vary('weights.lambda_rot_smooth', '20, 100, 200');
    await counts('9 settings × 1 input = 9 jobs');
    await page.getByRole('button', { name: 'Group parameters that vary together…' }).click();
    await counts('3 settings × 1 input = 3 jobs');
    await page.getByText('Group 1: in step with lambda_rot_smooth').waitFor();
    await page.getByRole('button', { name: 'Name the input walk.csv' }).click();
    await page.getByLabel('Name of the input walk.csv').fill('S01');
  });

  it('writes them as YAML, and keeps what it has no fields for', async () => {
    await page.getByRole('button', { name: 'Edit as YAML' }).click();
    const field = page.getByLabel('Design as YAML');
    const text = await field.inputValue();
    expect(text).toContain('  - kind: zip\n');
    expect(text).toContain('name: S01');
    await field.fill(text.replace('axes:\n', nested));
    await page.getByRole('button', { name: 'Edit in the form' }).click();
    await page.getByText('The form has no fields for this part.').waitFor();
    await counts('6 settings × 1 input = 6 jobs');
    await page.getByRole('button', { name: 'Edit as YAML' }).click();
    expect(await page.getByLabel('Design as YAML').inputValue()).toMatch(
      /axes:\n {2}- kind: zip\n {4}axes:\n {6}- kind: rows\n[\s\S]*max_iterations[\s\S]*lambda_rigid/,
    );
    await page.getByRole('button', { name: 'Discard draft' }).click();
  });

  it('takes over several settings of a comparison as a list', async () => {
    await page.goto(`${origin}/projects/a/compare?batches=${project.first.batchId}`);
    const table = page.getByRole('tabpanel');
    // Not check(): what is selected stands in the address, so the box follows a moment later.
    await table.getByRole('checkbox').nth(0).click();
    await table.getByRole('checkbox').nth(1).click();
    await page
      .getByRole('region', { name: 'Selected settings' })
      .getByRole('link', { name: 'Use these parameters' })
      .click();
    await page.getByLabel('Table of settings').waitFor();
    expect(await page.getByLabel('Table of settings').inputValue()).toBe('weights.lambda_rigid\n100\n500');
    await counts('2 settings × 3 inputs = 6 jobs');
  });

  it('is filled in from a link that says what it could not take, and kept as a template whose versions are compared', async () => {
    const link =
      'pipeline=rigid-body&param.weights.lambda_rigid=900&param.weights.lambda_rigd=1&input.markers=walk.csv';
    await page.goto(`${origin}/projects/a/batches/new?${link}`);
    await page.getByText('there is no such parameter; did you mean weights.lambda_rigid?').waitFor();
    await counts('1 setting × 1 input = 1 job');
    const dialog = page.getByRole('dialog', { name: 'Save as template' });
    const save = async () => {
      await page.getByRole('button', { name: 'Save as template' }).click();
      await dialog.getByLabel('Name').fill('Heavy');
      await dialog.getByRole('button', { name: 'Save', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    };
    await save();
    await page.goto(`${origin}/projects/a/batches/${project.first.batchId}`);
    await save();
    await page.goto(`${origin}/projects/a/templates`);
    await page.getByRole('link', { name: 'Heavy', exact: true }).click();
    const changed = page.getByRole('row', { name: /weights\.lambda_rigid/ }).filter({ hasText: 'removed' });
    await changed.getByText('900').waitFor();
    await changed.getByText(/500.*\(default\)/).waitFor();
    await page.getByRole('button', { name: 'Show version 1' }).click();
    await page.getByRole('link', { name: 'New batch' }).click();
    await page.getByText(/Filled in from the template.*, version 1 of 2\./).waitFor();
    await page.getByRole('button', { name: 'Discard draft' }).click();
  });

  it('saves the comparison as it is shown', async () => {
    await page.goto(`${origin}/projects/a/compare?batches=${project.first.batchId}&sort=-rank`);
    await page.getByRole('button', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await dialog.getByText(/^2 rows, \d+ columns\./).waitFor();
    await dialog.getByLabel('Format', { exact: true }).click();
    await page.getByRole('option', { name: 'JSON' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'Export' }).click(),
    ]);
    const saved = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(saved.rows.map((row: Record<string, unknown>) => row['param_weights.lambda_rigid'])).toEqual([
      500, 100,
    ]);
    expect(saved.notes).toContain('n = 6 of 6 jobs have a value and enter the means');
    expect(dashboard.complaints).toEqual([]);
  });
});
