import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobEvent } from '../execution/events.js';
import { executeJob } from '../execution/execute.js';
import { parseParams } from '../parameters/parse.js';
import { paramsJsonSchema } from '../parameters/schema.js';
import { type CommandMeans, commandPipeline } from './command-pipeline.js';
import { readCommandDefinition } from './read-definition.js';

let folder: string;
let jobs = 0;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'command-'));
  await writeFile(path.join(folder, 'input.csv'), 'x\n1\n2\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Of the machine, as whoever runs a program offers it. */
const machine = () => ({ PATH: process.env.PATH ?? '', HOME: folder, HARMLESS: 'yes', DATABASE_URL: 'x' });

/** A pipeline that runs JavaScript with the Node of this process. */
function nodePipeline(script: string, more = '', means: Partial<CommandMeans> = {}) {
  const text = `name: probe
version: "1.0.0"
title: Probe
command: [${JSON.stringify(process.execPath)}, "{files.probe.mjs}", "{params_file}", "--level={params.level}", "{inputs.table}"]
params:
  level: { type: number, default: 0.5, minimum: 0, unit: px, title: Level }
inputs:
  table: { extensions: [.csv], optional: true }
files:
  probe.mjs: ${JSON.stringify(script)}
${more}`;
  const { definition, problems } = readCommandDefinition(text, 'probe.yaml');
  if (definition === null) throw new Error(JSON.stringify(problems));
  return commandPipeline(definition, {
    secrets: {},
    environment: machine(),
    hidden: [],
    runners: [],
    ...means,
  });
}

async function run(
  pipeline: ReturnType<typeof nodePipeline>,
  options: { params?: object; signal?: AbortSignal } = {},
) {
  const outputDir = path.join(folder, `out ${jobs++}`);
  await mkdir(outputDir);
  const events: JobEvent[] = [];
  const result = await executeJob(pipeline, {
    params: options.params ?? {},
    inputs: { table: [{ path: path.join(folder, 'input.csv'), name: 'input.csv' }] },
    outputDir,
    seed: '0/1',
    signal: options.signal ?? new AbortController().signal,
    onEvent: (event) => void events.push(event),
  });
  const log = events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
  return { result, events, log, outputDir };
}

const oneMetric = 'metrics:\n  cost: { unit: px, direction: minimize }\n';

describe('a command pipeline', () => {
  it('hands over parameters, inputs and output, and takes what the program says', async () => {
    const script = `
      import { readFileSync, writeFileSync } from 'node:fs';
      const [, , paramsFile, level, table] = process.argv;
      const params = JSON.parse(readFileSync(paramsFile));
      const inputs = JSON.parse(readFileSync(process.env.BATCHYARD_INPUTS));
      console.log(JSON.stringify({ stage: 'fit', progress: 0.4 }));
      console.log('hello ' + level + ' ' + (inputs.table === table));
      console.log(JSON.stringify({ step: 0, metric: { cost: 9 } }));
      console.log(JSON.stringify({ metric: { cost: params.level * 2 } }));
      writeFileSync(process.env.BATCHYARD_OUTPUT + '/overlay.png', 'x');
      writeFileSync('notes.txt', readFileSync(table));
      console.log(JSON.stringify({ artifact: 'overlay.png', title: 'Overlay', role: 'preview' }));
      console.log(JSON.stringify({ annotate: { subject: 'E1', frames: [{ first: 1, last: 3 }], kind: 'flag', value: 'blurred' } }));
      console.log(JSON.stringify({ annotate: { subject: 'E1', frames: 7, kind: 'flag', value: 'dark' } }));
      console.log(JSON.stringify({ table: { name: 'peaks', rows: [{ x: 1, name: 'a,b' }, { x: 2 }] } }));
      console.log(JSON.stringify({ warn: 'Careful.' }));
      console.log(JSON.stringify({ progress: 3, colour: 1 }));
      console.log(JSON.stringify({ other: 'json' }));`;
    const more = `${oneMetric}stages: [load, fit]\nartifacts: ["*.png"]\n`;
    const { result, events, log, outputDir } = await run(nodePipeline(script, more), {
      params: { level: 0.7 },
    });
    expect(result).toMatchObject({
      state: 'succeeded',
      metrics: { cost: 1.4 },
      warnings: ['Careful.'],
      error: null,
    });
    expect(result.stages.map(({ name }) => name)).toEqual(['validate', 'load', 'fit']);
    expect(result.artifacts.map(({ path, title, role }) => [path, title, role])).toEqual([
      ['overlay.png', 'Overlay', 'preview'],
      ['tables/peaks.csv', 'peaks', 'data'],
    ]);
    expect(log).toContain('hello --level=0.7 true');
    expect(log).toContain('{"other":"json"}');
    expect(log.filter((line) => line.startsWith('Not understood: '))).toHaveLength(2);
    const said = events.flatMap((event) => (event.type === 'annotation' ? [event.annotation] : []));
    expect(said).toMatchObject([{ value: 'blurred' }, { value: 'dark', frames: [{ first: 7, last: 7 }] }]);
    expect(events).toContainEqual({ type: 'metric_step', step: 0, name: 'cost', value: 9 });
    expect(await readdir(outputDir)).toEqual(['notes.txt', 'overlay.png', 'tables']);
  });

  it('finds metrics in JSON, in CSV and in the log', async () => {
    const more = `metrics:
  a: { from: { file: fit.json, path: result.cost } }
  b: { from: { file: rows.csv, column: rms } }
  c: { from: { file: rows.csv, column: rms, row: first } }
  d: { from: { pattern: 'cost = ([0-9.]+)' } }
  e: { from: { file: none.json, path: x }, optional: true }
`;
    const script = `
      import { writeFileSync } from 'node:fs';
      writeFileSync('fit.json', '{"result":{"cost":3.5}}');
      writeFileSync('rows.csv', 'time;rms\\n0;1.25\\n1;"2.5"\\n');
      console.log('cost = 8'); console.error('cost = 7.5');`;
    const { result } = await run(nodePipeline(script, more));
    expect(result.metrics).toEqual({ a: 3.5, b: 2.5, c: 1.25, d: 7.5 });
    expect(result.artifacts.map(({ path }) => path)).toEqual(['fit.json', 'rows.csv']);
  });

  it('measures its time where no metric is declared', async () => {
    const { result } = await run(nodePipeline(''));
    expect(result.metrics.run_time_s).toBeGreaterThan(0);
  });

  it.each([
    ['NaN', `console.log('{"metric": {"cost": NaN}}')`, /Metric cost: it is NaN, not a finite number/],
    ['Infinity', `console.log('{"metric":{"cost":-Infinity}}')`, /it is -Infinity, not a finite number/],
    ['nothing', `console.log('done')`, /Metric cost: no line said \{"metric": \{"cost": …\}\}/],
    [
      'an exit code',
      `console.error('no such column'); process.exit(3)`,
      /exit code 3. Its last lines:\nno such column/,
    ],
    ['a signal', `process.kill(process.pid, 'SIGSEGV')`, /exit code 139/],
  ])('fails clearly on %s', async (_what, script, message) => {
    const { result } = await run(nodePipeline(script, oneMetric));
    expect(result.state).toBe('failed');
    expect(result.error?.message).toMatch(message);
  });

  it('leaves out metrics, stages and files that were not declared or are not there', async () => {
    const script = `
      import { symlinkSync } from 'node:fs';
      symlinkSync('/etc/hostname', 'link.txt');
      console.log('{"metric":{"cost":1,"speed":2},"stage":"polish"}');
      console.log('{"artifact":"link.txt"}'); console.log('{"artifact":"../other"}');`;
    const { result } = await run(nodePipeline(script, oneMetric));
    expect(result).toMatchObject({ state: 'succeeded', metrics: { cost: 1 }, artifacts: [] });
    expect(result.warnings).toEqual([
      'The program named the stage polish, which the pipeline does not declare; it is left out.',
      'The program reported the metric speed, which the pipeline does not declare; it is left out.',
      'The artifact link.txt is a link or no regular file, and is left out.',
      'The artifact ../other is not in the output folder, and is left out.',
    ]);
  });

  it('ends within its grace on abort, with children that do not listen', async () => {
    const script = `
      import { spawn } from 'node:child_process';
      process.on('SIGTERM', () => undefined);
      spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => 0); setInterval(() => 0, 1000)']);
      setInterval(() => 0, 1000); console.log('{"progress":0.1}');`;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('Cancelled.')), 400);
    const startedMs = performance.now();
    const { result } = await run(nodePipeline(script), { signal: controller.signal });
    expect(result.state).toBe('cancelled');
    expect(performance.now() - startedMs).toBeLessThan(6_000);
  });

  it.each([
    ['time', 'timeS: 0.4', 'setInterval(() => 0, 1000)', /longer than its limit of 0.4 s/],
    [
      'memory',
      'memoryMb: 150',
      'globalThis.x = Buffer.alloc(400e6, 1); setInterval(() => 0, 1000)',
      /its limit is 150 MB/,
    ],
    [
      'processes',
      'processes: 3',
      `import { spawn } from 'node:child_process'; for (let i = 0; i < 6; i++) spawn('sleep', ['30']); setInterval(() => 0, 1000)`,
      /processes; its limit is 3/,
    ],
    [
      'output',
      'outputMb: 1',
      `import { writeFileSync } from 'node:fs'; writeFileSync('big', Buffer.alloc(3e6))`,
      /wrote 3 MB; its limit is 1 MB/,
    ],
  ])('keeps its limit of %s', async (_what, limit, script, message) => {
    const { result } = await run(nodePipeline(script, `limits: { ${limit} }\n`));
    expect(result.error?.message).toMatch(message);
  });

  it('gives allowed variables and secrets, and masks these', async () => {
    const script = `
      console.log(process.env.API_KEY, Buffer.from(process.env.API_KEY).toString('base64'));
      console.log(JSON.stringify({ warn: 'key ' + process.env.API_KEY }));
      console.log([process.env.HARMLESS, process.env.THREADS, process.env.DATABASE_URL, process.env.OTHER].join('|'));`;
    const more = 'environment: [HARMLESS, THREADS=4]\nsecrets: [API_KEY]\n';
    const secrets = { API_KEY: 'sesame-open"now', OTHER: 'not asked for' };
    const { result, log } = await run(nodePipeline(script, more, { secrets }));
    expect(log).toContain('••• •••');
    expect(log).toContain('yes|4||');
    expect(result.warnings).toEqual(['key •••']);
    const without = await run(nodePipeline(script, more));
    expect(without.result.error?.message).toMatch(/needs the secret API_KEY, which is not stored/);
  });

  it('passes a flood of output on in part, and goes on', async () => {
    const script = `for (let i = 0; i < 30000; i++) console.log('line ' + i); console.log('{"metric":{"cost":1}}')`;
    const { result, log } = await run(nodePipeline(script, oneMetric));
    expect(result.metrics).toEqual({ cost: 1 });
    expect(log.length).toBeLessThanOrEqual(10_001);
    expect(log).toContain('Only the first 10000 lines are kept.');
  });

  it('in a sandbox writes to its output only, sees no hidden folder and has no network', async () => {
    const hidden = path.join(folder, 'hidden');
    await mkdir(hidden);
    await writeFile(path.join(hidden, 'key'), 'x');
    await symlink(path.join(hidden, 'key'), path.join(folder, 'linked.csv'));
    const script = `
      import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
      import { networkInterfaces } from 'node:os';
      const attempt = (what, work) => { try { console.log(what, work()); } catch (error) { console.log(what, error.code); } };
      attempt('input', () => readFileSync(process.argv[4], 'utf8').length);
      attempt('write input', () => writeFileSync(process.argv[4], 'x'));
      attempt('write root', () => writeFileSync('/etc/batchyard-was-here', 'x'));
      attempt('tmp', () => readdirSync('/tmp').length);
      attempt('write tmp', () => writeFileSync(process.env.TMPDIR + '/x', 'x'));
      attempt('hidden', () => readdirSync(${JSON.stringify(hidden)}).length);
      attempt('network', () => Object.keys(networkInterfaces()).filter((name) => name !== 'lo').length);
      attempt('environ', () => readFileSync('/proc/1/environ', 'utf8').includes('DATABASE_URL'));`;
    const { log } = await run(nodePipeline(script, '', { hidden: [hidden] }));
    if (log.some((line) => line.startsWith('The program runs without a sandbox'))) return;
    expect(log).toEqual([
      'input 6',
      'write input EROFS',
      'write root EROFS',
      expect.stringMatching(/^tmp \d$/),
      'write tmp undefined',
      expect.stringMatching(/^hidden (0|ENOENT)$/),
      'network 0',
      expect.stringMatching(/^environ false$/),
    ]);
  });

  it('has parameters like those of any pipeline', () => {
    const pipeline = nodePipeline('');
    expect(paramsJsonSchema(pipeline).properties?.level).toMatchObject({
      type: 'number',
      default: 0.5,
      minimum: 0,
      unit: 'px',
      title: 'Level',
    });
    expect(parseParams(pipeline, { level: -1, lvel: 2 })).toMatchObject({
      problems: [
        { message: 'Parameter level is -1: expected a number of at least 0.' },
        { message: 'There is no parameter lvel; did you mean level?' },
      ],
    });
  });
});
