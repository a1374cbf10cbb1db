import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AssignmentEntry, Assignments } from './assignment.js';
import { addEmbryos, assignmentsOf, assignTo, type Lab, openLab, saidIn, upTo } from './testing/lab.js';

let lab: Lab;
let projectId: string;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  projectId = await lab.addProject();
  await addEmbryos(lab, projectId, { e1: upTo(20), e2: upTo(5), late: [100, 150, 200, 250] });
});
afterAll(() => lab.close());

const count = async (table: string) => {
  const [row] = await lab.database.query<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row?.n;
};
const subject = async (name: string) => lab.store.subjects.byName(projectId, name);

/** One statement for each of so many new embryos. */
async function manyEntries(count: number): Promise<AssignmentEntry[]> {
  await addEmbryos(lab, projectId, Object.fromEntries(upTo(count).map((n) => [`part_${n}`, [0]])));
  return upTo(count).map((n) => ({ subject: `part_${n}`, kind: 'phenotype', value: 'EDEMA' }));
}

describe('assigning', () => {
  it('writes statements with author, time, note and confidence, and counts their frames', async () => {
    const result = await assignTo(lab, projectId, [
      { subject: 'e1', value: 'EDEMA', frames: '[3:7]', confidence: 0.8, note: 'mild' },
      { subject: 'e2', kind: 'genotype', value: 'WT', detail: { confirmed: true } },
    ]);
    expect(result).toMatchObject({ assigned: 2, skipped: 0, failed: 0 });
    expect(await saidIn(lab, projectId)).toEqual(['e1: phenotype EDEMA {[3,7)}', 'e2: genotype WT']);
    const e1 = await subject('e1');
    expect(e1?.annotatedFrames).toBe(4);
    const [edema] = await lab.store.annotations.current([e1?.id ?? '']);
    expect(edema).toMatchObject({ confidence: 0.8, note: 'mild', frames: [{ from: 3, to: 7 }] });
    expect(Date.now() - (edema?.createdAt.getTime() ?? 0)).toBeLessThan(60_000);
    const [annotator] = await lab.store.annotations.annotators(projectId);
    expect(annotator).toMatchObject({ id: edema?.annotatorId, kind: 'person', userId: lab.ann.userId });
    const [change] = (await lab.store.changesets.list(projectId, { first: 1 })).rows;
    expect(change).toMatchObject({
      id: result.changesetId,
      verb: 'assign_annotations',
      summary: 'Made 2 annotations on 4 frames.',
      counts: { assigned: 2, skipped: 0, failed: 0, frames: 4 },
      isUndoable: true,
    });
  });

  it.each(['all_or_nothing', 'valid_only'] as const)(
    'tells apart what was made and what was removed, %s',
    async (mode) => {
      const told = async (
        ...entries: { subject: string; value: string; frames?: string; remove?: boolean }[]
      ) => {
        await assignTo(lab, projectId, entries, { mode });
        const [change] = (await lab.store.changesets.list(projectId, { first: 1 })).rows;
        return [change?.summary, (change?.counts as { removed?: number } | undefined)?.removed];
      };
      const made = { subject: 'e1', value: 'EDEMA', frames: '[3:8]' };
      expect(await told(made)).toEqual(['Made 1 annotation on 5 frames.', undefined]);
      const cut = { ...made, frames: '[3:5]', remove: true };
      const others = { subject: 'e2', value: 'EDEMA', frames: '[0:3]' };
      expect(await told(cut, others)).toEqual(['Made 1 annotation and removed 1 on 5 frames.', 1]);
      const none = { subject: 'e2', value: 'NONE', frames: '[0:2]' };
      expect(await told({ ...made, remove: true }, none)).toEqual(['Removed 2 annotations on 5 frames.', 2]);
    },
  );

  it('writes all or nothing, and says for each entry what became of it', async () => {
    const before = await count('changeset');
    const entries = [
      { subject: 'e1', value: 'EDEMA', frames: '[0:2]' },
      { subject: 'nobody', value: 'EDEMA' },
      { subject: 'e2', value: 'BLUE' },
      { unreadable: 'Line 4 has no subject.' },
      { subject: 'e2', value: 'EDEMA', frames: '[9]' },
      { subject: 'e2', value: 'EDEMA', detail: [1] },
    ];
    const result = await assignTo(lab, projectId, entries as never);
    expect(result).toMatchObject({ changesetId: null, assigned: 1, failed: 5 });
    expect(result.outcomes.map(({ index, status, code }) => [index, status, code])).toEqual([
      [0, 'assigned', null],
      [1, 'failed', 'UNKNOWN_SUBJECT'],
      [2, 'failed', 'INVALID_VALUE'],
      [3, 'failed', 'INVALID_REQUEST'],
      [4, 'failed', 'NO_FRAMES'],
      [5, 'failed', 'INVALID_DETAIL'],
    ]);
    expect(result.outcomes[2]?.message).toContain('EDEMA');
    expect(await saidIn(lab, projectId)).toEqual([]);
    expect(await count('changeset')).toBe(before);
  });

  it('S2-48, S2-59: writes what is valid when asked to, an entry failing by itself', async () => {
    const entries = [
      { subject: 'nobody', value: 'EDEMA' },
      { subject: 'e1', value: 'EDEMA', frames: 'first' },
      { subject: 'e1', value: 'EDEMA', frames: '[1:2', confidence: 2 },
      { subject: 'e2', value: 'NORMAL', frames: 'last' },
    ];
    const result = await assignTo(lab, projectId, entries, { mode: 'valid_only' });
    expect(result).toMatchObject({ assigned: 2, failed: 2 });
    expect(await saidIn(lab, projectId)).toEqual([
      'e1: phenotype EDEMA {[0,1)}',
      'e2: phenotype NORMAL {[4,5)}',
    ]);
  });

  it('plans without writing anything', async () => {
    const before = await count('changeset');
    const result = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }], { isPlan: true });
    expect(result).toMatchObject({ changesetId: null, assigned: 1, outcomes: [{ frames: 20 }] });
    expect([await saidIn(lab, projectId), await count('changeset')]).toEqual([[], before]);
  });

  it('makes no changeset when nothing changes', async () => {
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }]);
    const again = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }]);
    expect(again).toMatchObject({ changesetId: null, assigned: 0, skipped: 1 });
  });

  it('skips dead frames of a range and reports them; an explicit frame is refused with the rule and the way out', async () => {
    await assignTo(lab, projectId, [{ subject: 'late', value: 'DEAD', frames: '[2:]' }]);
    const byRange = await assignTo(lab, projectId, [{ subject: 'late', value: 'EDEMA', frames: 'all' }]);
    expect(byRange.outcomes).toMatchObject([{ status: 'assigned', frames: 2, skippedFrames: 2 }]);
    const byId = await assignTo(lab, projectId, [{ subject: 'late', value: 'TBD', frames: 'late_s0200' }]);
    expect(byId).toMatchObject({ changesetId: null, failed: 1 });
    expect(byId.outcomes[0]?.message).toMatch(/200.*overwriteTerminal/s);
    const forced = await assignTo(lab, projectId, [{ subject: 'late', value: 'TBD', frames: 'late_s0200' }], {
      overwriteTerminal: true,
    });
    expect(forced).toMatchObject({ assigned: 1 });
  });

  it('keeps the author and the time of what is left of a statement that was cut', async () => {
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', note: 'by Ann' }]);
    const e1 = (await subject('e1'))?.id ?? '';
    const [whole] = await lab.store.annotations.current([e1]);
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[5:10]', remove: true }], {
      actor: lab.ben,
    });
    const [rest] = await lab.store.annotations.current([e1]);
    expect(rest).toMatchObject({
      frames: [
        { from: 0, to: 5 },
        { from: 10, to: 20 },
      ],
      note: 'by Ann',
      annotatorId: whole?.annotatorId,
      createdAt: whole?.createdAt,
    });
    const history = await lab.store.annotations.history(e1);
    expect(history.map(({ id, endedById }) => [id, endedById !== null])).toEqual([
      [whole?.id, true],
      [rest?.id, false],
    ]);
  });

  it('S2-55: of many people at once loses nothing', async () => {
    const frames = upTo(20);
    await Promise.all(
      frames.map((frame) =>
        assignTo(
          lab,
          projectId,
          [
            { subject: 'e1', value: 'EDEMA', frames: `[${frame}]` },
            { subject: 'e2', value: 'EDEMA', frames: `[${frame % 5}]` },
          ],
          { actor: frame % 2 === 0 ? lab.ann : lab.ben },
        ),
      ),
    );
    expect(await subject('e1')).toMatchObject({ annotatedFrames: 20 });
    expect(await subject('e2')).toMatchObject({ annotatedFrames: 5 });
  });

  it('S2-54: of all or nothing leaves nothing when it is broken off, and can be done again', async () => {
    const entries = await manyEntries(250);
    const told: number[] = [];
    const broken = lab.store.annotations.assign(lab.ann, projectId, assignmentsOf(entries), (done) => {
      told.push(done);
      if (done > 0) throw new Error('Broken off.');
    });
    await expect(broken).rejects.toThrow('Broken off.');
    expect(told.at(-1)).toBeLessThan(250);
    expect(await saidIn(lab, projectId)).toEqual([]);
    expect(await lab.store.annotations.assign(lab.ann, projectId, assignmentsOf(entries))).toMatchObject({
      assigned: 250,
      failed: 0,
    });
  });

  it('ties statements to the job and the artifact that was looked at', async () => {
    await expect(
      assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }], {
        result: { jobId: '999999', artifactSha256: null },
      }),
    ).rejects.toMatchObject({ code: 'UNKNOWN_RESULT' });
  });

  it('does 100,000 frames of 1,000 subjects in one changeset, with progress', async () => {
    const embryos = Object.fromEntries(upTo(1000).map((n) => [`many_${n}`, upTo(100)]));
    await addEmbryos(lab, projectId, embryos);
    const entries = Object.keys(embryos).flatMap((name) =>
      upTo(100).map((n) => ({
        subject: name,
        kind: 'phenotype',
        value: n % 2 ? 'EDEMA' : 'TBD',
        frames: `[${n}]`,
      })),
    );
    const progress: number[] = [];
    const assignments = {
      entries,
      mode: 'all_or_nothing',
      overwrite: false,
      overwriteTerminal: false,
    } as const;
    const result = await lab.store.annotations.assign(
      lab.ann,
      projectId,
      { ...assignments, result: null, isPlan: false },
      (done) => progress.push(done),
    );
    expect(result).toMatchObject({ assigned: 100_000, failed: 0 });
    expect(progress.at(-1)).toBe(100_000);
    expect(progress.length).toBeGreaterThan(3);
    const undone = await lab.store.changesets.undo(lab.ann, 'editor', result.changesetId ?? '');
    expect(undone.editedSince).toEqual([]);
    expect(await saidIn(lab, projectId)).toEqual([]);
  });
});

describe('assigning what is valid', () => {
  const assign = (entries: readonly AssignmentEntry[], more: Partial<Assignments> = {}, told?: number[]) =>
    lab.store.annotations.assign(
      lab.ann,
      projectId,
      assignmentsOf(entries, { mode: 'valid_only', ...more }),
      (done) => told?.push(done),
    );
  const change = async (id: string | null) => {
    const { rows } = await lab.store.changesets.list(projectId, { first: 50 });
    return rows.find((each) => each.id === id);
  };
  /** From now on no statement with this note can be stored. */
  const refuse = (note: string) =>
    lab.database.query(
      `create or replace function refuse() returns trigger language plpgsql as $$
         begin if new.note = '${note}' then raise exception 'refused'; end if; return new; end $$;
       create or replace trigger refuse before insert on annotation for each row execute function refuse()`,
    );

  it('S2-54: saves 450 entries after 150, 300 and at the end, as one change that is undone as one', async () => {
    const entries = await manyEntries(450);
    const told: number[] = [];
    const result = await assign(entries, {}, told);
    expect(told).toEqual([0, 150, 300, 450]);
    expect(result).toMatchObject({ assigned: 450, skipped: 0, failed: 0, brokenOffBy: null });
    expect(await change(result.changesetId)).toMatchObject({
      summary: 'Made 450 annotations on 450 frames.',
      counts: { assigned: 450, skipped: 0, failed: 0, frames: 450 },
    });
    expect((await lab.store.changesets.list(projectId, { first: 5 })).rows[1]?.verb).toBe('create_subjects');
    await lab.store.changesets.undo(lab.ann, 'editor', result.changesetId ?? '');
    expect(await saidIn(lab, projectId)).toEqual([]);
  });

  it('saves as often as asked for', async () => {
    const told: number[] = [];
    await assign(await manyEntries(25), { saveEvery: 10 }, told);
    expect(told).toEqual([0, 10, 20, 25]);
  });

  it('S2-54: keeps what was saved when it is broken off, says so, and is finished by the same list', async () => {
    const entries = await manyEntries(450);
    const broken = entries.map((entry, index) => (index === 350 ? { ...entry, note: 'explode' } : entry));
    await refuse('explode');
    const unfinished = await assign(broken);
    expect(unfinished).toMatchObject({ assigned: 300, failed: 150, brokenOffBy: expect.any(Error) });
    expect(unfinished.outcomes.map(({ index }) => index)).toEqual(upTo(450));
    expect(new Set(unfinished.outcomes.slice(300).map(({ code }) => code))).toEqual(new Set(['NOT_REACHED']));
    expect(await saidIn(lab, projectId)).toHaveLength(300);
    expect((await change(unfinished.changesetId))?.summary).toBe(
      'Made 300 annotations on 300 frames; 150 entries not done.',
    );

    await refuse('nothing');
    const rest = await assign(broken, { continues: unfinished.changesetId });
    expect(rest).toMatchObject({
      changesetId: unfinished.changesetId,
      assigned: 150,
      skipped: 300,
      failed: 0,
    });
    expect(await saidIn(lab, projectId)).toHaveLength(450);
    expect(await change(rest.changesetId)).toMatchObject({
      summary: 'Made 450 annotations on 450 frames.',
      counts: { assigned: 450, skipped: 300, failed: 0, frames: 450 },
    });
    const again = await assign(broken);
    expect(again).toMatchObject({ changesetId: null, assigned: 0, skipped: 450, failed: 0 });
    await lab.store.changesets.undo(lab.ann, 'editor', rest.changesetId ?? '');
    expect(await saidIn(lab, projectId)).toEqual([]);
  });

  it('writes nothing more when what was saved is undone meanwhile', async () => {
    const entries = await manyEntries(30);
    const { changesetId } = await assign(entries.slice(0, 10));
    await lab.store.changesets.undo(lab.ann, 'editor', changesetId ?? '');
    await expect(assign(entries, { continues: changesetId })).rejects.toMatchObject({
      code: 'INVALID_CHANGESET',
    });
    expect(await saidIn(lab, projectId)).toEqual([]);
  });

  it('hinders the undo of what was changed between its steps, where the two contradict each other', async () => {
    const entries = [
      { subject: 'e1', kind: 'phenotype', value: 'EDEMA', frames: 'first' },
      { subject: 'e2', kind: 'phenotype', value: 'DEAD', frames: '[2:]' },
    ];
    await assignTo(lab, projectId, [{ subject: 'e2', value: 'EDEMA' }]);
    const { changesetId: first } = await assign(entries.slice(0, 1));
    const between = await assignTo(lab, projectId, [{ subject: 'e2', value: 'EDEMA', remove: true }]);
    expect((await assign(entries, { continues: first })).assigned).toBe(1);
    const undone = await lab.store.changesets.undo(lab.ann, 'editor', between.changesetId ?? '');
    expect(undone).toMatchObject({ changesetId: null, editedSince: [{ name: 'phenotype EDEMA of e2' }] });
  });

  it.each([
    [
      'of somebody else',
      async () =>
        (await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }], { actor: lab.ben })).changesetId,
    ],
    [
      'of another kind',
      async () => (await lab.store.changesets.list(projectId, { first: 1 })).rows[0]?.id ?? null,
    ],
    ['that there is not', async () => '999999'],
    ['that is no id', async () => 'x'],
  ])('goes on with no change %s', async (_, id) => {
    const continued = assign([{ subject: 'e2', kind: 'phenotype', value: 'EDEMA' }], {
      continues: await id(),
    });
    await expect(continued).rejects.toMatchObject({ code: 'INVALID_CHANGESET' });
  });
});
