import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../parameters/fields';
import { type ExtensionDraft, previewExtension, readExtension } from './extension';

const fields = fieldsOf({ properties: { a: { type: 'number', minimum: 0 }, b: { type: 'number' } } });
const spec = designSchema.parse({
  name: 'Grid',
  pipeline: 'p',
  axes: [
    { parameter: 'a', values: [1, 2, 3] },
    { parameter: 'b', values: [1, 2, 3] },
  ],
  inputs: [{ m: '1' }],
});
const nothing: ExtensionDraft = { parameter: null, values: '', samples: '0', replicates: '0', inputs: [] };
const previewOf = (draft: Partial<ExtensionDraft>, given = spec) => {
  const { additions, messages } = readExtension({ ...nothing, ...draft }, fields);
  return { ...previewExtension(given, additions, {}, ['one', 'two']), messages };
};

describe('extending a design', () => {
  it.each<[Partial<ExtensionDraft>, string]>([
    [{ parameter: 'b', values: '4' }, 'Creates exactly 3 new jobs; the 9 cells there are stay as they are.'],
    [
      { parameter: 'b', values: '4, 5', replicates: '1' },
      'Creates exactly 21 new jobs; the 9 cells there are stay as they are.',
    ],
    [{ inputs: [{ m: '2' }] }, 'Creates exactly 9 new jobs; the 9 cells there are stay as they are.'],
  ])('%j: %s', (draft, sentence) => {
    expect(previewOf(draft)).toMatchObject({ sentence, message: null, messages: {} });
  });

  it('counts only what the condition keeps', () => {
    const bounded = { ...spec, where: 'a + b < 6' };
    expect(previewOf({ parameter: 'b', values: '4' }, bounded).newCells).toBe(1);
    expect(previewOf({ parameter: 'b', values: '9' }, bounded).message).toContain('adds no cell');
  });

  it('draws further settings', () => {
    const axes = [{ parameter: 'a', distribution: 'uniform' as const, min: 0, max: 1 }];
    const drawn = { ...spec, kind: 'sobol' as const, samples: 4, axes, replicates: 2 };
    expect(previewOf({ samples: '3' }, drawn).sentence).toBe(
      'Creates exactly 6 new jobs; the 8 cells there are stay as they are.',
    );
    expect(previewOf({ samples: 'x' }, drawn).messages).toEqual({
      samples: 'Enter a whole number, 0 to 999.',
    });
  });

  it('says what is wrong before the server does', () => {
    expect(previewOf({})).toEqual({ sentence: null, newCells: 0, message: null, messages: {} });
    expect(previewOf({ parameter: 'a', values: '-1', replicates: '1.5' }).messages).toEqual({
      values: expect.stringContaining('too small'),
      replicates: 'Enter a whole number, 0 to 999.',
    });
    expect(previewOf({ parameter: 'a', values: '3' }).message).toContain('has the value 3 already');
  });
});
