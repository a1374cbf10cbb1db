import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AssignmentEntry, StreamedAssignments } from './assignment.js';
import { addEmbryos, assignTo, type Lab, openLab, saidIn, upTo } from './testing/lab.js';

let lab: Lab;
let projectId: string;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  projectId = await lab.addProject();
  await addEmbryos(lab, projectId, { e1: upTo(20), e2: upTo(20) });
});
afterAll(() => lab.close());

const said = (subject: string, value: string, frames: string): AssignmentEntry => ({
  subject,
  kind: 'phenotype',
  value,
  frames,
});

/** The portions one after another. */
function streamOf(
  portions: readonly (readonly AssignmentEntry[])[],
  replaced: readonly string[] = [],
): StreamedAssignments {
  return {
    subjects: [...new Set(portions.flat().map(({ subject }) => subject))],
    replaced: new Set(replaced),
    async *portions() {
      yield* portions;
    },
  };
}

const stream = (assignments: StreamedAssignments, onProgress?: (done: number) => void) =>
  lab.store.annotations.assignStream(lab.ann, projectId, assignments, onProgress);

/** Ends the connection of the one transaction that is open; a moment may pass until the database shows it as such. */
async function endOpenTransaction(): Promise<void> {
  for (;;) {
    const ended = await lab.database.query<{ isEnded: boolean }>(
      `select pg_terminate_backend(pid) as "isEnded" from pg_stat_activity where datname = current_database()
       and backend_type = 'client backend' and xact_start is not null and pid <> pg_backend_pid()`,
    );
    if (ended.some(({ isEnded }) => isEnded)) return;
    await sleep(10);
  }
}

describe('assigning from a stream', () => {
  it('is one change, whatever the portions, and says how far it is', async () => {
    const told: number[] = [];
    const result = await stream(
      streamOf([
        [said('e1', 'EDEMA', '[0:5]'), said('e1', 'BODY_AXIS', '[10:15]')],
        [said('e2', 'EDEMA', '[0:3]')],
        [said('e1', 'EDEMA', '[0:5]')],
      ]),
      (done) => told.push(done),
    );
    expect(result).toMatchObject({ assigned: 3, failed: 0, frames: 13, firstFailure: null });
    expect(told.at(-1)).toBe(4);
    expect(await saidIn(lab, projectId)).toHaveLength(3);
    const changes = (await lab.store.changesets.list(projectId, { first: 5 })).rows;
    expect(changes.filter(({ verb }) => verb === 'assign_annotations')).toMatchObject([
      { id: result.changesetId, summary: 'Made 3 annotations on 13 frames.' },
    ]);
  });

  it('writes nothing when an entry of a later portion cannot be written', async () => {
    const result = await stream(
      streamOf([
        [said('e1', 'EDEMA', '[0:5]')],
        [said('nobody', 'EDEMA', 'all')],
        [said('e2', 'EDEMA', 'all')],
      ]),
    );
    expect(result).toMatchObject({ changesetId: null, firstFailure: expect.stringContaining('nobody') });
    expect(await saidIn(lab, projectId)).toEqual([]);
  });

  it('changes nothing the second time', async () => {
    const portions = [[said('e1', 'EDEMA', '[0:5]')], [said('e2', 'EDEMA', 'all')]];
    await stream(streamOf(portions));
    expect(await stream(streamOf(portions))).toMatchObject({ changesetId: null, assigned: 0, skipped: 2 });
  });

  it('lets statements take the place of others', async () => {
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[0:5]' }]);
    const [subject] = [await lab.store.subjects.byName(projectId, 'e1')];
    const [former] = await lab.store.annotations.current([subject?.id ?? '']);
    const id = former?.id ?? '';
    const result = await stream(streamOf([[{ ...said('e1', 'BODY_AXIS', '[0:5]'), replaces: id }]], [id]));
    expect(result.firstFailure).toBeNull();
    expect(await saidIn(lab, projectId)).toEqual(['e1: phenotype BODY_AXIS {[0,5)}']);
  });

  it('S2-100: lets others annotate other subjects of the project meanwhile', async () => {
    let theirs: unknown = null;
    async function* slow() {
      yield [said('e1', 'EDEMA', '[0:5]')];
      theirs = await assignTo(lab, projectId, [{ subject: 'e2', value: 'EDEMA', frames: '[0:2]' }]);
      yield [said('e1', 'BODY_AXIS', '[10:15]')];
    }
    const result = await stream({ subjects: ['e1'], replaced: new Set(), portions: slow });
    expect(theirs).toMatchObject({ assigned: 1, failed: 0 });
    expect(result).toMatchObject({ assigned: 2 });
    expect(await saidIn(lab, projectId)).toHaveLength(3);
  });

  it('S2-99: keeps nothing when the process ends in the middle', async () => {
    async function* cut() {
      yield [said('e1', 'EDEMA', '[0:5]')];
      yield [said('e1', 'BODY_AXIS', '[10:15]')];
      // What is left of a process that was killed: its connection is gone.
      await endOpenTransaction();
      yield [said('e2', 'EDEMA', 'all')];
    }
    const assignments = { subjects: ['e1', 'e2'], replaced: new Set<string>(), portions: cut };
    await expect(stream(assignments)).rejects.toThrow();
    expect(await saidIn(lab, projectId)).toEqual([]);
    expect(await stream(streamOf([[said('e1', 'EDEMA', '[0:5]')]]))).toMatchObject({ assigned: 1 });
  });
});
