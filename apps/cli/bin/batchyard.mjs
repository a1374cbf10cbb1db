#!/usr/bin/env node
/** The command `batchyard`; what it does lies in ../src, built to ../dist. */
import fs from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (fs.existsSync(main)) {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
} else {
  process.stderr.write('Batchyard is not built yet. Run `npm run build` in its folder, or `npm start`.\n');
  process.exitCode = 2;
}
