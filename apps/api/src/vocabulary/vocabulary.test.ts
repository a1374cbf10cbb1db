import { defaultVocabulary } from '@batchyard/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let editor: Client;
let stranger: Client;

beforeAll(async () => {
  service = await startTestService();
  alice = await service.signIn('alice');
  editor = await service.signIn('editor');
  stranger = await service.signIn('stranger');
  await createProject(alice, 'a');
  await service.addMember('a', editor, 'editor');
});
afterAll(() => service.stop());

const read = (client: Client) =>
  client.graphql('{ project(slug: "a") { vocabulary { revision definition } } }');
const update = (client: Client, revision: number, definition: unknown, projectSlug = 'a') =>
  client.graphql<{ updateVocabulary: { problems: { code: string; message: string }[] } }>(
    `mutation ($input: UpdateVocabularyInput!) { updateVocabulary(input: $input) { vocabulary { revision definition } problems { code message } } }`,
    { input: { projectSlug, revision, definition } },
  );
const withoutTerm = (value: string) => ({
  ...defaultVocabulary,
  kinds: defaultVocabulary.kinds.map((kind) => ({
    ...kind,
    terms: kind.terms.filter(({ name }) => name !== value),
  })),
});

describe('the vocabulary', () => {
  it('is the default one at first, and is changed as a whole', async () => {
    expect((await read(editor)).data).toEqual({
      project: { vocabulary: { revision: 0, definition: defaultVocabulary } },
    });
    const { data } = await update(alice, 0, withoutTerm('TBD'));
    expect(data.updateVocabulary).toEqual({
      vocabulary: { revision: 1, definition: withoutTerm('TBD') },
      problems: [],
    });
    expect((await read(editor)).data).toEqual({
      project: { vocabulary: { revision: 1, definition: withoutTerm('TBD') } },
    });
  });

  it('that somebody changed meanwhile is not overwritten', async () => {
    const { data } = await update(alice, 0, defaultVocabulary);
    expect(data.updateVocabulary.problems).toMatchObject([{ code: 'VOCABULARY_CHANGED' }]);
  });

  it('keeps the terms and levels that are in use', async () => {
    await alice.graphql(
      `mutation { createSubjects(input: { projectSlug: "a", subjects: [{ name: "e1", level: "embryo", frames: [{ number: 0 }] }] }) { problems { code } }
         assignAnnotations(input: { projectSlug: "a", assignments: [{ subject: "e1", kind: "phenotype", value: "EDEMA" }] }) { assigned } }`,
    );
    const term = await update(alice, 1, withoutTerm('EDEMA'));
    expect(term.data.updateVocabulary.problems[0]?.message).toContain('EDEMA');
    const levels = [{ name: 'plant', title: 'Plant' }];
    const level = await update(alice, 1, { levels, kinds: [] });
    expect(level.text).toContain('embryo');
    expect((await read(editor)).data).toMatchObject({ project: { vocabulary: { revision: 1 } } });
  });

  it.each([
    ['nothing', {}],
    ['a text', 'x'],
    ['an unknown field', { ...defaultVocabulary, colour: 1 }],
  ])('of %s is refused', async (_what, definition) => {
    const { data } = await update(alice, 1, definition);
    expect(data.updateVocabulary.problems.length).toBeGreaterThan(0);
  });

  it('is changed by maintainers only', async () => {
    expect((await update(editor, 1, defaultVocabulary)).codes).toEqual(['FORBIDDEN']);
    expect((await update(stranger, 1, defaultVocabulary)).codes).toEqual(['NOT_FOUND']);
    expect((await update(alice, 1, defaultVocabulary, 'nowhere')).codes).toEqual(['NOT_FOUND']);
  });
});
