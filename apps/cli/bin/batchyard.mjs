#!/usr/bin/env node
/** The command `batchyard`; what it does lies in ../src, built to ../dist. */
import fs from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
// A fresh clone: install and build once, saying so on standard error only.
if (!fs.existsSync(main)) await import('../../../scripts/prepare-command.mjs');
const { main: run } = await import(main.href);
process.exitCode = await run(process.argv.slice(2));
