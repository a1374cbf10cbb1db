import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../../parameters/fields';
import { type FormPipeline, readForm } from '../form-state';
import { filledForm } from './filled-form';
import { withSettings } from './settings-spec';

const number = { type: 'number', default: 1 };
const pipeline: FormPipeline = {
  name: 'p',
  title: 'P',
  inputs: [{ name: 'm', title: 'M', kind: 'file', count: 'one', optional: false, extensions: [] }],
  metrics: [{ name: 'cost', direction: 'minimize' }],
  objective: 'cost',
  fields: fieldsOf({ properties: { scale: number, weights: { properties: { a: number, b: number } } } }),
  optionFields: [],
};
const spec = designSchema.parse({
  name: 'Sweep',
  pipeline: 'p',
  axes: [{ parameter: 'scale', values: [1, 2] }],
  inputs: [{ files: { m: '7' }, name: 'S01' }, { m: '8' }],
  replicates: 3,
});
const batch = { options: {}, metadata: { session: 3 } };
const settings = [
  { scale: 2, weights: { a: 1, b: 5 } },
  { scale: 2, weights: { a: 4, b: 6 } },
];

describe('a form filled in with settings', () => {
  it('lists several as rows of what they differ in, on the same inputs, as often as before', () => {
    const listed = withSettings(spec, settings);
    expect(listed).toMatchObject({
      kind: 'grid',
      params: { scale: 2 },
      axes: [
        {
          kind: 'rows',
          rows: [
            { 'weights.a': 1, 'weights.b': 5 },
            { 'weights.a': 4, 'weights.b': 6 },
          ],
        },
      ],
      inputs: spec.inputs,
      replicates: 3,
    });
    const { form } = filledForm(listed, batch, pipeline, String);
    expect(form.yaml).toBeNull();
    expect(form.design.groups).toEqual([
      { kind: 'rows', table: 'weights.a\tweights.b\n1\t5\n4\t6', when: '', place: 0 },
    ]);
    expect(readForm(form, pipeline).spec).toMatchObject({ axes: listed.axes, params: { scale: 2 } });
  });

  it('takes one as base parameters', () => {
    expect(withSettings(spec, settings.slice(0, 1))).toMatchObject({ params: settings[0], axes: [] });
  });
});

describe('a form filled in with a batch', () => {
  it('keeps names of inputs, and facts', () => {
    const { form, gone } = filledForm(spec, batch, pipeline, String);
    expect(gone).toEqual([]);
    expect(readForm(form, pipeline)).toMatchObject({
      spec: { inputs: spec.inputs },
      metadata: { session: 3 },
    });
  });

  it('says which parameters the pipeline no longer has, in groups as well', () => {
    const old = designSchema.parse({
      ...spec,
      params: { gone: { a: 1 }, weights: { b: 2 } },
      axes: [
        { parameter: 'gone.b', values: [1, 2] },
        {
          kind: 'rows',
          rows: [
            { scale: 1, 'gone.c': 1 },
            { scale: 2, 'gone.c': 2 },
          ],
        },
        { kind: 'zip', axes: [{ parameter: 'gone.d', values: [1] }] },
      ],
    });
    const { form, gone } = filledForm(old, batch, pipeline, String);
    expect(gone).toEqual(['gone.a', 'gone.b', 'gone.c', 'gone.d']);
    expect(form.yaml).toBeNull();
    expect(readForm(form, pipeline).spec).toMatchObject({
      params: { weights: { b: 2 } },
      axes: [{ kind: 'rows', rows: [{ scale: 1 }, { scale: 2 }] }],
    });
  });

  it('stays text where the fields do not say the same, with all of it', () => {
    const list = designSchema.parse({
      name: 'List',
      pipeline: 'p',
      kind: 'list',
      jobs: [{ id: 'a', priority: 2, inputs: { m: '7' }, params: { scale: 3 } }],
    });
    const { form } = filledForm(list, batch, pipeline, String);
    expect(form.yaml).toContain('priority: 2');
    expect(form.yaml).toContain('scale: 3');
  });
});
