import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { embryoOf, type Lab, openLab } from '../annotations/testing/lab.js';

let lab: Lab;
let projectId: string;

const names = ['007', 'A01', 'A02', 'A03', 'SEPT4', 'sep-04', 'B01'];

beforeAll(async () => {
  lab = await openLab();
  projectId = await lab.addProject();
  const others = await lab.addProject();
  const { subjects } = lab.store;
  const facts = (name: string) => ({ [`of_${name}`]: 1, temp: 20 });
  const all = names.map((name) => ({ ...embryoOf(name, []), metadata: facts(name) }));
  await subjects.create(lab.ann, projectId, { subjects: all }, false);
  const foreign = [{ ...embryoOf('A0', []), metadata: { foreign: 1 } }, embryoOf('sept4', [])];
  await subjects.create(lab.ann, others, { subjects: foreign }, false);
  const gone = await subjects.create(lab.ann, projectId, { subjects: [embryoOf('A015', [])] }, false);
  await lab.store.changesets.undo(lab.ann, 'maintainer', gone.changesetId ?? '');
});
afterAll(() => lab.close());

describe('names that a project has', () => {
  it('are told of those asked for, without those of other projects and of subjects that are gone', async () => {
    const { subjectsAmong, firstSubjectNames, fewSubjectNames } = lab.store.imports;
    expect((await subjectsAmong(projectId, ['A01', 'A0', 'A015', '7', '007', 'B01'])).sort()).toEqual([
      '007',
      'A01',
      'B01',
    ]);
    expect(await firstSubjectNames(projectId, 3)).toEqual(['007', 'A01', 'A02']);
    expect(await fewSubjectNames(projectId, 100)).toEqual(names.toReversed());
  });

  it('are told of patterns whatever their case, two at most of each', async () => {
    const { subjectsMatching } = lab.store.imports;
    expect((await subjectsMatching(projectId, ['^(?:sep[a-z]*)[-_ ]?0*4$', '^b'])).sort()).toEqual([
      'B01',
      'SEPT4',
      'sep-04',
    ]);
    expect(await subjectsMatching(projectId, ['^a', '^0*9[-/.]0*4$'])).toHaveLength(2);
  });

  it('are told of those beside another one, in their order', async () => {
    const { namesBeside } = lab.store.imports;
    expect((await namesBeside(projectId, 'A015', 1)).sort()).toEqual(['A01', 'A02']);
    expect((await namesBeside(projectId, 'zzz', 2)).sort()).toEqual(['SEPT4', 'sep-04']);
  });

  it('are told of facts of the first and last subjects of each level', async () => {
    const { someFactNames } = lab.store.imports;
    expect(await someFactNames(projectId, ['embryo', 'video'], 1)).toEqual(['of_007', 'of_sep-04', 'temp']);
    expect(await someFactNames(projectId, ['embryo'], 10)).toEqual(
      [...names.map((name) => `of_${name}`), 'temp'].sort(),
    );
  });
});
