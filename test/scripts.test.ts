/** The two commands' own scripts, each as a real process in a small checkout whose path has a space. */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
let checkout: string;

beforeEach(() => {
  checkout = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'batchyard-scripts-')), 'with space');
  fs.mkdirSync(checkout);
  fs.cpSync(path.join(root, 'scripts'), path.join(checkout, 'scripts'), { recursive: true });
  write('package.json', '{"name": "small", "version": "1.0.0", "type": "module"}');
});

afterEach(() => fs.rmSync(path.dirname(checkout), { recursive: true, force: true }));

function write(file: string, text: string): void {
  const full = path.join(checkout, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
}

const read = (file: string) => fs.readFileSync(path.join(checkout, file), 'utf8');
const exists = (file: string) => fs.existsSync(path.join(checkout, file));

function script(name: string, env: Record<string, string> = {}) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [path.join(checkout, 'scripts', name)], {
      env: { ...process.env, NODE_OPTIONS: '', npm_execpath: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}

describe('build', () => {
  beforeEach(() => {
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'));
    write('libs/a/src/index.ts', "export { one } from './inner/one.js';\n");
    write('libs/a/src/inner/one.ts', 'export const one: number = 1;\n');
    write('libs/a/src/index.test.ts', 'this would not even parse (');
  });

  it('builds modules with source maps, and no tests', async () => {
    expect(await script('build.mjs')).toEqual({ code: 0, output: 'Built 2 modules.\n' });
    const built = await import(pathToFileURL(path.join(checkout, 'libs/a/dist/index.js')).href);
    expect(built.one).toBe(1);
    expect(JSON.parse(read('libs/a/dist/inner/one.js.map')).sources).toEqual(['../../src/inner/one.ts']);
    expect(exists('libs/a/dist/index.test.js')).toBe(false);
  });

  it('builds again only what changed or is missing, and removes what lost its source', async () => {
    await script('build.mjs');
    expect(await script('build.mjs')).toEqual({ code: 0, output: '' });
    write('libs/a/src/inner/one.ts', 'export const one: number = 11;\n');
    expect((await script('build.mjs')).output).toBe('Built 1 module.\n');
    expect(read('libs/a/dist/inner/one.js')).toContain('one = 11');
    fs.rmSync(path.join(checkout, 'libs/a/dist/index.js'));
    expect((await script('build.mjs')).output).toBe('Built 1 module.\n');
    expect(exists('libs/a/dist/index.js')).toBe(true);
    fs.rmSync(path.join(checkout, 'libs/a/src/inner'), { recursive: true });
    write('libs/a/src/index.ts', 'export const one = 2;\n');
    await script('build.mjs');
    expect(exists('libs/a/dist/inner/one.js')).toBe(false);
  });

  it('names the file that cannot be built, and builds once it is mended', async () => {
    write('libs/a/src/inner/one.ts', 'export const = ;');
    const broken = await script('build.mjs');
    expect(broken.code).toBe(1);
    expect(broken.output).toContain('libs/a/src/inner/one.ts cannot be built');
    write('libs/a/src/inner/one.ts', 'export const one = 1;');
    expect((await script('build.mjs')).code).toBe(0);
  });

  it('lets one of two builds wait for the other, and takes over the lock of a dead one', async () => {
    write('dist/build.lock', '4194304999');
    const both = await Promise.all([script('build.mjs'), script('build.mjs')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.filter(({ output }) => output.includes('Built 2 modules.'))).toHaveLength(1);
    expect(fs.readdirSync(path.join(checkout, 'dist'))).toEqual([]);
  });
});

describe('prepare', () => {
  const lockOf = (packages: object) =>
    JSON.stringify({ name: 'small', version: '1.0.0', lockfileVersion: 3, requires: true, packages });
  const empty = { '': { name: 'small', version: '1.0.0' } };
  // Nothing listens here: whatever asks for a package learns at once that there is no network.
  const offline = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };

  it('installs once, and then asks nobody', async () => {
    write('package-lock.json', lockOf(empty));
    expect((await script('prepare.mjs', offline)).output).toMatch(/Packages installed in \d+ s\.\n$/);
    expect(await script('prepare.mjs', { ...offline, PATH: '' })).toEqual({ code: 0, output: '' });
  });

  it('accepts packages that somebody installed with npm itself', async () => {
    const packages = { ...empty, 'node_modules/left': { version: '1.2.3' } };
    write('package-lock.json', lockOf(packages));
    write('node_modules/.package-lock.json', lockOf({ 'node_modules/left': { version: '1.2.3' } }));
    expect(await script('prepare.mjs', { ...offline, PATH: '' })).toEqual({ code: 0, output: '' });
  });

  it('says what is wrong when nothing is installed and there is no network', async () => {
    const resolved = 'http://127.0.0.1:9/left/-/left-1.2.3.tgz';
    write('package.json', '{"name": "small", "version": "1.0.0", "dependencies": {"left": "1.2.3"}}');
    write(
      'package-lock.json',
      lockOf({
        '': { ...empty[''], dependencies: { left: '1.2.3' } },
        'node_modules/left': { version: '1.2.3', resolved, integrity: 'sha512-AAAA' },
      }),
    );
    const { code, output } = await script('prepare.mjs', offline);
    expect(code).toBe(1);
    expect(output).toContain('The packages could not be downloaded.');
    expect(exists('node_modules/.batchyard-installed')).toBe(false);
  });
});

describe('.ci/run', () => {
  /** Runs it with an npm that prints `line` as the last line of the tests, and exits as told. */
  function ci(line: string, testCode: number, checkCode: number) {
    fs.cpSync(path.join(root, '.ci'), path.join(checkout, '.ci'), { recursive: true });
    const npm = `#!/bin/sh\n[ "$1" = test ] && { echo 'jest says things'; echo '${line}'; exit ${testCode}; }\nexit ${checkCode}\n`;
    for (const [name, text] of [
      ['npm', npm],
      ['chromium', '#!/bin/sh\n'],
    ] as const) {
      write(`bin/${name}`, text);
      fs.chmodSync(path.join(checkout, 'bin', name), 0o755);
    }
    const run = spawnSync('bash', [path.join(checkout, '.ci/run')], {
      env: { ...process.env, PATH: `${path.join(checkout, 'bin')}:${process.env.PATH}` },
      encoding: 'utf8',
    });
    return { code: run.status, last: run.stdout.trim().split('\n').at(-1) };
  }

  const cases: readonly (readonly [string, Parameters<typeof ci>, number, string])[] = [
    ['all is well', ['12 passed, 0 failed', 0, 0], 0, '13 passed, 0 failed'],
    ['some tests are skipped', ['12 passed, 0 failed, 2 skipped', 0, 0], 0, '13 passed, 0 failed, 2 skipped'],
    ['a test fails', ['11 passed, 1 failed', 1, 0], 1, '12 passed, 1 failed'],
    ['lint or types fail', ['12 passed, 0 failed', 0, 1], 1, '12 passed, 1 failed'],
    ['the tests crash', ['Segmentation fault', 139, 0], 1, '1 passed, 1 failed'],
  ];

  it.each(cases)('closes with what happened when %s', (_title, args, code, last) => {
    expect(ci(...args)).toEqual({ code, last });
  });
});

describe('the closing line of the tests', () => {
  const report = (numbers: object) =>
    JSON.stringify({
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
      ...numbers,
    });
  const cases: readonly (readonly [string, string, number, string, number])[] = [
    ['all pass', report({ numPassedTests: 12 }), 0, '12 passed, 0 failed', 0],
    [
      'some skipped',
      report({ numPassedTests: 3, numPendingTests: 2 }),
      0,
      '3 passed, 0 failed, 2 skipped',
      0,
    ],
    ['some fail', report({ numPassedTests: 3, numFailedTests: 2 }), 1, '3 passed, 2 failed', 1],
    [
      'a file does not load',
      report({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 }),
      1,
      '3 passed, 1 failed',
      1,
    ],
    ['Jest fails for a reason of its own', report({ numPassedTests: 3 }), 1, '3 passed, 1 failed', 1],
    ['no test ran', report({}), 0, '0 passed, 1 failed', 1],
    ['Jest crashed', '', 0, '0 passed, 1 failed', 1],
    ['half a report', '{"numPassedTests": 1', 0, '0 passed, 1 failed', 1],
  ];

  it.each(cases)('tells when %s', async (_title, text, code, line, exitCode) => {
    const { summarize } = await import(pathToFileURL(path.join(root, 'scripts/test-summary.mjs')).href);
    expect(summarize(text, code)).toEqual({ line, exitCode });
  });
});
