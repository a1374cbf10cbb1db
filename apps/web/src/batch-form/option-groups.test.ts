import { batchOptionsSchema, type Json } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import { groupOptions } from './option-groups';

const fields = fieldsOf(batchOptionsSchema.toJSONSchema({ io: 'input' }) as Json);
const paths = (list: readonly { readonly path: string }[]) => list.map(({ path }) => path);

describe('options in groups', () => {
  const able = { canChunk: true, defaultConcurrency: null };
  const { few, more } = groupOptions(fields, able);

  it('are each asked for once, and none is without a heading', () => {
    const all = [...paths(few), ...more.flatMap((group) => paths(group.fields))];
    expect([...all].sort()).toEqual([...paths(fields)].sort());
    expect(more.map(({ title }) => title)).toEqual(['Attempts and errors', 'Limits and workers', 'Results']);
  });

  it('leave out chunks where the pipeline cannot split a job', () => {
    const without = groupOptions(fields, { ...able, canChunk: false }).more.flatMap((group) =>
      paths(group.fields),
    );
    expect(without).not.toContain('chunks');
    expect(more.flatMap((group) => paths(group.fields))).toContain('chunks');
  });

  it('S1-03 say how many jobs the pipeline runs at once unless told otherwise', () => {
    const about = (defaultConcurrency: number | null) =>
      groupOptions(fields, { ...able, defaultConcurrency }).few.find(({ path }) => path === 'concurrency')
        ?.description;
    expect(about(3)).toMatch(/ This pipeline runs 3 at once in mode auto\.$/);
    expect(about(null)).not.toContain('This pipeline');
  });

  it('keep an option that nobody grouped', () => {
    const [first] = fields;
    if (!first) throw new Error('The schema has no options.');
    const grouped = groupOptions([...fields, { ...first, path: 'novel' }], able);
    expect(paths(grouped.more.at(-1)?.fields ?? [])).toEqual(['novel']);
  });

  it('have a control that fits: several kinds of failure, labels as tags', () => {
    const kind = (path: string) => fields.find((field) => field.path === path)?.kind;
    expect([kind('retryOn'), kind('labels'), kind('mode'), kind('timeoutS')]).toEqual([
      'choices',
      'texts',
      'choice',
      'number',
    ]);
  });
});
