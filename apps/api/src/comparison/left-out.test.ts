import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ComparedProject, compare, startCompared } from '../testing/compared.js';

let project: ComparedProject;

beforeAll(async () => {
  project = await startCompared();
  const { alice, fileIds } = project;
  const { text } = await alice.graphql(
    `mutation ($file: ID!) {
       createSubjects(input: { projectSlug: "a", subjects: [{ name: "walk", level: "video" }, { name: "v2", level: "embryo",
         frames: [{ number: 0, fileId: $file }, { number: 1 }] }] }) { problems { message } }
       assignAnnotations(input: { projectSlug: "a", assignments: [
         { subject: "walk", kind: "video_flag", value: "NO_EMBRYO" },
         { subject: "v2", kind: "flag", value: "DARK", frames: "[0]" },
         { subject: "v2", kind: "flag", value: "EMPTY", frames: "[1]" }] }) { problems { message } } }`,
    { file: fileIds[1] },
  );
  expect(text).not.toContain('message');
});
afterAll(() => project.service.stop());

async function without(...leaveOut: { kind: string; value?: string }[]) {
  const { alice, first } = project;
  const { data } = await compare(alice, { batchIds: [first.batchId], leaveOut });
  const { settings, totalJobs, warnings } = data.comparison;
  const means = settings.map(({ metrics }) => metrics.find(({ name }) => name === 'edge_error_mean_mm'));
  return {
    totalJobs,
    means: means.map((metric) => [metric?.mean, metric?.n]),
    told: warnings.filter(({ code }) => code === 'LEFT_OUT').map(({ message }) => message),
  };
}

describe('a comparison without what was flagged', () => {
  it('leaves out inputs that are called like a flagged subject, and says how many and why', async () => {
    expect(await without({ kind: 'video_flag', value: 'NO_EMBRYO' })).toEqual({
      totalJobs: 4,
      means: [
        [2.5, 2],
        [7, 2],
      ],
      told: ['2 of 6 jobs were left out, because the subject of their input has video_flag NO_EMBRYO.'],
    });
  });

  it('leaves out inputs that are a flagged frame, and not those whose other frames are flagged', async () => {
    expect(await without({ kind: 'flag', value: 'DARK' })).toMatchObject({
      totalJobs: 4,
      means: [
        [2, 2],
        [6, 2],
      ],
    });
    expect(await without({ kind: 'flag', value: 'EMPTY' })).toMatchObject({
      totalJobs: 6,
      told: ['0 of 6 jobs were left out, because the subject of their input has flag EMPTY.'],
    });
    expect(await without({ kind: 'flag' }, { kind: 'video_flag' })).toMatchObject({ totalJobs: 2 });
  });

  it('is the whole comparison when nothing is to be left out', async () => {
    expect(await without()).toMatchObject({ totalJobs: 6, told: [] });
  });
});

describe('lists of jobs by what was flagged', () => {
  const inputsOf = async (filter: object) => {
    const { alice, first } = project;
    const { data, text } = await alice.graphql<{
      project: { jobs: { nodes: { inputLabel: string }[] }; jobCount: { count: number } };
      batch: { jobs: { nodes: { inputLabel: string }[] } };
    }>(
      `query ($filter: JobFilter, $id: ID!) { project(slug: "a") { jobs(filter: $filter) { nodes { inputLabel } } jobCount(filter: $filter) { count } }
         batch(id: $id) { jobs(filter: $filter) { nodes { inputLabel } } } }`,
      { filter: { ...filter, batchId: first.batchId }, id: first.batchId },
    );
    if (data === undefined || data === null) throw new Error(text);
    const labels = data.project.jobs.nodes.map(({ inputLabel }) => inputLabel).sort();
    expect(data.batch.jobs.nodes.map(({ inputLabel }) => inputLabel).sort()).toEqual(labels);
    expect(data.project.jobCount.count).toBe(labels.length);
    return labels;
  };

  it('are those that comparisons leave out, and the others', async () => {
    expect(await inputsOf({ annotatedAs: [{ kind: 'flag', value: 'DARK' }] })).toEqual([
      'run.csv',
      'run.csv',
    ]);
    const without = [{ kind: 'video_flag' }, { kind: 'flag', value: 'DARK' }];
    expect(await inputsOf({ leaveOut: without })).toEqual(['jump.csv', 'jump.csv']);
    expect(await inputsOf({ annotatedAs: [{ kind: 'flag', value: 'EMPTY' }] })).toEqual([]);
  });

  it('are what their exports hold', async () => {
    const exported = async (query: string) => {
      const answer = await project.alice.fetch(
        `/projects/a/export/jobs.csv?batch=${project.first.batchId}&${query}&columns=input`,
      );
      return (await answer.text()).trim().split(/\r?\n/).slice(1).sort();
    };
    expect(await exported('annotated=flag:DARK')).toEqual(['run.csv', 'run.csv']);
    expect(await exported('without=video_flag,flag:DARK')).toEqual(['jump.csv', 'jump.csv']);
  });

  it('take no kind for granted', async () => {
    const { text } = await project.alice.graphql(
      '{ project(slug: "a") { jobs(filter: { annotatedAs: [{ value: "DARK" }] }) { nodes { id } } } }',
    );
    expect(text).toContain('kind');
    const query =
      '{ project(slug: "a") { jobs(filter: { leaveOut: [{ kind: "flag" }] }) { nodes { id } } } }';
    expect((await project.bob.graphql(query)).text).toContain('NOT_FOUND');
  });
});
