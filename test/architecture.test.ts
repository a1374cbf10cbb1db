/**
 * The import rules of the layout: pipelines ← domain ← {documents, persistence} ← apps.
 * Each failure says what is wrong, why it matters, and where the code should go instead.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');

interface SourceFile {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  /** `libs/domain`, `apps/api`, … */
  readonly part: string;
  readonly text: string;
  readonly imports: readonly { readonly specifier: string; readonly typeOnly: boolean }[];
}

const importPattern =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    if (name === 'node_modules' || name === 'dist' || name === '.next') return [];
    if (statSync(full).isDirectory()) return sourcesBelow(full);
    return /\.(ts|tsx|mjs)$/.test(name) ? [full] : [];
  });
}

function read(full: string): SourceFile {
  const file = path.relative(root, full).split(path.sep).join('/');
  const text = readFileSync(full, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '');
  const imports = [...code.matchAll(importPattern)].map((match) => ({
    specifier: match[3] ?? match[4] ?? '',
    typeOnly: match[2] !== undefined || onlyTypesInBraces(match[0]),
  }));
  return { file, part: file.split('/').slice(0, 2).join('/'), text: code, imports };
}

/** `import { type A, type B } from …` leaves nothing at run time. */
function onlyTypesInBraces(statement: string): boolean {
  const names = /^\s*(?:import|export)\s*\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined) return false;
  return names
    .split(',')
    .filter((name) => name.trim() !== '')
    .every((name) => name.trim().startsWith('type '));
}

const everything = ['libs', 'apps'].flatMap((folder) => sourcesBelow(path.join(root, folder))).map(read);
const isTest = (source: SourceFile) =>
  /\.(test|bench)\.tsx?$/.test(source.file) || source.file.includes('/testing/');
const production = everything.filter((source) => !isTest(source));

/** What each part may import of ours. Domain may take types of pipelines and nothing that runs. */
const allowedParts: Record<string, readonly string[]> = {
  'libs/pipelines': [],
  'libs/domain': ['pipelines (types)'],
  'libs/documents': ['domain', 'pipelines'],
  'libs/persistence': ['domain', 'pipelines'],
  'apps/api': ['documents', 'domain', 'persistence', 'pipelines'],
  'apps/worker': ['documents', 'domain', 'persistence', 'pipelines'],
  'apps/cli': ['documents', 'domain', 'persistence', 'pipelines'],
  'apps/web': ['domain', 'pipelines (types)'],
};

/** `@batchyard/domain`, `@batchyard/domain/sheets` … of a library. */
function entriesOf(lib: string): string[] {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'libs', lib, 'package.json'), 'utf8'));
  return Object.keys(exports).map((entry) => `${name}${entry.slice(1)}`);
}

function listed(complaints: readonly string[], advice: string): string {
  return complaints.length === 0 ? '' : `${complaints.join('\n')}\n→ ${advice}`;
}

describe('imports', () => {
  it('point left: pipelines ← domain ← {documents, persistence} ← apps', () => {
    const complaints = production.flatMap((source) =>
      source.imports.flatMap(({ specifier, typeOnly }) => {
        const target = /^@batchyard\/([a-z]+)(?:\/|$)/.exec(specifier)?.[1];
        if (target === undefined) return [];
        const allowed = allowedParts[source.part] ?? [];
        const fine = allowed.includes(target) || (typeOnly && allowed.includes(`${target} (types)`));
        return fine ? [] : [`${source.file} imports ${specifier}${typeOnly ? '' : ' at run time'}`];
      }),
    );
    expect(
      listed(
        complaints,
        'Rules go to libs/domain, science to libs/pipelines, storage to libs/persistence; an app never serves another app.',
      ),
    ).toBe('');
  });

  it('enter a library where its package.json lets them, and never by a path into another part', () => {
    const entries = new Set(readdirSync(path.join(root, 'libs')).flatMap(entriesOf));
    const complaints = everything.flatMap((source) =>
      source.imports.flatMap(({ specifier }) => {
        if (specifier.startsWith('@batchyard/'))
          return entries.has(specifier) ? [] : [`${source.file} reaches into ${specifier}`];
        // A command in bin may build what it is about to run.
        if (!specifier.startsWith('.') || isTest(source) || source.file.includes('/bin/')) return [];
        const target = path.posix.join(path.posix.dirname(source.file), specifier);
        return target.startsWith(`${source.part}/`)
          ? []
          : [`${source.file} leaves its part with ${specifier}`];
      }),
    );
    expect(
      listed(
        complaints,
        'Export what outsiders need from the index.ts of the library, and import @batchyard/<library>. An entry of its own in exports of its package.json is for processes that have no time to load all of it.',
      ),
    ).toBe('');
  });

  it('form no cycles between files', () => {
    const known = new Set(production.map((source) => source.file));
    const edges = new Map(
      production.map((source) => [
        source.file,
        source.imports
          .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
          .map(({ specifier }) =>
            path.posix.join(path.posix.dirname(source.file), specifier).replace(/\.js$/, ''),
          )
          .flatMap((target) => [`${target}.ts`, `${target}.tsx`, target].filter((file) => known.has(file))),
      ]),
    );
    expect(listed(findCycles(edges), 'Move what both need into a third file, below the two.')).toBe('');
  });
});

function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) {
      cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return cycles;
}

describe('outside libraries', () => {
  const packageOf = (specifier: string) =>
    specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');

  function importsOf(parts: readonly string[], forbidden: (name: string) => boolean): string[] {
    return production
      .filter((source) => parts.includes(source.part))
      .flatMap((source) =>
        source.imports
          .filter(({ specifier }) => !specifier.startsWith('.') && forbidden(packageOf(specifier)))
          .map(({ specifier }) => `${source.file} imports ${specifier}`),
      );
  }

  it('keep the database and the queue inside libs/persistence', () => {
    const storage = new Set(['typeorm', 'pg', 'bullmq', 'ioredis', '@nestjs/typeorm', '@nestjs/bullmq']);
    const parts = Object.keys(allowedParts).filter((part) => part !== 'libs/persistence');
    expect(
      listed(
        importsOf(parts, (name) => storage.has(name)),
        'Add a function to the store of that noun in libs/persistence and call it.',
      ),
    ).toBe('');
  });

  it('keep the pure libraries free of frameworks, and domain fit for a browser', () => {
    const frameworks = (name: string) =>
      name.startsWith('@nestjs/') || ['next', 'react', 'express', 'graphql', '@apollo/server'].includes(name);
    const inPure = importsOf(
      ['libs/pipelines', 'libs/domain', 'libs/documents', 'libs/persistence'],
      frameworks,
    );
    const builtin = (name: string) => name.startsWith('node:') || builtinModules.includes(name);
    // Of the dashboard only what lies in src reaches a browser.
    const inDomain = importsOf(['libs/domain', 'apps/web'], builtin).filter((complaint) =>
      /^(libs\/domain|apps\/web\/src)\//.test(complaint),
    );
    expect(
      listed(
        [...inPure, ...inDomain],
        'Frameworks belong to apps; files and processes to pipelines, persistence or an app; domain stays pure.',
      ),
    ).toBe('');
  });
});

describe('the tree', () => {
  it('reads process.env only in an env file of an app', () => {
    const complaints = production
      .filter(
        (source) =>
          /process\.env\b/.test(source.text) && !/^apps\/[a-z]+\/(src\/)?env\.(ts|mjs)$/.test(source.file),
      )
      .map((source) => `${source.file} reads process.env`);
    expect(listed(complaints, "Read it in the app's env.ts, parse it once, and pass the value on.")).toBe('');
  });

  it('has no folder whose name says nothing', () => {
    const empty = /(^|\/)(common|shared|utils?|helpers?|core|types)\//;
    const complaints = everything.filter((source) => empty.test(source.file)).map((source) => source.file);
    expect(listed(complaints, 'Name the folder after the noun its files are about.')).toBe('');
  });

  it('is not empty for this test', () => {
    for (const part of Object.keys(allowedParts)) {
      expect(production.some((source) => source.part === part) ? part : `no sources found in ${part}`).toBe(
        part,
      );
    }
  });
});
