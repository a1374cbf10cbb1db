// npm run bench: installs and builds like npm start, then prints the benchmark table.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { build } from './build.mjs';
import { prepare } from './prepare.mjs';

const root = path.resolve(import.meta.dirname, '..');
await prepare();
await build();
const { status } = spawnSync(
  process.execPath,
  [path.join(root, 'test/bench/run.mjs'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
process.exit(status ?? 1);
