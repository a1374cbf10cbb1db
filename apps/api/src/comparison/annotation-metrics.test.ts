import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ComparedProject, compare, problemIn, startCompared } from '../testing/compared.js';
import type { Client } from '../testing/service.js';

let project: ComparedProject;

const flag = (subject: string, value: string, frames: string) => ({ subject, kind: 'flag', value, frames });

async function say(client: Client, projectSlug: string, assignments: object[], more: object = {}) {
  const { text } = await client.graphql(
    'mutation ($input: AssignAnnotationsInput!) { assignAnnotations(input: $input) { failed problems { message } } }',
    { input: { projectSlug, assignments, ...more } },
  );
  expect(text).toContain('"failed":0');
}

const makeSubjects = `mutation ($input: CreateSubjectsInput!) { createSubjects(input: $input) { problems { message } } }`;

beforeAll(async () => {
  project = await startCompared();
  const { alice, bob, fileIds, first } = project;
  const frames = (...numbers: number[]) => numbers.map((number) => ({ number }));
  // The first input is called like a subject, the second is a frame of another, the third is of neither.
  const subjects = [
    { name: 'walk', level: 'embryo', frames: frames(0, 2, 4, 6) },
    { name: 'v2', level: 'embryo', frames: [{ number: 0, fileId: fileIds[1] }, { number: 1 }] },
  ];
  await alice.graphql(makeSubjects, { input: { projectSlug: 'a', subjects } });
  await say(alice, 'a', [
    flag('walk', 'DARK', '[0:2]'),
    flag('walk', 'MOTION_BLUR', '[1:3]'),
    flag('v2', 'DARK', '[0:2]'),
    { subject: 'walk', kind: 'genotype', value: 'WT' },
    { subject: 'v2', kind: 'genotype', value: 'shh' },
  ]);
  // What is said of one result is not true of the others.
  await say(alice, 'a', [flag('walk', 'DARK', '[2]')], { jobId: first.jobIds[3] });
  // A neighbour's subject of the same name is another.
  await bob.graphql(makeSubjects, {
    input: { projectSlug: 'b', subjects: [{ name: 'jump', level: 'embryo', frames: frames(0) }] },
  });
  await say(bob, 'b', [flag('jump', 'DARK', 'all')]);
});
afterAll(() => project.service.stop());

async function meansOf(metric: string, more: object = {}) {
  const { data, text } = await compare(project.alice, { batchIds: [project.first.batchId], metric, ...more });
  if (data === undefined || data === null) throw new Error(text);
  const { settings, warnings } = data.comparison;
  const bySetting = [...settings].sort(
    (a, b) => a.params.weights.lambda_rigid - b.params.weights.lambda_rigid,
  );
  return {
    means: bySetting.map(({ metrics }) => {
      const found = metrics.find(({ name }) => name === metric);
      return found === undefined ? null : [found.mean, found.n];
    }),
    told: warnings.filter(({ code }) => code === 'NOT_ANNOTATED').map(({ message }) => message),
  };
}

describe('annotations as a metric of comparisons', () => {
  it('count frames of the subject of each input, of a result alone what is said of it, and tell what has no value', async () => {
    expect(await meansOf('annotation.flag.DARK')).toEqual({
      // Of walk 2 frames, and 3 with what is said of one result; of v2 the one frame that is the input; jump has none.
      means: [
        [1.5, 2],
        [2, 2],
      ],
      told: [
        '2 of 6 jobs with a result have no value of “Flag of frames: Dark”, because nothing of the kind Flag of frames is said of the subject of their input. That is not counted as 0.',
      ],
    });
  });

  it.each([
    // Of 4 frames 2 and 3, of 1 frame 1.
    [
      'annotation_share.flag.DARK',
      [
        [75, 2],
        [87.5, 2],
      ],
    ],
    // v2 has other flags and not this one.
    [
      'annotation.flag.MOTION_BLUR',
      [
        [1, 2],
        [1, 2],
      ],
    ],
    // Frames 0, 2, 4 of walk, and no other.
    [
      'annotation.flag',
      [
        [2, 2],
        [2, 2],
      ],
    ],
    [
      'annotation.genotype.WT',
      [
        [0.5, 2],
        [0.5, 2],
      ],
    ],
    ['annotation.phenotype.DEAD', [null, null]],
  ])('%s', async (metric, means) => {
    expect((await meansOf(metric)).means).toEqual(means);
  });

  it('stand beside metrics of the pipeline as objectives, and by input', async () => {
    const objectives = [
      { metric: 'edge_error_mean_mm', direction: 'minimize' },
      { metric: 'annotation.flag.DARK', direction: 'minimize' },
    ];
    const { data } = await compare(project.alice, { batchIds: [project.first.batchId], objectives });
    const names = data.comparison.settings.map(({ metrics }) => metrics.map(({ name }) => name));
    expect(names.every((each) => each.includes('annotation.flag.DARK'))).toBe(true);
    const matrix = await project.alice.graphql<{
      comparisonByInput: { rows: { label: string; cells: { mean: number | null }[] }[] };
    }>(
      `query ($input: ComparisonInput!) { comparisonByInput(input: $input) { rows { label cells { mean } } } }`,
      { input: { batchIds: [project.first.batchId], metric: 'annotation.flag.DARK' } },
    );
    const rows = matrix.data.comparisonByInput.rows.map(({ label, cells }) => [
      label,
      ...cells.map(({ mean }) => mean),
    ]);
    expect(rows.sort()).toEqual([
      ['jump.csv', null, null],
      ['run.csv', 1, 1],
      ['walk.csv', 2, 3],
    ]);
  });

  it('are offered where they are said, and not to others', async () => {
    const query = `query ($ids: [ID!]!) { comparison(input: { batchIds: $ids }) { metrics { name } annotationMetrics { name unit } } }`;
    const ask = async (client: Client, id: string) =>
      client.graphql<{
        comparison: { annotationMetrics: { name: string; unit: string }[]; metrics: { name: string }[] };
      }>(query, { ids: [id] });
    const { data } = await ask(project.alice, project.first.batchId);
    expect(data.comparison.annotationMetrics).toEqual([
      { name: 'annotation.genotype.WT', unit: '1' },
      { name: 'annotation.genotype.shh', unit: '1' },
      { name: 'annotation.flag.MOTION_BLUR', unit: 'frames' },
      { name: 'annotation_share.flag.MOTION_BLUR', unit: '%' },
      { name: 'annotation.flag.DARK', unit: 'frames' },
      { name: 'annotation_share.flag.DARK', unit: '%' },
    ]);
    expect(data.comparison.metrics.some(({ name }) => name.startsWith('annotation'))).toBe(false);
    const own = await ask(project.bob, project.others.batchId);
    expect(own.data.comparison.annotationMetrics.map(({ name }) => name)).toEqual([
      'annotation.flag.DARK',
      'annotation_share.flag.DARK',
    ]);
    expect((await ask(project.bob, project.first.batchId)).text).toContain('NOT_FOUND');
  });

  it('stand in the reports of settings and of jobs', async () => {
    const fetchAs = async (format: string) => {
      const query = `batches=${project.first.batchId}&metric=annotation.flag.DARK`;
      return (await project.alice.fetch(`/projects/a/compare/report.${format}?${query}`)).text();
    };
    const [header = '', ...rows] = (await fetchAs('csv')).trim().split('\n');
    const column = header.split(',').indexOf('annotation.flag.DARK_mean (frames)');
    expect(rows.map((row) => row.split(',')[column])).toEqual(['1.5', '2']);
    const ofJobs = (await fetchAs('json')).match(/"annotation\.flag\.DARK":\s*[\d.]+(?=[,\s}])/g) ?? [];
    expect(ofJobs.map((text) => Number(text.split(':')[1])).sort()).toEqual([1, 1, 2, 3]);
  });

  it.each(['annotation.flag.NO_SUCH', 'annotation.nothing', 'annotation_share.genotype.WT'])(
    '%s is unknown',
    async (metric) => {
      const answer = await compare(project.alice, { batchIds: [project.first.batchId], metric });
      expect(problemIn(answer)).toBe('UNKNOWN_METRIC');
      expect(answer.text).toContain('vocabulary');
    },
  );
});
