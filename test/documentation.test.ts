/** The README and the Docker files say what is true: diagram, variables, commands and targets are compared or run. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { environmentHelp } from '../apps/cli/src/env.js';
import { jobTransitions } from '../libs/domain/src/index.js';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readme = read('README.md');

function block(after: string, language: string): string {
  const from = readme.indexOf(`\`\`\`${language}\n`, readme.indexOf(after));
  return readme.slice(from + language.length + 4, readme.indexOf('\n```', from));
}

describe('README', () => {
  it('draws exactly the moves between job states that exist', () => {
    const drawn = [...block('## The way of a job', 'mermaid').matchAll(/(\w+) --> (\w+): (.+)/g)];
    const moves = drawn.map(([, from, to, verb]) => `${from} → ${to}: ${verb?.replaceAll(' ', '_')}`);
    expect(moves).toEqual(jobTransitions.map(({ from, to, verb }) => `${from} → ${to}: ${verb}`));
  });

  it('lists exactly the variables that npm start reads', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, name, meaning]) => [
      name,
      meaning,
    ]);
    expect(Object.fromEntries(rows)).toEqual(environmentHelp);
  });

  it('names folders that exist, and all of them', () => {
    const named = [...block('## The map', 'text').matchAll(/^([\w/-]+) {2,}/gm)].map(
      ([, folder]) => folder ?? '',
    );
    const tops = readdirSync(root).filter(
      (name) => /^(prisma|scripts|test)/.test(name) && !name.includes('results'),
    );
    const parts = ['libs', 'apps'].flatMap((top) =>
      readdirSync(path.join(root, top)).map((name) => `${top}/${name}`),
    );
    expect(named.sort()).toEqual([...parts, ...tops].sort());
  });

  describe('examples of the command line', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard readme '));
    symlinkSync(path.join(root, 'docs'), path.join(folder, 'docs'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const commands = block('executed by test/documentation.test.ts', 'sh').split('\n');

    it.each(commands)('%s', (command) => {
      const [npx, batchyard, ...args] = command.split(' ');
      expect([npx, batchyard]).toEqual(['npx', 'batchyard']);
      const bin = path.join(root, 'apps/cli/bin/batchyard.mjs');
      const { status, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: folder,
        env: { ...process.env, NODE_OPTIONS: '' },
        encoding: 'utf8',
      });
      // A sweep says how many jobs it runs at once where that was left open.
      const nothingElse = /^(Up to \d+ jobs? at once, .*\n)?$/;
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(nothingElse) });
    });
  });
});

describe('Docker files', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true });
  const dockerfile = read('docker/Dockerfile');
  const targets = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);

  it('build each service from a target that exists and starts a program that exists', () => {
    const built = Object.values<{ build?: { target: string } }>(compose.services).flatMap(
      (service) => service.build?.target ?? [],
    );
    expect(built.sort()).toEqual(['api', 'migrate', 'web', 'worker']);
    expect(targets).toEqual(expect.arrayContaining(built));
    const programs = [...dockerfile.matchAll(/"((?:apps|scripts)\/[^"]+)"/g)].map(
      ([, program]) => program ?? '',
    );
    expect(programs).toHaveLength(4);
    const sources = programs.map((program) => program.replace('/dist/', '/src/').replace(/\.js$/, '.ts'));
    expect(sources.filter((source) => !existsSync(path.join(root, source)))).toEqual([]);
  });

  it('copy the package.json of every workspace before installing', () => {
    const workspaces = Object.keys(JSON.parse(read('package-lock.json')).packages).filter((name) =>
      /^(apps|libs)\/\w+$/.test(name),
    );
    expect(workspaces.length).toBeGreaterThan(7);
    for (const workspace of workspaces)
      expect(dockerfile).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  });

  it('run as an ordinary account, watch what answers, and migrate before anything else', () => {
    expect(dockerfile).toMatch(/AS base[\s\S]*\nUSER node\n/);
    expect(dockerfile.match(/^HEALTHCHECK/gm)).toHaveLength(2);
    for (const name of ['api', 'worker']) {
      expect(compose.services[name].depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
      });
    }
    expect(compose.services.web.depends_on).toEqual({ api: { condition: 'service_healthy' } });
  });

  it('keep no password', () => {
    expect(compose.services.postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });
});
