import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

const examples = path.resolve(import.meta.dirname, '../../../../docs/examples/spectral-comparison');
const sampleNames = ['service_500h.csv', 'service_2000h.txt', 'wet_grease.jdx'];

let service: Service;
let alice: Client;
beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  await createProject(alice, 'spectra');
});
afterAll(() => service.stop());

interface Said {
  readonly code: string;
  readonly message: string;
  readonly place: { readonly input: string | null; readonly file: string | null };
}
interface Plan {
  readonly newJobs: number;
  readonly invalidCount: number;
  readonly invalidCells: readonly { readonly problems: readonly Said[] }[];
  readonly problems: readonly Said[];
}
const problems = 'problems { code message place { input file } }';

it('S1-02 a baseline that cannot be read refuses the whole batch before anything starts, with its reason', async () => {
  const samples = sampleNames.map((name) => [name, readFileSync(path.join(examples, name), 'utf8')]);
  const files = await alice.upload('spectra', {
    ...Object.fromEntries(samples),
    'blank.csv': ' \n',
  });
  const inputs = sampleNames.map((name) => ({ sample: files[name], baseline: files['blank.csv'] }));
  const spec = { name: 'Against nothing', pipeline: 'spectral-comparison', inputs };
  const input = { projectSlug: 'spectra', spec };
  const plan = async () => {
    const { data, text } = await alice.graphql<{ planBatch: Plan }>(
      `query ($input: StartBatchInput!) { planBatch(input: $input) {
        newJobs invalidCount invalidCells { ${problems} } ${problems} } }`,
      { input },
    );
    if (!data) throw new Error(text);
    return data.planBatch;
  };
  let planned = await plan();
  // A plan that ran out of time goes on with the checks when it is asked for again.
  while (planned.invalidCount < sampleNames.length) planned = await plan();
  expect(planned).toMatchObject({ newJobs: 0, invalidCount: 3 });
  const blank = { code: 'EMPTY_FILE', place: { input: 'baseline', file: 'blank.csv' } };
  expect(planned.problems).toEqual([expect.objectContaining(blank)]);
  for (const cell of planned.invalidCells) expect(cell.problems).toEqual([expect.objectContaining(blank)]);
  const started = await alice.graphql<{ startBatch: { batch: object | null; problems: Said[] } }>(
    `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } ${problems} } }`,
    { input },
  );
  expect(started.data?.startBatch.batch).toBeNull();
  expect(started.data?.startBatch.problems.map(({ message }) => message).join(' ')).toContain('no text');
  expect(await service.database.query('select id from job')).toEqual([]);
});
