import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fillProject, runJob, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let project: TestProject;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  project = await fillProject(alice, 'a');
  const [first = '', second = '', third = ''] = project.jobIds;
  await runJob(service, first, { outcome: 'failed' });
  await runJob(service, second, { outcome: 'failed' });
  await runJob(service, third, { outcome: 'succeeded' });
});
afterAll(() => service.stop());

describe('failures', () => {
  it('are grouped per batch, with an example', async () => {
    const { data, codes } = await alice.graphql(
      `query ($id: ID!) { batch(id: $id) { failureGroups { key kind message stage jobs example {
         id failureKind exitCode lastLogLines { text level } attempts { failureKind exitCode } } } } }`,
      { id: project.batchId },
    );
    expect(codes).toEqual([]);
    expect(data).toEqual({
      batch: {
        failureGroups: [
          {
            key: 'It diverged.',
            kind: 'pipeline_error',
            message: 'It diverged.',
            stage: 'solve',
            jobs: 2,
            example: {
              id: project.jobIds[1],
              failureKind: 'pipeline_error',
              exitCode: 3,
              lastLogLines: [1, 2, 3].map((line) => ({ text: `line ${line}`, level: 'info' })),
              attempts: [{ failureKind: 'pipeline_error', exitCode: 3 }],
            },
          },
        ],
      },
    });
  });

  it('are what jobs can be filtered by', async () => {
    const list = async (filter: object) =>
      (
        await alice.graphql<{ project: { jobs: { nodes: { id: string }[] } } }>(
          `query ($filter: JobFilter) { project(slug: "a") { jobs(filter: $filter) { nodes { id } } } }`,
          { filter },
        )
      ).data.project.jobs.nodes.map((job) => job.id);
    const failed = [project.jobIds[1], project.jobIds[0]];
    expect(await list({ failureKey: 'It diverged.' })).toEqual(failed);
    expect(await list({ failureKinds: ['pipeline_error'] })).toEqual(failed);
    expect(await list({ failureKinds: ['timeout'] })).toEqual([]);
    expect(await list({ search: 'lambda_rigid=500' })).toEqual([project.jobIds[1]]);
  });
});
