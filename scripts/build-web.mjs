/** The dashboard: `next build`, when its sources, the rules it shares or the packages changed. */
import fs from 'node:fs';
import path from 'node:path';
import { readText, root, runQuietly, ScriptError, say, withProgress } from './checkout.mjs';
import { filesBelow, hashOf, hashOfFiles } from './staleness.mjs';

const web = path.join(root, 'apps', 'web');
const shownLines = 60;
const marker = path.join(web, '.next', 'batchyard-sources');

/** @returns whether it was built */
export async function buildWeb() {
  if (!fs.existsSync(path.join(web, 'package.json'))) return false;
  const wanted = sourcesDigest();
  if (readText(marker) === wanted) return false;
  const startedMs = Date.now();
  fs.rmSync(marker, { force: true });
  const next = path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const { code, output } = await withProgress('Building the dashboard (up to a minute) …', () =>
    runQuietly(process.execPath, [next, 'build'], {
      cwd: web,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  if (code !== 0) throw new ScriptError(`${firstLines(output)}\n\nThe dashboard could not be built.`);
  fs.writeFileSync(marker, wanted);
  say(`Built the dashboard in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
  return true;
}

/** The first error is the one to mend; a broken import is repeated by everything that uses it. */
function firstLines(output) {
  const lines = output.trim().split('\n');
  return [...lines.slice(0, shownLines), ...(lines.length > shownLines ? ['…'] : [])].join('\n');
}

function sourcesDigest() {
  const own = filesBelow(web).filter((file) => !/\.test\.tsx?$|^next-env\.d\.ts$|\.tsbuildinfo$/.test(file));
  const domain = path.join(root, 'libs', 'domain', 'src');
  const rules = fs.existsSync(domain) ? filesBelow(domain).filter((file) => !/\.test\.ts$/.test(file)) : [];
  return hashOf(
    hashOfFiles(web, own),
    hashOfFiles(domain, rules),
    readText(path.join(root, 'package-lock.json')),
    process.versions.node,
  );
}
