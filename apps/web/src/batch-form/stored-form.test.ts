import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import { emptyForm, type FormPipeline, readForm } from './form-state';
import { prefill } from './prefill';
import { isUntouched, readStored, writeStored } from './stored-form';

describe('the stored form', () => {
  const form = {
    ...emptyForm,
    pipeline: 'rigid-body',
    selection: {
      main: [{ id: '7', name: 'walk.csv' }],
      beside: { '7': { truth: [{ id: '8', name: 't.csv' }] } },
    },
    parameters: { values: { 'a.b': '2', on: false, names: ['x'] }, sweeps: { c: '1, 2' } },
  };

  it('comes back as it was', () => {
    expect(readStored(writeStored(form))).toEqual(form);
  });

  it('is not kept while nothing was entered', () => {
    expect(writeStored({ ...emptyForm, pipeline: 'rigid-body' })).toBeNull();
    expect(isUntouched(form)).toBe(false);
  });

  it.each([null, '', '{', '[]', '{}', '{"selection":{"main":[1]}}', '"text"'])(
    'is not read from %j',
    (text) => {
      expect(readStored(text)).toBeNull();
    },
  );

  it('is not read with lists to try that are no texts', () => {
    const broken = { ...form, parameters: { values: {}, sweeps: { c: [1, 2] } } };
    expect(readStored(JSON.stringify(broken))).toBeNull();
  });
});

describe('a form filled in from a batch', () => {
  const pipeline: FormPipeline = {
    name: 'rigid-body',
    title: 'Rigid body',
    inputs: [{ name: 'markers', title: 'Markers', count: 'one', optional: false, extensions: [] }],
    metrics: [{ name: 'cost', direction: 'minimize' }],
    objective: 'cost',
    fields: fieldsOf({
      properties: {
        scale: { type: 'number', default: 1 },
        robust: { type: 'boolean', default: true },
        loss: { type: 'string', enum: ['huber', 'cauchy'], default: 'huber' },
        edges: { type: 'array', items: { type: 'array', items: { type: 'integer' } }, default: [] },
      },
    }),
    optionFields: fieldsOf({ properties: { maxAttempts: { type: 'integer', default: 3 } } }),
  };

  it('describes the same design again', () => {
    const spec = designSchema.parse({
      name: 'First',
      pipeline: 'rigid-body',
      params: { scale: 2, edges: [[0, 1]] },
      axes: [
        { parameter: 'robust', values: [true, false] },
        { parameter: 'loss', values: ['huber', 'cauchy'] },
      ],
      inputs: [{ markers: '7' }, { markers: '8' }],
      replicates: 2,
      seed: 5,
      objective: { metric: 'cost', direction: 'maximize' },
    });
    const form = prefill(spec, { maxAttempts: 1 }, pipeline, (id) => `file ${id}`);
    const read = readForm({ ...form, name: 'First' }, pipeline);
    expect(read.messages).toEqual({});
    expect(designSchema.parse(read.spec)).toEqual(spec);
    expect(read.options).toEqual({ maxAttempts: 1 });
    expect(form.selection.main[1]).toEqual({ id: '8', name: 'file 8' });
  });

  it('leaves out what the pipeline no longer has', () => {
    const spec = designSchema.parse({
      name: 'Old',
      pipeline: 'rigid-body',
      params: { gone: 1, scale: 1 },
      axes: [{ parameter: 'gone.too', values: [1] }],
      inputs: [{ markers: '7' }],
    });
    expect(prefill(spec, {}, pipeline, String).parameters).toEqual({ values: {}, sweeps: {} });
  });
});
