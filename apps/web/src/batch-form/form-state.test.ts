import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { noSelection } from '../inputs/selection';
import { noDrafts } from '../parameters/drafts';
import { fieldsOf } from '../parameters/fields';
import { noDesign } from './design-draft';
import { emptyForm, type FormPipeline, objectiveOf, readForm } from './form-state';
import { emptyTable } from './groups/group-draft';

const pipeline: FormPipeline = {
  name: 'rigid-body',
  title: 'Rigid body',
  inputs: [
    { name: 'markers', title: 'Markers', kind: 'file', count: 'one', optional: false, extensions: ['.csv'] },
  ],
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
const tableOf = (table: string) => ({ ...emptyTable, table });
const walk = { id: '7', name: 'walk.csv' };
const filled = { ...emptyForm, pipeline: 'rigid-body', selection: { ...noSelection, main: [walk] } };

describe('reading the form', () => {
  it('gives a design that the domain accepts', () => {
    const { spec, options, messages } = readForm(
      {
        ...filled,
        parameters: {
          ...noDrafts,
          values: { scale: '0.001' },
          sweeps: { 'weights.rigid': '100, 500', 'weights.soft': '1' },
        },
        options: { ...noDrafts, values: { maxAttempts: '5' }, sweeps: {} },
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
        parameters: { ...noDrafts, values: { scale: 'one' }, sweeps: { 'weights.rigid': '' } },
        options: { ...noDrafts, values: { maxAttempts: '0' }, sweeps: {} },
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

describe('what is varied', () => {
  const varied = {
    ...filled,
    parameters: {
      ...noDrafts,
      sweeps: { 'weights.soft': '1, 2', 'weights.rigid': '' },
      ranges: {
        'weights.rigid': {
          distribution: 'log_uniform' as const,
          min: '1',
          max: '1000',
          step: '1',
          levels: '4',
        },
      },
      conditions: { 'weights.soft': 'scale > 0' },
    },
    design: { ...noDesign, where: 'weights.rigid > weights.soft', groups: [tableOf('scale\n1\n2')] },
  };

  it('becomes axes in the order in which it was chosen, and a table behind them', () => {
    const { spec, messages } = readForm(varied, pipeline);
    expect(messages).toEqual({});
    expect(designSchema.parse(spec)).toMatchObject({
      kind: 'grid',
      axes: [
        { parameter: 'weights.soft', values: [1, 2], when: 'scale > 0' },
        { parameter: 'weights.rigid', distribution: 'log_uniform', min: 1, max: 1000, levels: 4 },
        { kind: 'rows', rows: [{ scale: 1 }, { scale: 2 }] },
      ],
      where: 'weights.rigid > weights.soft',
    });
  });

  it('is drawn by other kinds, which need no levels but samples', () => {
    const design = { ...noDesign, kind: 'sobol' as const, samples: '8' };
    const { spec } = readForm({ ...varied, design }, pipeline);
    expect(designSchema.parse(spec)).toMatchObject({ kind: 'sobol', samples: 8 });
    expect(spec.axes[1]).not.toHaveProperty('levels');
    const adaptive = {
      ...design,
      kind: 'adaptive' as const,
      folds: '1',
      smallestDifference: '-1',
      samples: 'x',
    };
    const read = readForm({ ...varied, design: adaptive }, pipeline);
    expect(read.spec.adaptive).toEqual({ method: 'tpe', startup: 10, parallel: 4 });
    expect(Object.keys(read.messages).sort()).toEqual(['folds', 'samples', 'smallestDifference']);
  });

  it('may stop poor jobs early, and says which of its fields are wrong', () => {
    const stopping = { ...noDesign, stopRule: 'successive_halving' as const, stopMetric: 'cost' };
    const { spec, messages } = readForm({ ...varied, design: { ...stopping, stopAfterStep: '4' } }, pipeline);
    expect(messages).toEqual({});
    expect(designSchema.parse(spec).earlyStopping).toEqual({
      rule: 'successive_halving',
      metric: 'cost',
      afterStep: 4,
      factor: 3,
      minJobs: 5,
    });
    const wrong = { ...stopping, stopMetric: '', stopAfterStep: '0', stopFactor: '1', stopMinJobs: '' };
    const read = readForm({ ...varied, design: wrong }, pipeline);
    expect(read.spec.earlyStopping).toBeUndefined();
    expect(Object.keys(read.messages).sort()).toEqual([
      'stopAfterStep',
      'stopFactor',
      'stopMetric',
      'stopMinJobs',
    ]);
  });

  it('says where a condition or table is wrong', () => {
    const design = { ...noDesign, where: 'weights.rigid >', groups: [tableOf('speed\n1')] };
    const { messages } = readForm(
      { ...varied, design, parameters: { ...varied.parameters, conditions: { 'weights.soft': '1 +' } } },
      pipeline,
    );
    expect(messages.where).toContain('column 16');
    expect(messages['weights.soft']).toContain('Only when');
    expect(messages['groups.0']).toBe('The table has a problem.');
  });

  it('carries facts about batch and inputs', () => {
    const { spec, metadata, messages } = readForm(
      {
        ...filled,
        selection: { ...filled.selection, facts: { '7': { subject: 1 } } },
        metadata: [
          { name: 'session', value: '3' },
          { name: 'code', value: '007' },
          { name: '', value: '' },
        ],
      },
      pipeline,
    );
    expect(messages).toEqual({});
    expect(metadata).toEqual({ session: 3, code: '007' });
    expect(spec.inputs).toEqual([{ files: { markers: '7' }, metadata: { subject: 1 } }]);
  });
});
