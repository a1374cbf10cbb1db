import { readFileSync } from 'node:fs';
import { countDesign, expandDesign, inputSetsOf, type PlannedInputs } from '@batchyard/domain';
import { findPipeline, plannable } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import type { DesignFiles } from './design-files.js';
import { readDesign } from './read-design.js';

const guide = readFileSync('docs/designs.md', 'utf8');
const tables = new Map(
  [...guide.matchAll(/^```csv (\S+)\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [name, text]),
);
const files: DesignFiles = {
  readText: (path) => tables.get(path) ?? '',
  listFiles: (_folder, recursive) => {
    const flat = ['subject_01_a.csv', 'subject_01_b.csv', 'subject_02_a.csv', 'notes.txt'];
    return recursive ? [...flat, 'later/walk_03.csv'] : flat;
  },
};
/** Each example with what the text says of it. */
const examples = [
  ...guide.matchAll(/^```yaml\n(.*?)^```\nMakes (\d+) cells?(?:; (\d+) are excluded)?/gms),
].map(([, yaml = '', cells, excluded = 0]) => ({ yaml, cells: Number(cells), excluded: Number(excluded) }));

describe('the guide to designs', () => {
  it('has an example of every kind, and says of each example how many cells it makes', () => {
    expect(examples).toHaveLength(guide.match(/^```yaml$/gm)?.length ?? 0);
    const kinds = examples.map(({ yaml }) => /^kind: (\w+)/m.exec(yaml)?.[1] ?? 'grid');
    expect([...new Set(kinds)].sort()).toEqual(
      ['adaptive', 'grid', 'latin_hypercube', 'list', 'random', 'sobol', 'zip'].sort(),
    );
    expect([...tables.keys()]).toEqual(['jobs.csv', 'settings.csv']);
  });

  it.each(examples)('tells the truth: $cells cells of $yaml', ({ yaml, cells, excluded }) => {
    const { spec, problems } = readDesign(yaml, 'guide.yaml', files);
    expect(problems).toEqual([]);
    if (spec === null) throw new Error('the example is no design');
    const pipeline = plannable(findPipeline(spec.pipeline)!);
    const inputs = inputSetsOf(spec).map(
      (set): PlannedInputs =>
        Object.fromEntries(
          Object.entries(set).map(([name, given]) => [
            name,
            [given].flat().map((path) => ({ reference: path, name: path, sha256: path.padEnd(64, '0') })),
          ]),
        ),
    );
    const expanded = expandDesign(spec, pipeline, inputs);
    expect(expanded.problems).toEqual([]);
    expect(expanded.invalid).toEqual([]);
    const parsed = pipeline.parse(spec.params);
    const base = 'params' in parsed ? parsed.params : {};
    expect(countDesign(spec, { base })).toMatchObject({ cells, excludedByWhere: excluded });
    // An adaptive design is planned as far as its first settings.
    expect(expanded.jobs).toHaveLength(spec.adaptive?.startup ?? cells);
    expect(expanded.excludedByWhere).toBe(excluded);
  });
});
