import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ComparedProject,
  compare,
  inDesignOrder,
  metric,
  startCompared,
  succeed,
} from '../testing/compared.js';
import { startBatch } from '../testing/project.js';
import type { Client } from '../testing/service.js';

let service: ComparedProject['service'];
let alice: ComparedProject['alice'];
let bob: ComparedProject['bob'];
let others: ComparedProject['others'];
let first: ComparedProject['first'];
let designId: ComparedProject['designId'];

beforeAll(async () => {
  ({ service, alice, bob, others, first, designId } = await startCompared());
});
afterAll(() => service.stop());

describe('confirmWinners', () => {
  interface Confirmed {
    readonly confirmWinners: {
      readonly batch: {
        readonly id: string;
        readonly name: string;
        readonly spec: { readonly seed: number };
      } | null;
      readonly problems: readonly { readonly code: string }[];
    };
  }
  const confirm = (client: Client, input: object) =>
    client.graphql<Confirmed>(
      `mutation ($input: ConfirmWinnersInput!) { confirmWinners(input: $input) {
        batch { id name spec options metadata counts { total waiting } } problems { code message value } } }`,
      { input },
    );
  const problemsOf = async (client: Client, input: object) =>
    (await confirm(client, input)).data.confirmWinners.problems.map(({ code }) => code);
  let keys: readonly string[];

  beforeAll(async () => {
    keys = (await compare(alice, { batchIds: [first.batchId] })).data.comparison.settings.map(
      ({ key }) => key,
    );
  });

  it('runs the settings again on the same inputs with fresh seeds, and both count together afterwards', async () => {
    const { data, codes } = await confirm(alice, {
      batchIds: [first.batchId],
      settingKeys: keys,
      replicates: 2,
    });
    expect(codes).toEqual([]);
    expect(data.confirmWinners).toMatchObject({
      batch: {
        name: 'Confirm: Weights',
        counts: { total: 12, waiting: 12 },
        metadata: { confirms: { batchIds: [first.batchId], settingKeys: keys } },
      },
      problems: [],
    });
    const batchId = data.confirmWinners.batch?.id ?? '';
    const rows = await service.database.query<{ seed: string; key: string; label: string }>(
      'select distinct seed, setting_key as key, input_label as label from job where batch_id = $1',
      [batchId],
    );
    expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(keys));
    expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(['walk.csv', 'run.csv', 'jump.csv']));
    const known = await service.database.query<{ seed: string }>(
      'select distinct seed from job where batch_id = $1',
      [first.batchId],
    );
    for (const { seed } of rows) expect(known.map((row) => row.seed)).not.toContain(seed);
    const jobIds = await inDesignOrder(service, batchId);
    for (const jobId of jobIds) await succeed(service, jobId, 4);
    const both = await compare(alice, { batchIds: [first.batchId, batchId] });
    expect(both.data.comparison).toMatchObject({
      totalJobs: 18,
      settings: [
        { key: keys[0], jobs: 9, sources: [0, 1] },
        { key: keys[1], jobs: 9, sources: [0, 1] },
      ],
    });
    expect(both.data.comparison.settings[0]?.metrics.find(({ name }) => name === metric)?.mean).toBeCloseTo(
      (1 + 2 + 3 + 6 * 4) / 9,
      12,
    );
  });

  it('takes another seed each time, five replicates unless told, and the options of the newest batch', async () => {
    const source = await startBatch(alice, 'a', { designId, options: { priority: 77, reuse: false } });
    const [a, b] = [
      await confirm(alice, { designIds: [designId], settingKeys: keys.slice(0, 1) }),
      await confirm(alice, { designIds: [designId], batchIds: [source], settingKeys: keys.slice(0, 1) }),
    ];
    expect(a.data.confirmWinners.batch).toMatchObject({ options: { priority: 77 }, counts: { total: 15 } });
    const seeds = [a, b].map(({ data }) => data.confirmWinners.batch?.spec.seed);
    expect(new Set(seeds).size).toBe(2);
    expect(seeds).not.toContain(0);
  });

  it('answers what cannot be confirmed with problems, and starts nothing', async () => {
    const before = await service.database.query('select count(*) from batch');
    const batchIds = [first.batchId];
    expect(await problemsOf(alice, { settingKeys: keys })).toEqual(['BAD_SOURCES']);
    expect(await problemsOf(alice, { batchIds, settingKeys: [] })).toEqual(['BAD_SETTINGS']);
    expect(await problemsOf(alice, { batchIds, settingKeys: ['x', ...keys, 'y'] })).toEqual([
      'UNKNOWN_SETTING',
      'UNKNOWN_SETTING',
    ]);
    expect(await problemsOf(alice, { batchIds, settingKeys: keys, replicates: 0 })).toEqual([
      'INVALID_ARGUMENT',
    ]);
    const administrator = await service.signIn('root', 'administrator');
    expect(
      await problemsOf(administrator, { batchIds: [first.batchId, others.batchId], settingKeys: keys }),
    ).toEqual(['DIFFERENT_PROJECTS']);
    expect(await service.database.query('select count(*) from batch')).toEqual(before);
  });

  it('refuses viewers, and does not exist for others, whichever source is theirs', async () => {
    const viewer = await service.signIn('viewer');
    await service.addMember('a', viewer, 'viewer');
    const [batchIds, designIds] = [[first.batchId], [designId]];
    expect((await confirm(viewer, { batchIds, settingKeys: keys })).codes).toEqual(['FORBIDDEN']);
    expect((await confirm(bob, { batchIds, settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(bob, { designIds, settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
    const mixed = { batchIds: [others.batchId], designIds, settingKeys: keys };
    expect((await confirm(bob, mixed)).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(alice, { batchIds: ['999999'], settingKeys: keys })).codes).toEqual(['NOT_FOUND']);
  });
});
