import { isDeepStrictEqual } from 'node:util';
import { defaultVocabulary, type JsonObject } from '@batchyard/domain';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addEmbryos,
  assignTo,
  embryoOf,
  type Lab,
  openLab,
  saidIn,
  upTo,
} from '../annotations/testing/lab.js';

let lab: Lab;
let projectId: string;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  projectId = await lab.addProject();
});
afterAll(() => lab.close());

const undo = (id: string | null) => lab.store.changesets.undo(lab.ann, 'maintainer', id ?? '');

/** All current rows of a project, without what tells when and under which id they were written. */
async function stateOf(id: string): Promise<unknown> {
  const { store, database } = lab;
  const subjects = await database.query(
    `select s.name, p.name as parent, s.level, s.metadata, s.frame_count, s.annotated_frames,
       (select json_agg(f.number || ' ' || f.name order by f.number) from frame f where f.subject_id = s.id) as frames,
       (select json_agg(l.name || ' ' || l.frame_number order by l.name) from landmark l where l.subject_id = s.id) as landmarks
     from subject s left join subject p on p.id = s.parent_id where s.project_id = $1 and s.removed_by is null order by s.name`,
    [id],
  );
  const said = await database.query(
    `select s.name, a.kind, a.value, a.frames::text, a.confidence, a.severity, a.note, a.detail, a.annotator_id, a.created_at
     from annotation a join subject s on s.id = a.subject_id where a.project_id = $1 and a.ended_by is null
     order by s.name, a.kind, a.value, a.frames::text, a.annotator_id, a.detail::text, a.id`,
    [id],
  );
  const templates = await database.query(
    `select t.name, v.version, v.params from template t join template_version v on v.template_id = t.id
     where t.project_id = $1 order by 1, 2`,
    [id],
  );
  return { subjects, said, templates, vocabulary: (await store.vocabularies.read(id)).definition };
}

describe('undo', () => {
  it('of annotations brings back what they ended, keeps the history, and can be undone itself', async () => {
    const [e1] = await addEmbryos(lab, projectId, { e1: upTo(10) });
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[0:6]' }]);
    const before = await stateOf(projectId);
    const change = await assignTo(lab, projectId, [{ subject: 'e1', value: 'DEAD', frames: '[3:]' }], {
      overwrite: true,
    });
    const after = await stateOf(projectId);
    expect(after).not.toEqual(before);
    const undone = await undo(change.changesetId);
    expect(undone).toEqual({ changesetId: expect.any(String), editedSince: [] });
    expect(await stateOf(projectId)).toEqual(before);
    const [journal] = (await lab.store.changesets.list(projectId, { first: 1 })).rows;
    expect(journal).toMatchObject({ id: undone.changesetId, verb: 'undo', isUndoable: true });
    expect(journal?.summary).toMatch(/^Undid: Made 1 annotation on 7 frames\.$/);
    await undo(undone.changesetId);
    expect(await stateOf(projectId)).toEqual(after);
    expect((await lab.store.annotations.history(e1 ?? '')).length).toBe(3);
  });

  it('is refused a second time, of what cannot be undone, and of what does not exist', async () => {
    await addEmbryos(lab, projectId, { e1: upTo(3) });
    const { changesetId } = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }]);
    await undo(changesetId);
    await expect(undo(changesetId)).rejects.toMatchObject({ code: 'ALREADY_UNDONE' });
    const [other] = await lab.database.query<{ id: string }>(
      `insert into changeset (project_id, source, verb, summary) values ($1, 'web', 'update_project', 'x') returning id`,
      [projectId],
    );
    await expect(undo(other?.id ?? '')).rejects.toMatchObject({ code: 'NOT_UNDOABLE' });
    await expect(undo('999999999')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('names what was changed again since, and does nothing', async () => {
    await addEmbryos(lab, projectId, { e1: upTo(10) });
    const first = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }]);
    const second = await assignTo(lab, projectId, [
      { subject: 'e1', value: 'EDEMA', frames: '[2:4]', remove: true },
    ]);
    const before = await stateOf(projectId);
    const name = 'phenotype EDEMA of e1';
    expect(await undo(first.changesetId)).toMatchObject({
      changesetId: null,
      editedSince: [{ entity: 'annotation', name, changesetId: second.changesetId }],
    });
    expect(await stateOf(projectId)).toEqual(before);
  });

  it('leaves alone what others said since of other frames and kinds', async () => {
    await addEmbryos(lab, projectId, { e1: upTo(10) });
    const first = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[0:3]' }]);
    await assignTo(
      lab,
      projectId,
      [
        { subject: 'e1', value: 'EDEMA', frames: '[5:7]' },
        { subject: 'e1', kind: 'genotype', value: 'WT' },
      ],
      { actor: lab.ben },
    );
    expect((await undo(first.changesetId)).editedSince).toEqual([]);
    expect(await saidIn(lab, projectId)).toEqual(['e1: genotype WT', 'e1: phenotype EDEMA {[5,7)}']);
  });

  it('does not bring back what contradicts what was said since', async () => {
    await addEmbryos(lab, projectId, { e1: upTo(10) });
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[5:8]' }]);
    const removal = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', remove: true }]);
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'DEAD', frames: '[4:]' }]);
    const { changesetId, editedSince } = await undo(removal.changesetId);
    expect(changesetId).toBeNull();
    expect(editedSince).toMatchObject([{ entity: 'annotation', name: 'phenotype EDEMA of e1' }]);
    expect(editedSince[0]?.reason).toContain('DEAD');
    expect(await saidIn(lab, projectId)).toEqual(['e1: phenotype DEAD {[4,10)}']);
  });

  it('of frames between annotated ones keeps what was said of those, and counts what is left', async () => {
    const { store, ann } = lab;
    await addEmbryos(lab, projectId, { e1: [0, 2, 4, 6] });
    const counts = async () => {
      const subject = await store.subjects.byName(projectId, 'e1');
      return [subject?.frameCount, subject?.annotatedFrames];
    };
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA', frames: '[1:3]' }]);
    expect(await counts()).toEqual([4, 2]);
    const more = { subjects: [embryoOf('e1', [3, 5])] };
    const added = await store.subjects.create(ann, projectId, more, false);
    // Frame 3 lies between 2 and 4, which were annotated together.
    expect(await counts()).toEqual([6, 3]);
    const gone = await undo(added.changesetId);
    expect(gone.editedSince).toEqual([]);
    expect(await counts()).toEqual([4, 2]);
    const back = await undo(gone.changesetId);
    expect(await counts()).toEqual([6, 3]);
    await assignTo(lab, projectId, [{ subject: 'e1', value: 'TBD', frames: 'e1_s0003' }]);
    expect(await undo(back.changesetId)).toMatchObject({
      editedSince: [{ name: 'e1', reason: 'Frame 3 has annotations or a landmark.' }],
    });
  });

  it('of new subjects is refused while something is said of them', async () => {
    const { store, ann } = lab;
    const subjects = [{ ...embryoOf('v1', []), level: 'video' }];
    const made = await store.subjects.create(ann, projectId, { subjects }, false);
    const below = await store.subjects.create(
      ann,
      projectId,
      { subjects: [{ ...embryoOf('e1', upTo(3)), parent: 'v1' }] },
      false,
    );
    expect(await undo(made.changesetId)).toMatchObject({ changesetId: null, editedSince: [{ name: 'v1' }] });
    const said = await assignTo(lab, projectId, [{ subject: 'e1', value: 'EDEMA' }]);
    expect(await undo(below.changesetId)).toMatchObject({
      editedSince: [{ name: 'e1', reason: 'It has annotations.' }],
    });
    await undo(said.changesetId);
    const gone = await undo(below.changesetId);
    expect(await store.subjects.byName(projectId, 'e1')).toBeNull();
    await addEmbryos(lab, projectId, { e1: [7] });
    expect(await undo(gone.changesetId)).toMatchObject({ editedSince: [{ name: 'e1' }] });
  });

  it('of a vocabulary is for maintainers, and refused when its terms are in use', async () => {
    const { store, ann } = lab;
    await addEmbryos(lab, projectId, { e1: upTo(3) });
    const [phenotype, ...others] = defaultVocabulary.kinds;
    const term = { name: 'BLUE', title: 'Blue', colour: '#0000ff' };
    const kinds = [{ ...phenotype, terms: [...(phenotype?.terms ?? []), term] }, ...others];
    await store.vocabularies.update(ann, projectId, 0, { ...defaultVocabulary, kinds });
    const [change] = (await store.changesets.list(projectId, { first: 1 })).rows;
    const said = await assignTo(lab, projectId, [{ subject: 'e1', value: 'BLUE' }]);
    await expect(store.changesets.undo(ann, 'editor', change?.id ?? '')).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    const refused = await undo(change?.id ?? '');
    expect(refused.changesetId).toBeNull();
    expect(refused.editedSince[0]?.reason).toContain('BLUE');
    await undo(said.changesetId);
    expect((await undo(change?.id ?? '')).editedSince).toEqual([]);
    expect(await store.vocabularies.read(projectId)).toEqual({ revision: 2, definition: defaultVocabulary });
  });
});

/** One thing that somebody does. */
type Operation = (typeof operations)[number];
const operations = [
  'assign',
  'remove',
  'kill',
  'genotype',
  'landmark',
  'facts',
  'frames',
  'subject',
  'sheet',
  'words',
  'template',
  'undo',
] as const;

describe('any 50 operations', () => {
  const step = fc.record({
    what: fc.constantFrom<Operation[]>(...operations, 'assign', 'assign', 'remove', 'sheet'),
    who: fc.constantFrom('ann' as const, 'ben' as const),
    subject: fc.integer({ min: 0, max: 2 }),
    from: fc.integer({ min: 0, max: 11 }),
    length: fc.integer({ min: 1, max: 12 }),
    value: fc.constantFrom('EDEMA', 'NORMAL', 'TBD', 'NONE'),
    isForced: fc.boolean(),
  });

  it('undone in reverse give back the state at the beginning, step by step, and undoing the undos the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 50, maxLength: 50 }), async (steps) => {
        const project = await lab.addProject();
        await addEmbryos(lab, project, { e0: upTo(12), e1: upTo(6), e2: [0, 2, 4, 6] });
        const states: unknown[] = [];
        const changes: string[] = [];
        for (const [index, { what, who, subject, from, length, value, isForced }] of steps.entries()) {
          const state = await stateOf(project);
          const name = `e${subject}`;
          const frames = `[${from}:${from + length}]`;
          const options = { actor: lab[who], overwrite: isForced, overwriteTerminal: isForced };
          const phenotype = { subject: name, value, frames };
          const changesetId = await carryOut(project, what, index, {
            assign: () => assignTo(lab, project, [phenotype], options),
            remove: () => assignTo(lab, project, [{ ...phenotype, remove: true }], options),
            kill: () =>
              assignTo(lab, project, [{ ...phenotype, value: 'DEAD', frames: `[${from}:]` }], options),
            genotype: () =>
              assignTo(
                lab,
                project,
                [{ subject: name, kind: 'genotype', value: value === 'TBD' ? 'shh' : 'WT' }],
                options,
              ),
            name,
            others: [0, 1, 2]
              .filter((other) => other !== subject && (length + other) % 2 === 0)
              .map((other) => `e${other}`),
            isForced,
            number: from % 6,
            newest: changes.at(-1) ?? null,
          });
          if (changesetId === null) continue;
          states.push(state);
          changes.push(changesetId);
        }
        const end = await stateOf(project);
        const undos: string[] = [];
        for (const id of changes.toReversed()) {
          const { changesetId, editedSince } = await undo(id);
          expect(editedSince).toEqual([]);
          undos.push(changesetId ?? '');
          expect(await stateOf(project)).toEqual(states.pop());
        }
        for (const id of undos.toReversed()) expect((await undo(id)).editedSince).toEqual([]);
        expect(await stateOf(project)).toEqual(end);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  interface Means {
    readonly assign: () => ReturnType<typeof assignTo>;
    readonly remove: () => ReturnType<typeof assignTo>;
    readonly kill: () => ReturnType<typeof assignTo>;
    readonly genotype: () => ReturnType<typeof assignTo>;
    readonly name: string;
    /** Other subjects that a sheet says something of. */
    readonly others: readonly string[];
    readonly isForced: boolean;
    readonly number: number;
    readonly newest: string | null;
  }

  /** @returns the changeset, null when nothing changed */
  async function carryOut(
    project: string,
    what: Operation,
    index: number,
    means: Means,
  ): Promise<string | null> {
    const { subjects, vocabularies, templates } = lab.store;
    const { name, number } = means;
    const subject = await subjects.byName(project, name);
    const id = subject?.id ?? '';
    switch (what) {
      case 'assign':
      case 'remove':
      case 'kill':
      case 'genotype':
        return (await means[what]()).changesetId;
      case 'landmark':
        return subjects.setLandmark(
          lab.ann,
          id,
          'hatch',
          index % 3 === 0 ? null : number % 2 === 0 ? number : 0,
        );
      case 'facts':
        return subjects.setMetadata(lab.ann, id, { clutch: number });
      case 'frames':
        return (await subjects.create(lab.ann, project, { subjects: [embryoOf(name, [20 + number])] }, false))
          .changesetId;
      case 'subject':
        return (
          await subjects.create(lab.ann, project, { subjects: [embryoOf(`n${number}`, [0, 1])] }, false)
        ).changesetId;
      case 'sheet':
        return importSheet(project, [name, ...means.others], number, means.isForced);
      case 'words': {
        const { revision, definition } = await vocabularies.read(project);
        const kinds = definition.kinds.map((kind) => ({ ...kind, title: `${kind.name} ${index}` }));
        await vocabularies.update(lab.ann, project, revision, { ...definition, kinds });
        return newestChange(project);
      }
      case 'template':
        await templates.save(lab.ann, project, {
          name: 'T',
          pipelineName: 'trial',
          params: { index },
          options: {},
        });
        return newestChange(project);
      case 'undo':
        // The one before it; undoing both in reverse undoes this undo first.
        if (means.newest === null) return null;
        return (await undo(means.newest).catch(() => ({ changesetId: null }))).changesetId;
    }
  }

  /**
   * An import of subjects: one that may be new, one with another frame, and facts of all that exist.
   * @param isEmptied whether the sheet takes a fact away rather than saying another one
   */
  async function importSheet(
    project: string,
    names: readonly string[],
    number: number,
    isEmptied: boolean,
  ): Promise<string | null> {
    const { imports, subjects } = lab.store;
    const stored = await imports.subjectsNamed(project, [`n${number}`, ...names]);
    const rows = [embryoOf(`n${number}`, [0, 1]), ...names.map((name) => embryoOf(name, [30 + number]))].map(
      (subject) => {
        const known = stored.get(subject.name);
        const metadata = factsWith(known?.metadata ?? {}, number, isEmptied);
        if (known === undefined || isDeepStrictEqual(known.metadata, metadata)) {
          return { ...subject, metadata, facts: null };
        }
        return {
          ...subject,
          metadata,
          facts: { subjectId: known.id, before: known.metadata, after: metadata },
        };
      },
    );
    async function* portions() {
      yield rows.slice(0, 2);
      yield rows.slice(2);
    }
    const actor = { ...lab.ben, source: 'import' } as const;
    return (await subjects.createStream(actor, project, portions)).changesetId;
  }

  function factsWith({ clutch, ...facts }: JsonObject, number: number, isEmptied: boolean): JsonObject {
    if (isEmptied) return facts;
    return {
      ...facts,
      ...(clutch !== undefined && { clutch }),
      temp: 20 + number,
      note: { sure: number > 2 },
    };
  }

  async function newestChange(project: string): Promise<string> {
    const [change] = (await lab.store.changesets.list(project, { first: 1 })).rows;
    return change?.id ?? '';
  }
});
