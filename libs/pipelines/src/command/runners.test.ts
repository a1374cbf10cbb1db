/** Containers and Slurm, with a stand-in for their programs: what they are told, what they hand on, and how they end. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JobEvent } from '../execution/events.js';
import { executeJob } from '../execution/execute.js';
import { commandPipeline } from './command-pipeline.js';
import { readCommandDefinition } from './read-definition.js';
import { type Runner, readRunners, workingRunners } from './runners.js';

/**
 * Notes its arguments, and runs the program as what it stands for would: engines with a service, and Slurm, outside of
 * our processes, where it outlives the client and ends by its name only.
 */
const standIn = `#!${process.execPath}
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const [, self, ...args] = process.argv;
const own = path.basename(self);
const at = (name) => path.join(__dirname, name);
const after = (text) => args[args.indexOf(text) + 1];
const nameIn = (prefix) => (args.find((each) => each.startsWith(prefix)) ?? '').slice(prefix.length);
fs.appendFileSync(at('calls'), JSON.stringify([own, ...args]) + '\\n');
const end = (name) => fs.existsSync(at(name)) && process.kill(-Number(fs.readFileSync(at(name), 'utf8')), 'SIGKILL');
const run = (command, name) => {
  process.on('SIGTERM', () => undefined);
  const child = spawn(command[0], command.slice(1), { stdio: 'inherit', detached: name !== null });
  if (name !== null) fs.writeFileSync(at(name), String(child.pid));
  child.on('exit', (code) => process.exit(code ?? 1));
};
const image = args.findIndex((each) => each.includes('lab/fit'));
if (args[0] === 'version' || args[0] === '--version') process.exit(own === 'singularity' ? 1 : 0);
else if (args[0] === 'rm') end(args.at(-1));
else if (own === 'scancel') end(nameIn('--name='));
else if (own === 'srun') run(args.slice(args.indexOf('--') + 1), nameIn('--job-name='));
else if (own === 'apptainer') run(args.slice(image + 1), null);
else run([after('--entrypoint'), ...args.slice(image + 1)], after('--name'));
`;

let home: string;
let programs: string;
let outputDir: string;
let jobs = 0;

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'runners-'));
  programs = path.join(home, 'bin');
  mkdirSync(programs);
  for (const name of ['apptainer', 'singularity', 'podman', 'docker', 'srun', 'scancel']) {
    writeFileSync(path.join(programs, name), standIn);
    chmodSync(path.join(programs, name), 0o755);
  }
  writeFileSync(path.join(home, 'input.csv'), 'x\n1\n');
  writeFileSync(path.join(home, 'in:put.csv'), 'x\n1\n');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(path.join(programs, 'calls'), { force: true });
  outputDir = path.join(home, `out${jobs++}`);
  mkdirSync(outputDir);
});

const fit = `console.log(JSON.stringify({ metric: { cost: Number(process.env.FACTOR) * 2 } }));`;
const PATH = () => `${programs}:${process.env.PATH}`;

async function run(
  more: string,
  offered: readonly Runner[],
  { script = fit, input = 'input.csv', signal = new AbortController().signal } = {},
) {
  const text = `name: fit-series
version: "1.0.0"
title: Fit
command: [${JSON.stringify(process.execPath)}, "{files.fit.cjs}", "{inputs.table}"]
files: { fit.cjs: ${JSON.stringify(script)} }
inputs: { table: {} }
metrics: { cost: {} }
environment: [FACTOR=21]
secrets: [API_KEY]
${more}`;
  const { definition, problems } = readCommandDefinition(text, 'fit.yaml');
  if (definition === null) throw new Error(JSON.stringify(problems));
  const pipeline = commandPipeline(definition, {
    secrets: { API_KEY: 'sesame-open-now' },
    environment: { PATH: PATH(), HOME: home },
    hidden: [],
    runners: offered,
  });
  const events: JobEvent[] = [];
  const result = await executeJob(pipeline, {
    params: {},
    inputs: { table: [{ path: path.join(home, input), name: input }] },
    outputDir,
    seed: '0/1',
    signal,
    onEvent: (event) => void events.push(event),
  });
  const log = events.flatMap((event) => (event.type === 'log' ? [event.text] : []));
  return { result, log };
}

/** Calls of the stand-ins, each as one text, with what differs between jobs replaced. */
const calls = (): string[] =>
  existsSync(path.join(programs, 'calls'))
    ? readFileSync(path.join(programs, 'calls'), 'utf8')
        .trim()
        .split('\n')
        .map((line) =>
          (JSON.parse(line) as string[])
            .join(' ')
            .replaceAll(outputDir, 'OUT')
            .replaceAll(home, 'HOME')
            .replaceAll(process.execPath, 'NODE')
            .replaceAll(/batchyard-[0-9a-f-]{36}/g, 'NAME'),
        )
    : [];

const container = 'container: { image: registry.example/lab/fit:1 }\n';
const given =
  'FACTOR API_KEY BATCHYARD_PARAMS BATCHYARD_INPUTS BATCHYARD_OUTPUT BATCHYARD_SEED PYTHONUNBUFFERED TMPDIR'
    .split(' ')
    .map((name) => `--env ${name}`)
    .join(' ');
const rights = '--cap-drop all --security-opt no-new-privileges --security-opt label=disable';
const volumes = '--volume OUT:OUT --volume OUT/.batchyard/tmp:/tmp --volume HOME/input.csv:HOME/input.csv:ro';
const program = 'OUT/.batchyard/files/fit.cjs HOME/input.csv';
const binds = volumes.replaceAll('--volume', '--bind');
const user = `${process.getuid?.()}:${process.getgid?.()}`;

describe('a program', () => {
  it.each<[string, string, readonly Runner[], string]>([
    [
      'podman',
      `${container}limits: { memoryMb: 512, processes: 9 }\n`,
      ['podman'],
      `podman run --rm --init --name NAME --userns keep-id ${rights} --network none --memory 512m --pids-limit 9 ${volumes} ${given} --workdir OUT --entrypoint NODE registry.example/lab/fit:1 ${program}`,
    ],
    [
      'docker, with the network',
      `container: { image: "docker://lab/fit:1" }\nnetwork: true\n`,
      ['docker'],
      `docker run --rm --init --name NAME --user ${user} ${rights} --pids-limit 256 ${volumes} ${given} --workdir OUT --entrypoint NODE lab/fit:1 ${program}`,
    ],
    [
      'apptainer, which comes before podman',
      container,
      ['apptainer', 'podman'],
      `apptainer exec --containall --net --network none ${binds} --pwd OUT docker://registry.example/lab/fit:1 NODE ${program}`,
    ],
    [
      'Slurm',
      'slurm: [--partition=gpu, --gres=gpu:1]\nlimits: { memoryMb: 2000.5, timeS: 90 }\n',
      ['slurm'],
      `srun --quiet --unbuffered --ntasks=1 --export=ALL --job-name=NAME --chdir=OUT --mem=2001M --time=1:30 --partition=gpu --gres=gpu:1 -- NODE ${program}`,
    ],
    [
      'Slurm, in a container of its machines',
      `${container}slurm: []\n`,
      ['apptainer', 'podman', 'slurm'],
      `srun --quiet --unbuffered --ntasks=1 --export=ALL --job-name=NAME --chdir=OUT -- apptainer exec --containall --net --network none ${binds} --pwd OUT docker://registry.example/lab/fit:1 NODE ${program}`,
    ],
  ])('runs by %s with these arguments, variables and results', async (_what, more, offered, call) => {
    const { result } = await run(more, offered);
    expect(result).toMatchObject({ state: 'succeeded', metrics: { cost: 42 }, error: null });
    expect(calls()[0]).toBe(call);
    expect(calls().join()).not.toContain('sesame');
  });

  it.each<[string, string, readonly Runner[], string]>([
    ['podman', container, ['podman'], 'podman rm --force NAME'],
    ['Slurm', 'slurm: []\n', ['slurm'], 'scancel --quiet --name=NAME'],
    ['apptainer', container, ['apptainer'], 'apptainer exec'],
  ])('that runs by %s ends when it is cancelled', async (_what, more, offered, last) => {
    const controller = new AbortController();
    const beat = path.join(outputDir, 'beat');
    const script = `process.on('SIGTERM', () => undefined);
      setInterval(() => require('node:fs').writeFileSync(${JSON.stringify(beat)}, String(process.hrtime.bigint())), 20);`;
    const ended = run(more, offered, { script, signal: controller.signal });
    while (!existsSync(beat)) await sleep(20);
    controller.abort(new Error('Cancelled.'));
    expect((await ended).result.state).toBe('cancelled');
    expect(calls().at(-1)).toContain(last);
    const before = readFileSync(beat, 'utf8');
    await sleep(200);
    expect(readFileSync(beat, 'utf8')).toBe(before);
  });

  it.each<[string, string, readonly Runner[], object, string]>([
    ['no engine is offered', container, ['slurm'], {}, 'runs in a container, which is not offered here'],
    ['Slurm is not offered', 'slurm: []\n', ['podman'], {}, 'runs on Slurm, which is not offered here'],
    [
      'only engines of this machine are',
      `${container}slurm: []\n`,
      ['docker', 'slurm'],
      {},
      'names apptainer or singularity in COMMAND_RUNNERS',
    ],
    [
      'the image is a file for docker',
      'container: { image: /images/lab/fit.sif }\n',
      ['docker'],
      {},
      'is a file, which docker cannot run',
    ],
    ['a path has a colon', container, ['podman'], { input: 'in:put.csv' }, 'Give it another name'],
  ])('is not started where %s', async (_what, more, offered, given, message) => {
    const { result } = await run(more, offered, given);
    expect(result.error?.message).toContain(message);
    expect(calls()).toEqual([]);
  });
});

it('says that there is no sandbox on the machines of a cluster', async () => {
  const { log } = await run('slurm: []\n', ['slurm']);
  expect(log).toContain('The program runs without a sandbox: it runs on a machine of the cluster.');
});

it.each([
  ['slurm: ["--chdir=/x"]', '--chdir cannot be given'],
  ['slurm: ["gpu"]', 'an option of srun'],
  ['container: { imag: x }', 'image'],
  ['container: { image: "--privileged" }', 'an image'],
])('refuses %s in a definition', (field, message) => {
  const text = `name: x\nversion: "1.0.0"\ntitle: X\ncommand: [x]\n${field}\n`;
  const { problems } = readCommandDefinition(text, 'x.yaml');
  expect(problems.map((problem) => `${problem.message} ${problem.expectation}`).join()).toContain(message);
});

it('reads what is offered in the order of preference, and keeps what answers', async () => {
  expect(readRunners(' slurm, podman ')).toEqual(['podman', 'slurm']);
  expect(readRunners(undefined)).toEqual([]);
  expect(() => readRunners('podmann')).toThrow('COMMAND_RUNNERS has "podmann"; there are apptainer');
  const wanted = readRunners('singularity,podman,slurm');
  expect(await workingRunners(wanted, PATH())).toEqual(['podman', 'slurm']);
  expect(await workingRunners(wanted, home)).toEqual([]);
});
