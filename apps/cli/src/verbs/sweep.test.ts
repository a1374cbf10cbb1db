import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  copyExample,
  descendantsOf,
  makeFolder,
  openCommandLine,
  runCommand,
  startCommand,
  stillRunning,
  writeLongRecording,
} from '../testing/command.js';

const folder = makeFolder();
const commandLine = openCommandLine(folder);

beforeAll(() => {
  copyExample(folder);
});
afterAll(() => {
  commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

function design(name: string, values: string, more = ''): string {
  const text = `name: Weights
pipeline: rigid-body
objective: { metric: edge_error_mean_mm, direction: minimize }
params: { optimization: { max_iterations: 20 } }
axes:
  - { parameter: weights.lambda_rigid, values: ${values} }
inputs:
  - { markers: markers.csv, truth: truth.csv }
${more}`;
  writeFileSync(path.join(folder, name), text);
  return name;
}

const earlyStopping = (minJobs: number) =>
  `earlyStopping: { rule: median, metric: edge_error_mean_mm, afterStep: 3, minJobs: ${minJobs} }`;
const sweep = (...args: string[]) => commandLine.run('sweep', ...args);
const cellsIn = (output: string) => readdirSync(path.join(folder, output)).filter((name) => /^\d/.test(name));

describe('batchyard sweep', () => {
  it('shows the plan and starts nothing', async () => {
    const file = design('plan.yaml', '[100, 500, 1000]', 'replicates: 2');
    const { code, stdout } = await sweep(file, '--plan', '--json');
    expect(code).toBe(0);
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({ cellCount: 6, problems: [] });
    expect(plan.cells[2]).toMatchObject({
      setting: { 'weights.lambda_rigid': 500 },
      replicate: 1,
      seed: '0/1',
    });
    const people = await sweep(file, '--plan');
    expect(people.stdout).toContain('6 cells = 3 × 1 × 2');
    expect(people.stdout).toContain('No history yet: measure one job first, or give seconds per job.');
    const timed = await sweep(file, '--plan', '--seconds-per-job', '120', '--concurrency', '3');
    // 6 jobs of 120 s by 3 at once, and 10 % for handing them out.
    expect(timed.stdout).toContain('Time with 3 at once: 4 min 24 s.');
    expect(timed.stdout).toContain('Time one after another: 12 min 0 s.\nSpeed-up: 2.73 ×.');
    expect(existsSync(path.join(folder, 'plan-results'))).toBe(false);
  });

  it('computes every cell, ranks the settings and names the best with its unit', async () => {
    const { code, stdout, stderr } = await sweep(
      design('full.yaml', '[100, 500, 1000]'),
      '--concurrency',
      '2',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const comparison = JSON.parse(readFileSync(path.join(folder, 'full-results/comparison.json'), 'utf8'));
    const best = comparison.settings[0];
    expect(stdout).toContain('3 cells: 3 computed, 0 reused, 0 failed.');
    expect(stdout).toMatch(
      new RegExp(`Best setting: weights\\.lambda_rigid = ${best.values['weights.lambda_rigid']} \\(.* mm,`),
    );
    const means = comparison.settings.map(
      (setting: { metrics: Record<string, { mean: number }> }) => setting.metrics.edge_error_mean_mm?.mean,
    );
    expect(means).toEqual([...means].sort((a, b) => a - b));
    const lines = readFileSync(path.join(folder, 'full-results/results.csv'), 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^cell,state,weights\.lambda_rigid,input,/);
    expect(cellsIn('full-results')).toHaveLength(3);
  });

  it('computes only what is missing when the design grows, and what failed or was lost', async () => {
    await sweep(design('grow.yaml', '[100, 500]'));
    design('grow.yaml', '[100, 250, 500]');
    const grown = JSON.parse((await sweep('grow.yaml', '--json')).stdout);
    expect(grown.counts).toEqual({
      cells: 3,
      computed: 1,
      reused: 2,
      stoppedEarly: 0,
      failed: 0,
      skipped: 0,
      missing: 0,
    });
    const [first = ''] = cellsIn('grow-results');
    const file = path.join(folder, 'grow-results', first, 'result.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"succeeded"', '"failed"'));
    const mended = JSON.parse((await sweep('grow.yaml', '--json')).stdout);
    expect(mended.counts).toEqual({
      cells: 3,
      computed: 1,
      reused: 2,
      stoppedEarly: 0,
      failed: 0,
      skipped: 0,
      missing: 0,
    });
  });

  it('computes a cell again when the content of its input changed', async () => {
    const [copy, file] = [path.join(folder, 'copy.csv'), design('content.yaml', '[100]')];
    writeFileSync(
      path.join(folder, file),
      readFileSync(path.join(folder, file), 'utf8').replace('markers.csv', 'copy.csv'),
    );
    const text = readFileSync(path.join(folder, 'markers.csv'), 'utf8');
    writeFileSync(copy, text);
    await sweep(file);
    writeFileSync(copy, text.trimEnd().split('\n').slice(0, -1).join('\n'));
    expect(JSON.parse((await sweep(file, '--json')).stdout).counts).toMatchObject({ reused: 0 });
  });

  it('lists failed cells, keeps the others, and ends with exit code 1', async () => {
    writeFileSync(path.join(folder, 'broken.csv'), 'frame,a_x\n0,oops\n');
    const file = design('mixed.yaml', '[100]', '  - { markers: broken.csv }\n');
    const { code, stdout } = await sweep(file);
    expect(code).toBe(1);
    expect(stdout).toContain('2 cells: 1 computed, 0 reused, 1 failed.');
    expect(stdout).toMatch(/failed cell +setting +stage +why/);
    expect(stdout).toContain('1 of 2 jobs ended without a result');
    expect(readFileSync(path.join(folder, 'mixed-results/results.csv'), 'utf8')).toMatch(
      /\r\n2,failed,100,broken\.csv/,
    );
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    [
      'an unknown axis',
      'axes: [{ parameter: weights.lambda_rgid, values: [1] }]',
      /did you mean weights\.lambda_rigid\?/,
    ],
    ['a value out of range', 'axes: [{ parameter: weights.lambda_rigid, values: [-1] }]', /is -1: expected/],
    [
      'an unknown metric',
      'objective: { metric: edge_eror_mean_mm, direction: minimize }',
      /did you mean edge_error_mean_mm\?/,
    ],
    ['a missing file', 'inputs: [{ markers: none.csv }]', /none\.csv cannot be read/],
    ['an unknown field', 'replicats: 3', /did you mean replicates\?/],
    [
      'two equal cells',
      'axes: [{ parameter: weights.lambda_rigid, values: [1, 1] }]',
      /are the same computation/,
    ],
  ];

  it.each(refused)('refuses a design with %s and starts nothing', async (_title, line, message) => {
    const field = line.split(':')[0] ?? '';
    const rest = ['name: x', 'pipeline: rigid-body', 'inputs: [{ markers: markers.csv }]'].filter(
      (each) => !each.startsWith(`${field}:`),
    );
    writeFileSync(path.join(folder, 'refused.yaml'), [...rest, line].join('\n'));
    const { code, stderr } = await sweep('refused.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(path.join(folder, 'refused-results'))).toBe(false);
  });

  it('stops after the first failure when told so, and refuses options that need a server', async () => {
    writeFileSync(path.join(folder, 'broken.csv'), 'frame,a_x\n0,oops\n');
    const file = design('stops.yaml', '[100]');
    writeFileSync(
      path.join(folder, file),
      readFileSync(path.join(folder, file), 'utf8').replace(
        'inputs:\n',
        'inputs:\n  - { markers: broken.csv }\n',
      ),
    );
    const { code, stdout, stderr } = await sweep(
      file,
      '--mode',
      'sequential',
      '--continue-on-error',
      'false',
    );
    expect(code).toBe(1);
    expect(stdout).toContain('2 cells: 0 computed, 0 reused, 1 failed, 1 not reached.');
    expect(stderr).toContain('Stopped after the first failure.');
    const refusal = await sweep(file, '--timeout-s', '500');
    expect(refusal).toMatchObject({ code: 2 });
    expect(refusal.stderr).toContain('--timeout-s is for a server; add --project, or leave it out.');
  });

  it('S1-04 refuses samples that may need too much memory, and computes the others where that is asked for', async () => {
    const example = path.resolve(import.meta.dirname, '../../../../docs/examples/spectral-comparison');
    for (const name of ['fresh_grease.csv', 'service_500h.csv'])
      copyFileSync(path.join(example, name), path.join(folder, name));
    writeFileSync(path.join(folder, 'large.csv'), '');
    truncateSync(path.join(folder, 'large.csv'), 30e6);
    writeFileSync(
      path.join(folder, 'memory.yaml'),
      `name: Memory
pipeline: spectral-comparison
params: { draw_graph: false }
inputs:
  - { sample: service_500h.csv, baseline: fresh_grease.csv }
  - { sample: large.csv, baseline: fresh_grease.csv }
`,
    );
    const refusal = await sweep('memory.yaml', '--memory-limit-mb', '400');
    expect(refusal.code).toBe(2);
    expect(refusal.stderr).toMatch(
      /Memory limit exceeded: large\.csv, fresh_grease\.csv \(30 MB\) may need 6\d\d MB of memory; the limit is 400 MB\./,
    );
    expect(existsSync(path.join(folder, 'memory-results'))).toBe(false);
    const { code, stdout, stderr } = await sweep('memory.yaml', '--memory-limit-mb', '400', '--valid-only');
    expect(stdout).toContain('1 cells: 1 computed, 0 reused, 0 failed.');
    expect(stderr).toContain('1 invalid cell is left out: 2 (large.csv');
    expect(code).toBe(0);
  });

  it('S1-04 stops a cell that needs more memory than it may', async () => {
    writeLongRecording(path.join(folder, 'long.csv'), 20_000);
    writeFileSync(
      path.join(folder, 'greedy.yaml'),
      'name: Greedy\npipeline: rigid-body\ninputs: [{ markers: long.csv }]\n',
    );
    const { code, stdout } = await sweep('greedy.yaml', '--memory-limit-mb', '64');
    expect(code).toBe(1);
    expect(stdout).toMatch(/Memory limit exceeded: the job used [\d.]+ MB; the limit is 64 MB\./);
  });

  it('does not write into a folder that holds something else', async () => {
    const { code, stderr } = await sweep(design('other.yaml', '[100]'), '--output', '.');
    expect(code).toBe(2);
    expect(stderr).toContain('holds no sweep');
  });

  it('stops poor cells on their way, tells them apart, and leaves them so until the rule changes', async () => {
    // As long as a recording may be that is solved as a whole, and so reports on its way.
    writeLongRecording(path.join(folder, 'stopping.csv'), 500);
    const write = (minJobs: number) => {
      const file = design('early.yaml', '[1000, 500, 0.001]', earlyStopping(minJobs));
      const text = readFileSync(path.join(folder, file), 'utf8');
      writeFileSync(
        path.join(folder, file),
        text.replace('{ markers: markers.csv, truth: truth.csv }', '{ markers: stopping.csv }'),
      );
      return file;
    };
    const file = write(2);
    const first = await sweep(file, '--mode', 'sequential');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('3 cells: 2 computed, 0 reused, 1 stopped early, 0 failed.');
    expect(first.stdout).toContain('1 of 3 jobs was stopped early for doing worse than others.');
    const lines = readFileSync(path.join(folder, 'early-results/results.csv'), 'utf8').split('\r\n');
    expect(lines[3]).toMatch(/^3,stopped early,0\.001,.*Stopped early: at step \d+ its best value was .* mm/);
    const again = JSON.parse((await sweep(file, '--json')).stdout);
    expect(again.counts).toMatchObject({ computed: 0, reused: 2, stoppedEarly: 1, failed: 0, missing: 0 });
    expect(again.comparison.settings.map((each: { stoppedEarly: number }) => each.stoppedEarly)).toEqual([
      0, 0, 1,
    ]);
    write(3);
    const changed = JSON.parse((await sweep(file, '--json')).stdout);
    expect(changed.counts).toMatchObject({ computed: 1, reused: 2, stoppedEarly: 0 });
  });

  it('is cancelled by Ctrl-C, leaves no process, and goes on where it stopped', async () => {
    writeLongRecording(path.join(folder, 'long.csv'), 3_000);
    const file = design('long.yaml', '[100, 200, 300, 400, 500, 600]');
    writeFileSync(
      path.join(folder, file),
      readFileSync(path.join(folder, file), 'utf8').replace(
        '{ markers: markers.csv, truth: truth.csv }',
        '{ markers: long.csv }',
      ),
    );
    const args = ['sweep', file, '--concurrency', '2'];
    const command = startCommand(args, { cwd: folder });
    const done = () =>
      existsSync(path.join(folder, 'long-results')) &&
      cellsIn('long-results').filter((name) =>
        existsSync(path.join(folder, 'long-results', name, 'result.json')),
      ).length;
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 20));
    const children = descendantsOf(command.child.pid ?? 0);
    expect(children.length).toBeGreaterThan(0);
    command.child.kill('SIGINT');
    const { code, stderr } = await command.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('goes on where it stopped');
    expect(stillRunning(children)).toEqual([]);
    const counts = JSON.parse((await sweep(file, '--json')).stdout).counts;
    expect(counts).toMatchObject({ cells: 6, failed: 0, missing: 0 });
    expect(counts.reused).toBeGreaterThan(0);
  });

  it('needs a token for a server, and says with exit code 3 when the server is not there', async () => {
    const args = [
      'sweep',
      design('remote.yaml', '[100]'),
      '--project',
      'sample',
      '--server',
      'http://127.0.0.1:9',
    ];
    const without = await runCommand(args, { cwd: folder, env: { BATCHYARD_TOKEN: '' } });
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('Set BATCHYARD_TOKEN');
    const unreachable = await runCommand(args, { cwd: folder, env: { BATCHYARD_TOKEN: 'byt_x' } });
    expect(unreachable.code).toBe(3);
    expect(unreachable.stderr).toContain('http://127.0.0.1:9 cannot be reached');
  });
});
