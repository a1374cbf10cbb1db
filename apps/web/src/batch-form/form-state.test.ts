import { countCells, designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { fieldsOf } from '../parameters/fields';
import { cellSentence, emptyForm, type FormPipeline, objectiveOf, readForm } from './form-state';

const pipeline: FormPipeline = {
  name: 'rigid-body',
  title: 'Rigid body',
  inputs: [{ name: 'markers', title: 'Markers', count: 'one', optional: false, extensions: ['.csv'] }],
  metrics: [
    { name: 'edge_error', direction: 'minimize' },
    { name: 'seen_share', direction: 'maximize' },
    { name: 'frames', direction: null },
  ],
  objective: 'edge_error',
  fields: fieldsOf({
    properties: {
      scale: { type: 'number', default: 1 },
      weights: {
        properties: { rigid: { type: 'number', default: 500 }, soft: { type: 'number', default: 10 } },
      },
    },
  }),
  optionFields: fieldsOf({ properties: { maxAttempts: { type: 'integer', minimum: 1, default: 3 } } }),
};
const walk = { id: '7', name: 'walk.csv' };
const filled = { ...emptyForm, pipeline: 'rigid-body', selection: { main: [walk], beside: {} } };

describe('reading the form', () => {
  it('gives a design that the domain accepts', () => {
    const { spec, options, messages } = readForm(
      {
        ...filled,
        parameters: {
          values: { scale: '0.001' },
          sweeps: { 'weights.rigid': '100, 500', 'weights.soft': '1' },
        },
        options: { values: { maxAttempts: '5' }, sweeps: {} },
        replicates: '3',
        seed: '42',
      },
      pipeline,
    );
    expect(messages).toEqual({});
    expect(options).toEqual({ maxAttempts: 5 });
    expect(designSchema.parse(spec)).toEqual({
      name: 'Rigid body: rigid × soft on walk.csv',
      pipeline: 'rigid-body',
      kind: 'grid',
      params: { scale: 0.001 },
      axes: [
        { parameter: 'weights.rigid', values: [100, 500] },
        { parameter: 'weights.soft', values: [1] },
      ],
      inputs: [{ markers: '7' }],
      replicates: 3,
      seed: 42,
      objective: { metric: 'edge_error', direction: 'minimize' },
    });
  });

  it('says where something is wrong', () => {
    const { messages } = readForm(
      {
        ...emptyForm,
        parameters: { values: { scale: 'one' }, sweeps: { 'weights.rigid': '' } },
        options: { values: { maxAttempts: '0' }, sweeps: {} },
        replicates: '0',
        seed: '-1',
      },
      pipeline,
    );
    expect(Object.keys(messages).sort()).toEqual([
      'inputs',
      'options.maxAttempts',
      'replicates',
      'scale',
      'seed',
      'weights.rigid',
    ]);
    expect(messages.replicates).toBe('Enter a whole number, 1 to 1,000.');
    expect(messages.seed).toBe('Enter a whole number, 0 or more.');
  });

  it('keeps a name that was typed', () => {
    expect(readForm({ ...filled, name: ' Night run ' }, pipeline).spec.name).toBe('Night run');
  });
});

describe('the objective', () => {
  it('is that of the pipeline unless another was chosen', () => {
    expect(objectiveOf({ metric: null, direction: null }, pipeline)).toEqual({
      metric: 'edge_error',
      direction: 'minimize',
    });
    expect(objectiveOf({ metric: 'seen_share', direction: null }, pipeline).direction).toBe('maximize');
    expect(objectiveOf({ metric: 'frames', direction: 'maximize' }, pipeline).direction).toBe('maximize');
    expect(objectiveOf({ metric: 'gone', direction: null }, pipeline).metric).toBe('edge_error');
  });
});

describe('the number of cells in words', () => {
  const sentence = (sizes: number[], inputs: number, replicates: number) => {
    const spec = {
      axes: sizes.map((size, index) => ({
        parameter: `p${index}`,
        values: Array.from({ length: size }, (_, value) => value),
      })),
      inputs: Array.from({ length: inputs }, () => ({ markers: '1' })),
      replicates,
    };
    return cellSentence(countCells(spec), spec);
  };
  it.each([
    [[], 1, 1, '1 cell = 1 setting × 1 input'],
    [[3, 3, 3], 1, 1, '27 cells = 3 × 3 × 3 settings × 1 input'],
    [[4], 12, 3, '144 cells = 4 settings × 12 inputs × 3 replicates'],
    [[1], 2, 1, '2 cells = 1 setting × 2 inputs'],
    [[2], 0, 1, '0 cells = 2 settings × 0 inputs'],
  ])('%j × %i × %i: %s', (sizes, inputs, replicates, text) => {
    expect(sentence(sizes, inputs, replicates)).toBe(text);
  });
});
