import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyExample, makeFolder, runCommand, startCommand } from '../testing/command.js';

const folder = makeFolder();

beforeAll(() => {
  copyExample(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function design(name: string, samples: number, more = ''): string {
  const text = `name: Search
pipeline: rigid-body
kind: adaptive
samples: ${samples}
adaptive: { startup: 4, parallel: 2 }
objective: { metric: edge_error_mean_mm, direction: minimize }
params: { optimization: { max_iterations: 10 } }
axes:
  - { parameter: weights.lambda_rigid, distribution: log_uniform, min: 1, max: 10000 }
inputs:
  - { markers: markers.csv, truth: truth.csv }
${more}`;
  writeFileSync(path.join(folder, name), text);
  return name;
}

const sweep = (...args: string[]) => runCommand(['sweep', ...args], { cwd: folder });
const readJson = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const cellsIn = (output: string) => readdirSync(path.join(folder, output)).filter((name) => /^\d/.test(name));

describe('batchyard sweep of an adaptive design', () => {
  it('plans its budget, and says that settings are chosen later', async () => {
    const { code, stdout } = await sweep(design('plan.yaml', 20), '--plan', '--seconds-per-job', '10');
    expect(code).toBe(0);
    expect(stdout).toContain('20 cells = 20 settings × 1 × 1');
    expect(stdout).toContain('The first 4 settings are below; the others are chosen as results come in.');
    expect(stdout).toContain('Time one after another: 3 min 20 s.');
    expect(existsSync(path.join(folder, 'plan-results'))).toBe(false);
  });

  it('computes its budget, finds better settings than it began with, and goes on when that grows', async () => {
    const file = design('search.yaml', 12);
    const first = await sweep(file, '--concurrency', '2');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('12 cells: 12 computed, 0 reused, 0 failed.');
    const before = readJson('search-results/settings.json');
    expect(new Set(before.map((setting: object) => JSON.stringify(setting))).size).toBe(12);
    expect(cellsIn('search-results')).toHaveLength(12);
    const comparison = readJson('search-results/comparison.json');
    expect(comparison.settings).toHaveLength(12);
    const best = comparison.settings[0].values['weights.lambda_rigid'];
    expect(before.slice(0, 4)).not.toContainEqual({ 'weights.lambda_rigid': best });
    design('search.yaml', 14);
    const second = await sweep(file);
    expect(second.stdout).toContain('14 cells: 2 computed, 12 reused, 0 failed.');
    expect(readJson('search-results/settings.json').slice(0, 12)).toEqual(before);
  });

  it('is cancelled by Ctrl-C and goes on where it stopped', async () => {
    const file = design('interrupted.yaml', 300);
    const settings = path.join(folder, 'interrupted-results/settings.json');
    const command = startCommand(['sweep', file], { cwd: folder });
    while (!existsSync(settings) || readJson('interrupted-results/settings.json').length < 6) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    command.child.kill('SIGINT');
    const { code, stderr } = await command.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('Cancelled. The same command goes on where it stopped.');
    const before = readJson('interrupted-results/settings.json');
    expect(before.length).toBeLessThan(300);
    design('interrupted.yaml', before.length + 2);
    const { stdout } = await sweep(file);
    expect(stdout).toContain(`${before.length + 2} cells: `);
    expect(readJson('interrupted-results/settings.json').slice(0, before.length)).toEqual(before);
  });

  it('ends early where every allowed setting was tried, and says so', async () => {
    const text = readFileSync(path.join(folder, design('small.yaml', 10)), 'utf8');
    const small = text.replace(/ {2}- \{.*\}/, '  - { parameter: weights.lambda_rigid, values: [100, 500] }');
    writeFileSync(path.join(folder, 'small.yaml'), small);
    const { code, stdout } = await sweep('small.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('2 cells: 2 computed');
    expect(stdout).toContain('note: Every allowed setting has been computed or is under way.');
  });
});
