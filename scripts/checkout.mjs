/** Where the checkout lies, and the two things every script does with it: run a program, hold a lock. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** One line to people; scripts write nothing else while all goes well. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** Thrown where the person at the terminal needs the message and no stack. */
export class ScriptError extends Error {}

/**
 * Runs a program without a shell (so that spaces in paths are harmless), keeping what it prints.
 * @returns exit code (a signal counts as 1) and its output, the last 200 kB where it is longer
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Shows on a terminal that a long step is still going on; elsewhere one line says that it began. */
export async function withProgress(text, step) {
  const startedMs = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  let timer;
  if (process.stderr.isTTY) {
    const show = () => process.stderr.write(`\r${text} ${elapsed()} `);
    show();
    timer = setInterval(show, 1000);
  } else say(text);
  try {
    return await step();
  } finally {
    clearInterval(timer);
    if (timer !== undefined) process.stderr.write('\r\x1b[K');
  }
}

/**
 * Runs `step` while no other process runs one in this checkout; waits for the other one.
 * A lock left by a process that is gone is taken over.
 */
export async function withLock(step) {
  const file = path.join(root, 'dist', 'build.lock');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  while (!takeLock(file)) {
    const holder = Number(readText(file));
    if (holder > 0 && !isScriptRunning(holder)) dropStaleLock(file, holder);
    else {
      if (!told) say(`Waiting for another build of this checkout (process ${holder || 'starting'}).`);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await step();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/** Linking a finished file into place: a lock is never seen without its holder's number. */
function takeLock(file) {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, String(process.pid));
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

function dropStaleLock(file, holder) {
  const aside = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return; // somebody else dropped it
  }
  // Between reading and renaming, another process may have taken the lock: give it back.
  if (readText(aside) !== String(holder)) fs.linkSync(aside, file);
  fs.rmSync(aside, { force: true });
}

/** After a reboot the number may belong to a stranger; on Linux its command line tells. */
function isScriptRunning(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const commandLine = readText(`/proc/${pid}/cmdline`);
  return commandLine === '' ? process.platform !== 'linux' : /scripts|node/.test(commandLine);
}

/** Text of a file, empty where it cannot be read. */
export function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
