/** TypeScript to JavaScript: `<package>/src/**` → `<package>/dist/**`, one module each, tests left out. */
import fs from 'node:fs';
import path from 'node:path';
import { readText, root, ScriptError, say } from './checkout.mjs';
import { compareWithRecord, filesBelow, hashOf } from './staleness.mjs';

const options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: true,
};

/** Apps that swc builds; the dashboard has a builder of its own. */
const builtApps = ['api', 'worker', 'cli'];

/** @returns number of modules that were built */
export async function buildSources() {
  const packages = packageFolders();
  const settings = hashOf(JSON.stringify(options), installedVersion('@swc/core'));
  const results = await Promise.all(packages.map((folder) => buildPackage(folder, settings)));
  const built = results.reduce((sum, count) => sum + count, 0);
  if (built > 0) say(`Built ${built} ${built === 1 ? 'module' : 'modules'}.`);
  return built;
}

function packageFolders() {
  const libs = fs.existsSync(path.join(root, 'libs')) ? fs.readdirSync(path.join(root, 'libs')) : [];
  return [...libs.map((name) => `libs/${name}`), ...builtApps.map((name) => `apps/${name}`)].filter(
    (folder) => fs.existsSync(path.join(root, folder, 'src')),
  );
}

function installedVersion(name) {
  return JSON.parse(readText(path.join(root, 'node_modules', name, 'package.json')) || '{}').version ?? '';
}

async function buildPackage(folder, settings) {
  const src = path.join(root, folder, 'src');
  const dist = path.join(root, folder, 'dist');
  const recordFile = path.join(dist, '.build.json');
  const record = readRecord(recordFile);
  const sources = Object.fromEntries(
    filesBelow(src)
      .filter(isSource)
      .map((file) => [file, hashOf(settings, fs.readFileSync(path.join(src, file)))]),
  );
  const { stale, dead } = compareWithRecord(sources, record, (file) => fs.existsSync(outputOf(dist, file)));
  if (stale.length === 0 && dead.length === 0) return 0;
  for (const file of dead) removeOutput(dist, file);
  await Promise.all(stale.map((file) => transform(src, dist, file)));
  fs.mkdirSync(dist, { recursive: true });
  fs.writeFileSync(recordFile, JSON.stringify(sources));
  return stale.length;
}

/** A record that cannot be read means that everything is built again, over a clean folder. */
function readRecord(recordFile) {
  try {
    return JSON.parse(fs.readFileSync(recordFile, 'utf8'));
  } catch {
    fs.rmSync(path.dirname(recordFile), { recursive: true, force: true });
    return {};
  }
}

function isSource(file) {
  return /\.ts$/.test(file) && !/\.(test|d)\.ts$/.test(file);
}

function outputOf(dist, file) {
  return path.join(dist, file.replace(/\.ts$/, '.js'));
}

function removeOutput(dist, file) {
  const output = outputOf(dist, file);
  for (const name of [output, `${output}.map`]) fs.rmSync(name, { force: true });
}

async function transform(src, dist, file) {
  const swc = await import('@swc/core');
  const output = outputOf(dist, file);
  const source = path.join(src, file);
  const result = await swc
    .transformFile(source, {
      ...options,
      swcrc: false,
      sourceFileName: path.relative(path.dirname(output), source),
    })
    .catch((error) => {
      throw new ScriptError(`${path.relative(root, source)} cannot be built:\n${error.message}`);
    });
  fs.mkdirSync(path.dirname(output), { recursive: true });
  writeWhole(`${output}.map`, result.map ?? '');
  writeWhole(output, `${result.code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
}

/** A service that starts meanwhile sees the old file or the new one, never half of it. */
function writeWhole(file, text) {
  fs.writeFileSync(`${file}.tmp`, text);
  fs.renameSync(`${file}.tmp`, file);
}
