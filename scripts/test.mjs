/** `npm test [jest arguments]`: install, build, run the tests. The last line is `N passed, N failed`. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { readText, root, ScriptError, say } from './checkout.mjs';
import { prepare } from './prepare.mjs';
import { summarize } from './test-summary.mjs';

async function main() {
  try {
    await prepare();
    await build();
  } catch (error) {
    say(error instanceof ScriptError ? error.message : error.stack);
    return summarize('', 1);
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'batchyard-test-'));
  const report = path.join(folder, 'jest.json');
  try {
    const code = await runJest(report);
    return summarize(readText(report), code);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function runJest(report) {
  const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // Browser tests mostly wait, so two at once also where there are only two cores.
  const workers = Math.max(2, os.availableParallelism() - 1);
  const args = [
    jest,
    `--maxWorkers=${workers}`,
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ];
  const flags = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
  return new Promise((resolve) => {
    // Jest's own report goes to standard error; with --json the other stream only repeats the result file.
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: flags.trim() },
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

const { line, exitCode } = await main();
process.stdout.write(`${line}\n`);
process.exitCode = exitCode;
