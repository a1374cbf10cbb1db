import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ComparedProject,
  inDesignOrder,
  metric,
  problemIn,
  specOn,
  startCompared,
  succeed,
} from '../testing/compared.js';
import { runJob, startBatch } from '../testing/project.js';
import type { Client } from '../testing/service.js';

let service: ComparedProject['service'];
let alice: ComparedProject['alice'];
let bob: ComparedProject['bob'];
let others: ComparedProject['others'];
let fileIds: ComparedProject['fileIds'];
let first: ComparedProject['first'];

beforeAll(async () => {
  ({ service, alice, bob, others, fileIds, first } = await startCompared());
});
afterAll(() => service.stop());

describe('comparison by input', () => {
  const byInput = (client: Client, variables: object) =>
    client.graphql<{
      comparisonByInput: {
        total: number;
        rows: { label: string; disagreement: number | null; cells: object[] }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }>(
      `query ($input: ComparisonInput!, $first: Int, $after: String) {
        comparisonByInput(input: $input, first: $first, after: $after) {
          metric { name } settings { key mean } totalSettings total pageInfo { hasNextPage endCursor }
          rows { key label disagreement cells { n mean jobId state failed } } } }`,
      variables,
    );

  it('begins with the inputs on which settings differ most, and pages without gaps', async () => {
    const input = { batchIds: [first.batchId] };
    const all = await byInput(alice, { input });
    const sd = (a: number, b: number) => Math.abs(a - b) / Math.SQRT2;
    expect(all.data.comparisonByInput).toMatchObject({
      total: 3,
      totalSettings: 2,
      settings: [{ mean: 2 }, { mean: 17 / 3 }],
      rows: [
        { label: 'jump.csv', cells: [{ n: 1, mean: 3, jobId: first.jobIds[2] }, { mean: 9 }] },
        { label: 'run.csv', cells: [{ mean: 2, state: 'succeeded', failed: 0 }, { mean: 5 }] },
        { label: 'walk.csv', cells: [{ mean: 1 }, { mean: 3 }] },
      ],
    });
    const disagreements = all.data.comparisonByInput.rows.map(
      ({ disagreement }) => disagreement ?? Number.NaN,
    );
    expect(disagreements).toHaveLength(3);
    for (const [index, expected] of [sd(3, 9), sd(2, 5), sd(1, 3)].entries()) {
      expect(disagreements[index]).toBeCloseTo(expected, 12);
    }
    const labels: string[] = [];
    let after: string | null = null;
    do {
      const { data }: Awaited<ReturnType<typeof byInput>> = await byInput(alice, { input, first: 1, after });
      const { rows, pageInfo } = data.comparisonByInput;
      labels.push(...rows.map(({ label }) => label));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(labels).toEqual(['jump.csv', 'run.csv', 'walk.csv']);
  });

  it('shows inputs without any value last, with their failures', async () => {
    const batchId = await startBatch(alice, 'a', { spec: specOn(fileIds.slice(0, 2), [31]) });
    const [a = '', b = ''] = await inDesignOrder(service, batchId);
    await runJob(service, a, { outcome: 'failed' });
    await service.database.query(`update batch set state = 'running', finished_at = null where id = $1`, [
      batchId,
    ]);
    await service.database.query(
      `update job set state = 'waiting', finished_at = null where id = $1 and state = 'skipped'`,
      [b],
    );
    await succeed(service, b, 3);
    const { data } = await byInput(alice, { input: { batchIds: [batchId] } });
    expect(data.comparisonByInput).toMatchObject({ total: 2, totalSettings: 1 });
    const failed = data.comparisonByInput.rows.find(({ label }) => label === 'walk.csv');
    expect(failed).toMatchObject({
      disagreement: null,
      cells: [{ n: 0, mean: null, jobId: a, state: 'failed', failed: 1 }],
    });
  });

  it('refuses bad pages, and does not exist for others', async () => {
    const input = { batchIds: [first.batchId] };
    expect(problemIn(await byInput(alice, { input, first: 0 }))).toBe('PAGE_SIZE');
    expect(problemIn(await byInput(alice, { input, after: 'x' }))).toBe('INVALID_CURSOR');
    expect(problemIn(await byInput(alice, { input: {} }))).toBe('BAD_SOURCES');
    expect((await byInput(bob, { input })).codes).toEqual(['NOT_FOUND']);
  });
});

describe('sweep against sweep', () => {
  const contrast = (client: Client, a: object, b: object) =>
    client.graphql<{ sweepContrast: { rows: object[]; warnings: { code: string }[] } }>(
      `query ($a: ComparisonInput!, $b: ComparisonInput!) { sweepContrast(a: $a, b: $b) {
        metric { name } direction shared { path title values } onlyInA { path } onlyInB { path values }
        rows { values a { mean n } b { mean n } contrast { verdict method n difference } jobsA jobsB failedA failedB }
        warnings { code message } } }`,
      { a, b },
    );

  it('aligns what both vary and pairs equal inputs', async () => {
    const second = await startBatch(alice, 'a', {
      spec: specOn(fileIds, [100, 500], { seed: 5 }),
    });
    const jobIds = await inDesignOrder(service, second);
    for (const [index, value] of [2, 3.1, 3.9, 3, 5].entries()) await succeed(service, jobIds[index], value);
    const { data, codes } = await contrast(alice, { batchIds: [first.batchId] }, { batchIds: [second] });
    expect(codes).toEqual([]);
    expect(data.sweepContrast).toMatchObject({
      metric: { name: metric },
      direction: 'minimize',
      shared: [{ path: 'weights.lambda_rigid', values: [100, 500] }],
      onlyInA: [],
      onlyInB: [],
      rows: [
        {
          values: { 'weights.lambda_rigid': 100 },
          a: { mean: 2, n: 3 },
          b: { mean: 3, n: 3 },
          contrast: { verdict: 'worse', method: 'paired_t', n: 3 },
        },
        { values: { 'weights.lambda_rigid': 500 }, b: { mean: 4, n: 2 }, jobsA: 3, jobsB: 3, failedB: 0 },
      ],
    });
    expect(data.sweepContrast.warnings.map(({ code }) => code)).toContain('UNFINISHED');
  });

  it('refuses what cannot be compared, and does not exist for others, on either side', async () => {
    const [own, foreign] = [{ batchIds: [others.batchId] }, { batchIds: [first.batchId] }];
    expect((await contrast(bob, own, foreign)).codes).toEqual(['NOT_FOUND']);
    expect((await contrast(bob, foreign, own)).codes).toEqual(['NOT_FOUND']);
    expect((await contrast(bob, own, { jobIds: ['999999'] })).codes).toEqual(['NOT_FOUND']);
    expect(problemIn(await contrast(bob, own, {}))).toBe('BAD_SOURCES');
    expect(problemIn(await contrast(bob, { ...own, metric: 'beauty' }, own))).toBe('UNKNOWN_METRIC');
  });
});
