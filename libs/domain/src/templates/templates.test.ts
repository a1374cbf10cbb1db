import { describe, expect, it } from '@jest/globals';
import { designSchema } from '../designs/design.js';
import { isSameTemplate } from './diff.js';
import { draftOfDesign, givenOptions, mainInputOf } from './draft.js';

describe('what of a design a template holds', () => {
  it('is what all jobs have in common; varied parameters are left out, groups and axes alike', () => {
    const spec = designSchema.parse({
      name: 'D',
      pipeline: 'p',
      params: { weights: { soft: 1, rigid: 2 }, limit: 3, names: ['a'] },
      axes: [
        { parameter: 'weights.rigid', values: [1, 2] },
        { kind: 'zip', axes: [{ parameter: 'limit', values: [1, 2] }] },
      ],
      inputs: [
        { video: '1', scaffold: '9', notes: '7' },
        { files: { video: '2', scaffold: '9', notes: '8' } },
      ],
    });
    expect(draftOfDesign(spec)).toEqual({
      params: { weights: { soft: 1 }, names: ['a'] },
      inputs: { scaffold: '9' },
      varied: ['weights.rigid', 'limit'],
    });
  });

  it('of a list is what its jobs say alike', () => {
    const spec = designSchema.parse({
      name: 'L',
      pipeline: 'p',
      kind: 'list',
      params: { limit: 3 },
      jobs: [
        { id: 'a', params: { level: 1, rough: true }, inputs: { video: '1' } },
        { id: 'b', params: { level: 2, rough: true }, inputs: { video: '1' } },
        { id: 'c', params: { level: 2, rough: true, extra: 1 }, inputs: { video: '1' } },
      ],
    });
    expect(draftOfDesign(spec)).toEqual({
      params: { limit: 3, rough: true },
      inputs: { video: '1' },
      varied: ['level', 'extra'],
    });
  });

  it('has options that are not the default, and no main input', () => {
    expect(givenOptions({ priority: 60, reuse: true }, { priority: 0, reuse: true })).toEqual({
      priority: 60,
    });
    const inputs = [
      { name: 'truth', optional: true },
      { name: 'markers', optional: false },
    ];
    expect([mainInputOf(inputs), mainInputOf(inputs.slice(0, 1)), mainInputOf([])]).toEqual([
      'markers',
      'truth',
      undefined,
    ]);
  });
});

it('two templates are the same by contents, in whatever order their fields stand', () => {
  const file = {
    input: 'scaffold',
    name: 'a.json',
    sha256: 'a',
    sizeBytes: 1,
    mediaType: 'application/json',
  };
  const one = { params: { a: 1, b: 2 }, options: {}, files: [file] };
  expect(isSameTemplate(one, { ...one, params: { b: 2, a: 1 } })).toBe(true);
  expect(isSameTemplate(one, { ...one, files: [{ ...file, mediaType: 'text/plain' }] })).toBe(true);
  expect(isSameTemplate(one, { ...one, files: [{ ...file, sha256: 'b' }] })).toBe(false);
  expect(isSameTemplate(one, { ...one, options: { priority: 0 } })).toBe(false);
});
