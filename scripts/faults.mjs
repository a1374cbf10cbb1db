/**
 * `npm run test:faults [part of a file's name] [jest arguments]`: the whole fault suite or a part of it, one fault at a
 * time, and a table of what happened.
 * SEED, SOAK_S and SOAK_JOBS set the soak; see test/faults/soak.faults.ts.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readText, root } from './checkout.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'batchyard-faults-'));
const report = path.join(folder, 'report.jsonl');
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const flags = `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`;
const given = process.argv.slice(2);
const part = given[0]?.startsWith('-') ? '' : (given.shift() ?? '');
const child = spawn(process.execPath, [jest, '--runInBand', `test/faults/.*${part}`, ...given], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FAULTS: 'all', FAULTS_REPORT: report, NODE_OPTIONS: flags.trim() },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  const entries = readText(report)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  for (const entry of entries) process.stdout.write(`${row(entry)}\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});

function row({ id, title, outcome, recoveredS, note }) {
  const seconds = recoveredS === undefined ? '' : `${recoveredS.toFixed(1)} s`;
  return `| ${id} | ${title} | ${outcome} | ${seconds} | ${note ?? ''} |`;
}
