/** Builds what is stale: libraries and services with swc, file by file; the dashboard with Next.js. */
import { fileURLToPath } from 'node:url';
import { buildSources } from './build-sources.mjs';
import { buildWeb } from './build-web.mjs';
import { ScriptError, say, withLock } from './checkout.mjs';

export async function build() {
  await withLock(async () => {
    await buildSources();
    await buildWeb();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build().catch((error) => {
    if (!(error instanceof ScriptError)) throw error;
    say(error.message);
    process.exitCode = 1;
  });
}
