/** `npm start`: install what is missing, build what is stale, then become `batchyard up`. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root, ScriptError, say } from './checkout.mjs';
import { prepare } from './prepare.mjs';

try {
  await prepare();
  await build();
} catch (error) {
  if (!(error instanceof ScriptError)) throw error;
  say(error.message);
  process.exit(1);
}
if (process.env.npm_lifecycle_event === 'start') stopWithNpm();
// The same process goes on as the command itself: one process to signal, and one Ctrl-C is enough.
const command = path.join(root, 'apps', 'cli', 'bin', 'batchyard.mjs');
process.argv = [process.argv[0], command, 'up', ...process.argv.slice(2)];
await import(pathToFileURL(command).href);

/** A signal sent to npm alone ends npm and its shell but never reaches this process, which would run on unseen. */
function stopWithNpm() {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
