/** Makes the command `batchyard` runnable: installs packages and builds the sources, but not the dashboard. */
import { buildSources } from './build-sources.mjs';
import { ScriptError, say, withLock } from './checkout.mjs';
import { prepare } from './prepare.mjs';

try {
  await prepare();
  await withLock(buildSources);
} catch (error) {
  if (!(error instanceof ScriptError)) throw error;
  say(error.message);
  process.exit(1);
}
