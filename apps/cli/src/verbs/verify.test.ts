import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyExample, makeFolder, openCommandLine } from '../testing/command.js';

const folder = makeFolder();
const commandLine = openCommandLine(folder);
const at = (file: string) => path.join(folder, file);
const command = commandLine.run;

beforeAll(async () => {
  copyExample(folder);
  writeFileSync(at('broken.csv'), 'frame,a_x,a_y,a_z\n0,1,2,3\n1,1,2,3\n');
  writeFileSync(
    at('sweep.yaml'),
    `name: Weights
pipeline: rigid-body
objective: { metric: edge_error_mean_mm, direction: minimize }
params: { optimization: { max_iterations: 20 } }
axes: [{ parameter: weights.lambda_rigid, values: [100, 500] }]
inputs: [{ markers: markers.csv, truth: truth.csv }]
replicates: 2
`,
  );
  const { code, stderr } = await command(
    'sweep',
    'sweep.yaml',
    '--report',
    'html,pdf,xlsx,csv,json,tex,md,zip',
  );
  if (code !== 0) throw new Error(stderr);
});
afterAll(() => {
  commandLine.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('batchyard sweep --report', () => {
  it('writes every format beside the results', () => {
    const read = (name: string) => readFileSync(at(`sweep-results/${name}`));
    expect(read('report.html').toString()).toContain(
      '2 settings × 1 input × 2 replicates = 4 jobs of rigid-body',
    );
    expect(read('report.pdf').toString('latin1', 0, 5)).toBe('%PDF-');
    expect(read('report.xlsx').toString('latin1', 0, 2)).toBe('PK');
    expect(read('report.csv').toString().trimEnd().split('\r\n')).toHaveLength(3);
    expect(JSON.parse(read('report.json').toString())).toMatchObject({ counts: { jobs: 4, withResult: 4 } });
    expect(read('report.tex').toString()).toContain('\\begin{tabular}{lrr}');
    expect(read('report.md').toString()).toContain('| lambda\\_rigid | markers.csv');
  });

  it('refuses a format that there is not', async () => {
    const { code, stderr } = await command('sweep', 'sweep.yaml', '--report', 'docx');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: '--report is docx: expected some of html,pdf,xlsx,csv,json,tex,md,zip.\n',
    });
  });
});

describe('batchyard verify', () => {
  const bundle = 'sweep-results/bundle.zip';

  it('passes on a fresh bundle', async () => {
    const { code, stdout } = await command('verify', bundle);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/all \d+ files are as listed\.\n$/),
    });
  });

  it('names the file of which one byte was flipped, and ends with 1', async () => {
    const bytes = readFileSync(at(bundle));
    const place = bytes.indexOf('replay.sh') + 20;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(at('flipped.zip'), bytes);
    const { code, stdout } = await command('verify', 'flipped.zip', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ drift: [{ path: 'replay.sh' }] });
    expect((await command('verify', 'flipped.zip')).stdout).toContain('"replay.sh". Its contents differ');
  });

  it.each([
    [['verify'], 'Give one bundle'],
    [['verify', 'absent.zip'], 'cannot be read'],
    [['verify', 'sweep.yaml'], 'sweep.yaml is no bundle'],
  ])('%j ends with 2', async (args, says) => {
    expect(await command(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(says) });
  });
});
