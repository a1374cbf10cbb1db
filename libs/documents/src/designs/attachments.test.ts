import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../tables/read-csv.js';
import type { DesignFiles } from './design-files.js';
import { readDesign } from './read-design.js';

const files = (texts: Readonly<Record<string, string>>): DesignFiles => ({
  readText(path) {
    const text = texts[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  },
  listFiles(folder, recursive) {
    const inside = Object.keys(texts)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
    if (inside.length === 0) throw new Error('no such folder');
    return recursive ? inside : inside.filter((path) => !path.includes('/'));
  },
});

const head = 'name: x\npipeline: rigid-body\n';
const list = (csv: string) =>
  readDesign(`${head}kind: list\njobs: jobs.csv\n`, 'd.yaml', files({ 'jobs.csv': csv }));

describe('jobs from a CSV file', () => {
  it('have ids, names, priorities, parameters by path, inputs and metadata', () => {
    const { spec, problems } = list(
      '\uFEFFid,name,priority,weights.lambda_rigid,topology.marker_names,inputs.markers,metadata.subject,metadata.n\r\n' +
        'S01,"First, slow",5,500,"[""A"", ""B""]",a.csv,007,3\r\n\r\nS02,,,1e-3,,b.csv;c.csv,2E+05,\r\n',
    );
    expect(problems).toEqual([]);
    expect(spec?.jobs).toEqual([
      {
        id: 'S01',
        name: 'First, slow',
        priority: 5,
        params: { weights: { lambda_rigid: 500 }, topology: { marker_names: ['A', 'B'] } },
        inputs: { markers: 'a.csv' },
        metadata: { subject: '007', n: 3 },
      },
      {
        id: 'S02',
        priority: 0,
        params: { weights: { lambda_rigid: 0.001 } },
        inputs: { markers: ['b.csv', 'c.csv'] },
        metadata: { subject: '2E+05' },
      },
    ]);
  });

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['an id given twice', 'id,scale_factor\na,1\nb,2\na,3\n', { line: 4, column: 'id' }],
    ['a bad priority', 'id,priority\na,1\nb,high\n', { line: 3, column: 'priority' }],
    ['a row with too many cells', 'id,a\nx,1,2\n', { line: 2 }],
    ['an open quote', 'id,a\nx,"1\ny,2\n', { line: 2 }],
    ['no column id', 'name,a\nx,1\n', { line: 1, column: 'id' }],
    ['a heading given twice', 'id,a,a\nx,1,2\n', { line: 1, column: 'a' }],
    ['no rows', 'id,a\n', { line: 1 }],
  ])('say where there is %s', (_what, csv, place) => {
    const { spec, problems } = list(csv);
    expect(spec).toBeNull();
    expect(problems.map((problem) => problem.place)).toContainEqual({ file: 'jobs.csv', ...place });
    for (const problem of problems) {
      expect(problem.expectation).toBeTruthy();
      expect(problem.fix).toBeTruthy();
    }
  });

  it('need the file', () => {
    const design = `${head}kind: list\njobs: gone.csv\n`;
    expect(readDesign(design, 'd.yaml', files({})).problems).toMatchObject([
      { code: 'UNREADABLE_TABLE', place: { file: 'd.yaml', line: 4, parameter: 'jobs' }, value: 'gone.csv' },
    ]);
    expect(readDesign(design, 'd.yaml').problems[0]?.message).toMatch(
      /only in a design file that the command reads/,
    );
  });
});

describe('rows from a CSV file', () => {
  it('are settings of a group, at whatever depth', () => {
    const design = `${head}inputs: [{ markers: a.csv }]\naxes:\n  - kind: zip\n    axes:\n      - { kind: rows, rows: s.csv }\n`;
    const table = files({ 's.csv': 'weights.lambda_rigid;optimization.use_robust_loss\n1;true\n2;\n' });
    expect(readDesign(design, 'd.yaml', table).spec?.axes).toEqual([
      {
        kind: 'zip',
        axes: [
          {
            kind: 'rows',
            rows: [
              { 'weights.lambda_rigid': 1, 'optimization.use_robust_loss': true },
              { 'weights.lambda_rigid': 2 },
            ],
          },
        ],
      },
    ]);
  });
});

it('says what else is wrong beside a folder or table that cannot be read, and each thing once', () => {
  const design = `${head}inputs: { folder: gone }\nreplicates: 0\naxes: [{ kind: rows, rows: gone.csv }, { parameter: a }]\n`;
  const { problems } = readDesign(design, 'd.yaml', files({}));
  expect(problems.map(({ code, place }) => [code, place.parameter])).toEqual([
    ['UNREADABLE_TABLE', 'axes.0.rows'],
    ['FOLDER_MISSING', 'inputs'],
    ['INVALID_FIELD', 'replicates'],
    ['MISSING_FIELD', 'axes.1.values'],
  ]);
});

describe('readCsv', () => {
  it('reads back any cells that are written in quotes', () => {
    const cell = fc.string().map((text) => text.replaceAll('\r', '').trim());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const given = [['a', 'b'], ...rows];
        const text = given
          .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        const read = readCsv(text);
        expect(read.error).toBeNull();
        expect(read.rows.map(({ cells }) => cells)).toEqual(given);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readCsv(text)));
  });
});

describe('inputs from a folder', () => {
  const data = files({
    'data/walk_02.csv': '',
    'data/walk_01.csv': '',
    'data/readme.txt': '',
    'data/more/walk_03.csv': '',
  });
  const read = (inputs: string) => readDesign(`${head}inputs: ${inputs}\n`, 'd.yaml', data);

  it('S0-24: are one set for each file that the pattern matches, sorted', () => {
    expect(read('{ folder: data, pattern: "*.csv" }').spec?.inputs).toEqual([
      {
        files: { markers: 'data/walk_01.csv' },
        name: 'walk_01',
        metadata: { source_file: 'data/walk_01.csv' },
      },
      {
        files: { markers: 'data/walk_02.csv' },
        name: 'walk_02',
        metadata: { source_file: 'data/walk_02.csv' },
      },
    ]);
    const recursive = read('{ folder: data, pattern: "*.csv", recursive: true, input: markers }').spec
      ?.inputs;
    expect(recursive?.map(({ name }) => name)).toEqual(['walk_03', 'walk_01', 'walk_02']);
    expect(read('{ folder: data, pattern: "**/walk_03.csv", recursive: true }').spec?.inputs).toHaveLength(1);
  });

  it('have the files beside them that all sets share, which are no inputs of their own', () => {
    const walks = '{ folder: data, pattern: "*.csv", with: { truth: data/walk_02.csv } }';
    expect(read(walks).spec?.inputs).toMatchObject([
      { files: { markers: 'data/walk_01.csv', truth: 'data/walk_02.csv' }, name: 'walk_01' },
    ]);
    const wrong = read('{ folder: data, pattern: "*.csv", with: walk_02.csv }');
    expect(wrong.problems[0]?.message).toMatch(/inputs\.with is "walk_02\.csv"/);
  });

  it('S0-23: are one set for each file of a list, in its order, named by its stem', () => {
    expect(readDesign(`${head}inputs: { files: [b/z.csv, a.csv] }\n`, 'd.yaml').spec?.inputs).toEqual([
      { files: { markers: 'b/z.csv' }, name: 'z', metadata: { source_file: 'b/z.csv' } },
      { files: { markers: 'a.csv' }, name: 'a', metadata: { source_file: 'a.csv' } },
    ]);
  });

  it('S0-28: carry their group where the input takes one file, and are one set where it takes many', () => {
    const grouped = read('{ folder: data, pattern: "walk_*.csv", recursive: true, groupBy: match }').spec
      ?.inputs;
    expect(grouped?.map(({ metadata }) => (metadata as { group: string }).group).sort()).toEqual([
      '01',
      '02',
      '03',
    ]);
    const many = read('{ folder: data, pattern: "*.csv", input: train, groupBy: "^(?<group>walk)" }').spec
      ?.inputs;
    expect(many).toEqual([
      {
        files: { train: ['data/walk_01.csv', 'data/walk_02.csv'] },
        name: 'walk',
        metadata: { group: 'walk' },
      },
    ]);
  });

  it.each<[string, string, string, RegExp]>([
    [
      'no match',
      '{ folder: data, pattern: "*.tsv" }',
      'NO_FILES',
      /No file in data matches \*\.tsv; there are 3 files/,
    ],
    ['S0-29: a folder that is missing', '{ folder: gone }', 'FOLDER_MISSING', /gone cannot be read/],
    ['an unknown field', '{ folder: data, patern: x }', 'INVALID_FIELD', /inputs\.patern/],
    ['a bad group', '{ folder: data, groupBy: "(" }', 'INVALID_FIELD', /inputs\.groupBy is "\("/],
    ['no folder', '{ pattern: x }', 'MISSING_FIELD', /inputs\.folder is missing/],
    ['a bad flag', '{ folder: data, recursive: often }', 'INVALID_FIELD', /true or false/],
  ])('are refused for %s', (_what, inputs, code, message) => {
    const { spec, problems } = read(inputs);
    expect(spec).toBeNull();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]).toMatchObject({
      message: expect.stringMatching(message),
      place: { file: 'd.yaml', line: 3 },
    });
  });
});
