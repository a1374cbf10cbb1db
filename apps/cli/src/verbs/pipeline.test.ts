import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandLine, makeFolder, openCommandLine } from '../testing/command.js';

const examples = path.resolve(import.meta.dirname, '../../../../docs/examples');
const folder = makeFolder();

beforeAll(() => {
  for (const name of ['python', 'r', 'shell', 'node']) {
    cpSync(path.join(examples, name), path.join(folder, name), { recursive: true });
  }
});
afterAll(() => {
  for (const commandLine of commandLines.values()) commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** By folder. */
const commandLines = new Map<string, CommandLine>();

function inFolder(name: string, ...args: string[]) {
  const commandLine = commandLines.get(name) ?? openCommandLine(path.join(folder, name));
  commandLines.set(name, commandLine);
  return commandLine.run(...args);
}
const isThere = (program: string) => spawnSync(program, ['--version']).status === 0;

/** Each example with its interpreter, the jobs of its sweep and what one job measures. */
const ready = [
  ['python', 'python3', 'smooth.yaml', ['--input', 'series=series_01.csv'], 20, ['prediction_error']],
  ['r', 'Rscript', 'peaks.yaml', ['--input', 'signal=signal.csv'], 3, ['peaks', 'highest']],
  ['shell', 'sh', 'count-words.yaml', ['--input', 'notes=notes.txt'], 3, ['matching_lines', 'share']],
  ['node', 'node', 'histogram.yaml', ['--input', 'tables=series_01.csv'], 2, ['fullest_bin', 'values']],
] as const;

describe.each(ready)('the example in %s', (name, interpreter, file, inputs, cells, metrics) => {
  const test = interpreter === 'sh' || isThere(interpreter) ? it : it.skip;

  test(`is understood and sweeps (skipped without ${interpreter})`, async () => {
    const checked = await inFolder(name, 'pipeline', 'check', file, ...inputs, '--json');
    expect(checked.stderr).toBe('');
    const { result } = JSON.parse(checked.stdout);
    expect(result).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(Object.keys(result.metrics).sort()).toEqual([...metrics].sort());
    const swept = await inFolder(name, 'sweep', 'sweep.yaml', '--json', '--output', 'out');
    expect(swept.stderr).not.toContain('error');
    const { counts, comparison } = JSON.parse(swept.stdout);
    expect(counts).toMatchObject({ cells, computed: cells, failed: 0 });
    expect(comparison.settings.length).toBeGreaterThan(1);
    const again = await inFolder(name, 'sweep', 'sweep.yaml', '--json', '--output', 'out');
    expect(JSON.parse(again.stdout).counts).toMatchObject({ computed: 0, reused: cells });
  });

  it('has a definition of at most 15 lines', () => {
    const lines = readFileSync(path.join(folder, name, file), 'utf8')
      .trim()
      .split('\n');
    expect(lines.filter((line) => !line.startsWith('#')).length).toBeLessThanOrEqual(15);
  });
});

describe('the guide to programs of your own', () => {
  const guide = readFileSync(path.resolve(examples, '../command-pipelines.md'), 'utf8');
  const block = (language: string, nth = 0) =>
    [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))][nth]?.[1] ?? '';

  (isThere('python3') ? it : it.skip)('makes a sweep of its script (skipped without python3)', async () => {
    const home = path.join(folder, 'guide');
    mkdirSync(home);
    const own =
      'def compute(series, window):\n    open("overlay.png", "w").close()\n    return abs(window - 5)\n';
    writeFileSync(path.join(home, 'fit.py'), own + block('python'));
    writeFileSync(path.join(home, 'fit.yaml'), block('yaml'));
    writeFileSync(path.join(home, 'sweep.yaml'), block('yaml', 1));
    writeFileSync(path.join(home, 'walk.csv'), '1\n2\n');
    const { code, stdout, stderr } = await inFolder('guide', 'sweep', 'sweep.yaml', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    const { counts, comparison } = JSON.parse(stdout);
    expect(counts).toMatchObject({ cells: 3, computed: 3, failed: 0 });
    expect(comparison.settings[0]).toMatchObject({ values: { window: 5 } });
  });
});

describe('batchyard pipeline check', () => {
  it('shows parameters, metrics and lines that are no messages', async () => {
    const { code, stdout } = await inFolder(
      'shell',
      'pipeline',
      'check',
      'count-words.yaml',
      '--input',
      'notes=notes.txt',
    );
    expect(code).toBe(0);
    expect(stdout).toContain('Parameters of this run: {"word":"peak"}');
    expect(stdout).toMatch(/matching_lines +3 +lines/);
    expect(stdout).toContain('matches.txt');
    expect(stdout).toContain('Not taken for messages, kept as log:\n');
    expect(stdout).toContain('  matching lines: 3');
  });

  (isThere('python3') ? it : it.skip)('shows annotations (skipped without python3)', async () => {
    const { code, stdout } = await inFolder(
      'python',
      'pipeline',
      'check',
      'flag-outliers.yaml',
      '--input',
      'measures=measures.csv',
      '--json',
    );
    expect(code).toBe(0);
    const { annotations, result } = JSON.parse(stdout);
    expect(annotations[0]).toMatchObject({
      subject: 'E1',
      kind: 'flag',
      frames: expect.arrayContaining([
        { first: 11, last: 11 },
        { first: 12, last: 12 },
        { first: 20, last: 20 },
      ]),
    });
    expect(result.metrics.flagged_frames).toBeGreaterThanOrEqual(3);
  });

  it('runs nothing without inputs, and says so', async () => {
    const { code, stdout } = await inFolder('node', 'pipeline', 'check', 'histogram.yaml');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was run; try it with --input tables=path.');
  });

  it('reports everything that is wrong, with line and column', async () => {
    const text =
      'name: x\nversion: "1.0.0"\ntitle: X\ncommand: [sh, "{inputs.a}"]\nmetrics:\n  m: { units: s }\n';
    writeFileSync(path.join(folder, 'bad.yaml'), text);
    const { code, stderr } = await inFolder('.', 'pipeline', 'check', 'bad.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no field metrics.m.units; did you mean unit?');
    expect(stderr).toContain('line 6, column 8');
  });

  it('ends with 1 where the program fails, with its last lines', async () => {
    const text = 'name: x\nversion: "1.0.0"\ntitle: X\ncommand: [sh, -c, "echo no license >&2; exit 4"]\n';
    writeFileSync(path.join(folder, 'fails.yaml'), text);
    const { code, stdout } = await inFolder('.', 'pipeline', 'check', 'fails.yaml');
    expect(code).toBe(1);
    expect(stdout).toContain('The program ended with exit code 4. Its last lines:\nno license');
  });

  it.each([
    [[]],
    [['check']],
    [['look', 'p.yaml']],
    [['check', 'a.yaml', 'b.yaml']],
    [['check', 'none.yaml']],
  ])('refuses %j', async (args) => {
    expect((await inFolder('.', 'pipeline', ...args)).code).toBe(2);
  });
});

describe('a command pipeline by its file', () => {
  it('runs like any other, with flags derived from its parameters', async () => {
    const job = ['--input', 'notes=notes.txt', '--param', 'word=lamp', '--output', 'one'];
    const { code, stdout } = await inFolder('shell', 'run', './count-words.yaml', ...job);
    expect(code).toBe(0);
    expect(stdout).toContain('Count matching lines: succeeded');
    const result = JSON.parse(readFileSync(path.join(folder, 'shell/one/result.json'), 'utf8'));
    expect(result.metrics).toEqual({ matching_lines: 1, share: 20 });
    expect(readdirSync(path.join(folder, 'shell/one')).sort()).toEqual([
      'job.log',
      'matches.txt',
      'result.json',
    ]);
    const help = await inFolder('shell', 'run', './count-words.yaml', '--help');
    expect(help.stdout).toMatch(/word +peak +Word/);
    const bad = await inFolder(
      'shell',
      'run',
      './count-words.yaml',
      '--input',
      'notes=notes.txt',
      '--param',
      'wrd=x',
      '--output',
      'two',
    );
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('There is no parameter wrd; did you mean word?');
  });

  it('computes cells again after its program has changed', async () => {
    const file = path.join(folder, 'shell/count.sh');
    await inFolder('shell', 'sweep', 'sweep.yaml', '--output', 'changed');
    writeFileSync(file, readFileSync(file, 'utf8').replace('-c -i', '-c'));
    const { stdout } = await inFolder('shell', 'sweep', 'sweep.yaml', '--json', '--output', 'changed');
    expect(JSON.parse(stdout).counts).toMatchObject({ computed: 3, reused: 0 });
  });
});
