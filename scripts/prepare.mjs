/** Installs the packages of package-lock.json when they are missing or another lock file was installed. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readText, root, runQuietly, ScriptError, say, withLock, withProgress } from './checkout.mjs';

const minimumNode = [20, 19];

/** Does nothing, and asks no network, when what is installed fits package-lock.json. */
export async function prepare() {
  requireNode(process.versions.node);
  const wanted = wantedMarker();
  if (readText(markerFile()) === wanted) return;
  await withLock(async () => {
    if (readText(markerFile()) === wanted) return;
    if (!isInstalledByHand()) await install();
    fs.mkdirSync(path.dirname(markerFile()), { recursive: true });
    fs.writeFileSync(markerFile(), wanted);
  });
}

function requireNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > minimumNode[0] || (major === minimumNode[0] && minor >= minimumNode[1])) return;
  throw new ScriptError(
    `Batchyard needs Node.js ${minimumNode.join('.')} or newer; this is ${version}. Install a newer one from nodejs.org.`,
  );
}

function markerFile() {
  return path.join(root, 'node_modules', '.batchyard-installed');
}

/** Packages are chosen per platform, so a checkout moved to another kind of machine is installed anew. */
function wantedMarker() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  return `${digest} ${process.platform}-${process.arch}`;
}

/** Whether npm's own record of node_modules has every package of the lock file in its version. */
function isInstalledByHand() {
  const record = readText(path.join(root, 'node_modules', '.package-lock.json'));
  if (record === '') return false;
  const installed = JSON.parse(record).packages ?? {};
  const wanted = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([place, entry]) =>
      !place.includes('node_modules/') ||
      entry.optional ||
      entry.devOptional ||
      installed[place]?.version === entry.version,
  );
}

async function install() {
  const startedMs = Date.now();
  // Building needs development packages too, whatever NODE_ENV says.
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--prefer-offline', '--loglevel=error'];
  const [command, ...before] = npm();
  const { code, output } = await withProgress('Installing packages (once, one or two minutes) …', () =>
    runQuietly(command, [...before, ...args]),
  );
  if (code !== 0) throw new ScriptError(explain(output));
  say(`Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s.`);
}

/** The npm that called us, else the one on the path. */
function npm() {
  const caller = process.env.npm_execpath ?? '';
  return /npm-cli\.[cm]?js$/.test(caller) ? [process.execPath, caller] : ['npm'];
}

function explain(output) {
  const tail = output.trim().split('\n').slice(-15).join('\n');
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ECONNRESET/.test(output)) {
    return `${tail}\n\nThe packages could not be downloaded. The package registry must be reachable once, for the first start; afterwards no network is needed. Check the connection (or npm's proxy setting) and start again.`;
  }
  return `${tail}\n\nInstalling the packages failed; npm's own words are above.`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await prepare().catch((error) => {
    if (!(error instanceof ScriptError)) throw error;
    say(error.message);
    process.exitCode = 1;
  });
}
