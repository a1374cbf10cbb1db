import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { noSelection } from '../inputs/selection';
import { noDrafts } from '../parameters/drafts';
import { fieldsOf } from '../parameters/fields';
import { emptyForm, type FormPipeline, readForm } from './form-state';
import { formFor, prefill } from './prefill';
import { isUntouched, readStored, writeStored } from './stored-form';

describe('the stored form', () => {
  const form = {
    ...emptyForm,
    pipeline: 'rigid-body',
    selection: {
      ...noSelection,
      main: [{ id: '7', name: 'walk.csv' }],
      beside: { '7': { truth: [{ id: '8', name: 't.csv' }] } },
    },
    parameters: { ...noDrafts, values: { 'a.b': '2', on: false, names: ['x'] }, sweeps: { c: '1, 2' } },
    metadata: [{ name: 'session', value: '1' }],
    keptSets: [{ label: 'S02', set: { files: { markers: '9' }, name: 'S02' } }],
    design: {
      ...emptyForm.design,
      groups: [
        { kind: 'zip', members: ['c'], samples: '', when: '' },
        { kind: 'rows', table: 'a.b\n1', when: '', place: null },
        { kind: 'kept', entry: { parameter: 'd', values: [1] }, place: 0 },
      ] as const,
    },
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
    const broken = { ...form, parameters: { ...noDrafts, sweeps: { c: [1, 2] } } };
    expect(readStored(JSON.stringify(broken))).toBeNull();
    const design = { ...form, design: { ...form.design, where: null } };
    expect(readStored(JSON.stringify(design))).toBeNull();
    const groups = { ...form, design: { ...form.design, groups: [{ kind: 'zip', members: 'c' }] } };
    expect(readStored(JSON.stringify(groups))).toBeNull();
  });
});

describe('a form filled in from a batch', () => {
  const pipeline: FormPipeline = {
    name: 'rigid-body',
    title: 'Rigid body',
    inputs: [
      { name: 'markers', title: 'Markers', kind: 'file', count: 'one', optional: false, extensions: [] },
    ],
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
    expect(prefill(spec, {}, pipeline, String).parameters).toEqual(noDrafts);
  });

  const base = { name: 'First', pipeline: 'rigid-body', inputs: [{ markers: '7' }] };
  const formOf = (spec: object) =>
    formFor(designSchema.parse({ ...base, ...spec }), emptyForm, pipeline, String);

  it('expresses every design that it has fields for, and leaves others to text', () => {
    const expressible: object[] = [
      {},
      {
        params: { scale: 1, robust: false },
        axes: [{ parameter: 'loss', values: ['cauchy'] }],
        where: 'scale > 0',
      },
      {
        kind: 'adaptive',
        samples: 60,
        adaptive: { method: 'gp' },
        axes: [{ parameter: 'scale', distribution: 'uniform', min: 1, max: 2, when: "loss = 'huber'" }],
        objective: { metric: 'cost', direction: 'minimize', smallestDifference: 0.1 },
        furtherObjectives: [{ metric: 'time', direction: 'minimize' }],
      },
      {
        axes: [
          {
            kind: 'rows',
            rows: [
              { scale: 1, loss: 'huber' },
              { scale: 2, loss: 'cauchy' },
            ],
          },
        ],
        inputs: [{ files: { markers: '7' }, metadata: { subject: 1 } }, { markers: '8' }],
        crossValidation: { folds: 2, stratifyBy: 'subject' },
      },
      { earlyStopping: { rule: 'median', metric: 'cost', afterStep: 5 } },
      { axes: [{ kind: 'zip', axes: [{ parameter: 'scale', values: [1, 2] }] }] },
      // Kept as it is: there are no fields for groups in groups.
      { axes: [{ kind: 'zip', axes: [{ kind: 'rows', rows: [{ scale: 1 }, { scale: 2 }] }] }] },
      { inputs: [{ files: { markers: '7' }, name: 'first walk' }] },
      { inputs: [{ markers: '7' }, { files: { markers: '7' }, name: 'again' }] },
    ];
    for (const spec of expressible)
      expect(formOf(spec)).toMatchObject({ pipeline: 'rigid-body', yaml: null });
    expect(formOf({})?.name).toBe('First');
    const others: object[] = [
      { params: { gone: 1 } },
      { kind: 'list', inputs: [], jobs: [{ id: 'a', inputs: { markers: '7' } }] },
    ];
    for (const spec of others) expect(formOf(spec)).toBeNull();
  });
});
