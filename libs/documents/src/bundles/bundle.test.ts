import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { designSchema } from '@batchyard/domain';
import { readContents, readDirectory } from '@batchyard/pipelines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { jobsOf, reportOf, sampleSettings } from '../../../domain/src/comparison-reports/testing/report.js';
import { openDrafts } from '../archives/drafts.js';
import { zipArchive } from '../archives/zip.js';
import { type BundleContents, bundleEntries } from './bundle.js';
import { verifyBundle } from './verify-bundle.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'batchyard bundle '));
afterAll(() => rmSync(folder, { recursive: true }));

const sha = (letter: string) => letter.repeat(64);
const contents: BundleContents = {
  report: reportOf(sampleSettings),
  jobs: async function* () {
    yield* jobsOf(sampleSettings);
  },
  design: async () => ({
    spec: designSchema.parse({
      name: 'Weights',
      pipeline: 'rigid-body',
      axes: [{ parameter: 'weights.lambda_rigid', values: [100, 500] }],
      inputs: [{ markers: '7' }, { markers: '8' }, { markers: ['9'] }],
    }),
    files: new Map([
      ['7', { name: 'walk.csv', sha256: sha('a') }],
      ['8', { name: 'walk.csv', sha256: sha('b') }],
      ['9', { name: '../walk 3.csv', sha256: sha('c') }],
    ]),
  }),
  logs: (async function* () {
    yield {
      jobId: '24',
      text: (async function* () {
        yield 'it diverged\n';
      })(),
    };
  })(),
};
const files = new Map<string, string>();
const file = path.join(folder, 'bundle.zip');

beforeAll(async () => {
  const drafts = await openDrafts();
  const chunks: Buffer[] = [];
  for await (const chunk of zipArchive(bundleEntries(contents, drafts))) chunks.push(chunk);
  await drafts.remove();
  writeFileSync(file, Buffer.concat(chunks));
  const handle = await open(file);
  for (const entry of await readDirectory(handle)) {
    const parts: Buffer[] = [];
    for await (const part of readContents(handle, entry)) parts.push(part);
    files.set(entry.path, Buffer.concat(parts).toString());
  }
  await handle.close();
});

describe('a bundle', () => {
  it('has everything, and is as its checksums say', async () => {
    expect([...files.keys()]).toEqual([
      'report.html',
      'report.pdf',
      'report.md',
      'report.tex',
      'report.xlsx',
      'settings.csv',
      'results.csv',
      'data-dictionary.csv',
      'parameters.json',
      'figures/settings.svg',
      'figures/settings.pdf',
      'figures/heatmap.svg',
      'figures/heatmap.pdf',
      'designs/A.yaml',
      'inputs.sha256',
      'replay.sh',
      'environment.json',
      'logs/job-24.log',
      'ro-crate-metadata.json',
      'checksums.sha256',
    ]);
    expect(await verifyBundle(file)).toEqual({ intact: 19, drift: [] });
  });

  it('has designs with inputs by path, and a list of what they must be', () => {
    const design = designSchema.parse(parse(files.get('designs/A.yaml') ?? ''));
    expect(design.inputs).toEqual([
      { markers: '../inputs/walk.csv' },
      { markers: '../inputs/bbbbbbbb-walk.csv' },
      { markers: ['../inputs/.._walk 3.csv'] },
    ]);
    expect(files.get('inputs.sha256')).toBe(
      `${sha('a')}  inputs/walk.csv\n${sha('b')}  inputs/bbbbbbbb-walk.csv\n${sha('c')}  inputs/.._walk 3.csv\n`,
    );
  });

  it('has a script that a shell can read', () => {
    const script = path.join(folder, 'replay.sh');
    writeFileSync(script, files.get('replay.sh') ?? '');
    expect(() => execFileSync('sh', ['-n', script])).not.toThrow();
    expect(files.get('replay.sh')).toContain('batchyard sweep designs/A.yaml --output replay/A');
  });

  it('describes each of its files and runs in one graph whose references all lead somewhere', () => {
    const crate = JSON.parse(files.get('ro-crate-metadata.json') ?? '') as {
      '@graph': Record<string, unknown>[];
    };
    const graph = crate['@graph'];
    const ids = new Set(graph.map((entity) => entity['@id']));
    expect(ids.size).toBe(graph.length);
    const references = [...JSON.stringify(graph).matchAll(/\{"@id":"([^"]*)"\}/g)].map(([, id]) => id);
    const outside = ['https://w3id.org/ro/crate/1.1'];
    expect(references.filter((id) => !ids.has(id ?? '') && !outside.includes(id ?? ''))).toEqual([]);
    const root = graph.find((entity) => entity['@id'] === './') as {
      hasPart: unknown[];
      mainEntity: unknown;
    };
    // The crate's own description and the checksums are none of its parts.
    expect(root.hasPart).toHaveLength(files.size - 2);
    expect(root.mainEntity).toEqual({ '@id': 'replay.sh' });
    expect(graph.find((entity) => entity['@type'] === 'CreateAction')).toMatchObject({
      instrument: { '@id': 'replay.sh' },
      endTime: '2026-01-01T10:02:30.000Z',
    });
  });

  it('says nothing of the machine it was written on', () => {
    const text = [...files]
      .filter(([name]) => /\.(json|csv|md|sh|yaml|sha256)$/.test(name))
      .map(([, all]) => all);
    expect(text.join('\n')).not.toContain(os.hostname());
    expect(text.join('\n')).not.toContain(os.tmpdir());
  });
});
