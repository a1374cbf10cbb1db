import type { Json } from '@batchyard/pipelines';
import { describe, expect, it } from '@jest/globals';
import { fieldsOfSchema, groupsOfSchema } from './schema-fields.js';

const schema: Json = {
  type: 'object',
  $defs: { edge: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'integer' }] } },
  properties: {
    scale_factor: { type: 'number', title: 'Scale', unit: 'mm/px', default: 1, exclusiveMinimum: 0 },
    weights: {
      type: 'object',
      title: 'Weights',
      description: 'How strongly each term pulls.',
      properties: {
        lambda_rigid: { type: 'number', default: 500, minimum: 0 },
        inner: { type: 'object', properties: { loss: { type: 'string', enum: ['huber', 'cauchy'] } } },
      },
    },
    threads: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null },
    limit: { type: ['number', 'null'] },
    marker_names: { type: 'array', items: { type: 'string' } },
    distances: { type: 'array', items: { type: 'number' } },
    edges: { type: 'array', items: { $ref: '#/$defs/edge' } },
    again_after: { type: 'array', items: { type: 'string', enum: ['timeout', 'disk_full'] } },
    anything: {},
  },
};

describe('fieldsOfSchema', () => {
  const fields = new Map(
    fieldsOfSchema(schema, { weights: { lambda_rigid: 700 } }).map((field) => [field.path, field]),
  );

  it('flattens nested objects into dotted paths', () => {
    expect([...fields.keys()]).toContain('weights.inner.loss');
    expect(fields.size).toBe(10);
  });

  it.each([
    ['scale_factor', 'number', false],
    ['threads', 'integer', true],
    ['limit', 'number', true],
    ['weights.inner.loss', 'choice', false],
    ['marker_names', 'texts', false],
    ['again_after', 'choices', false],
    ['distances', 'numbers', false],
    ['edges', 'rows', false],
    ['anything', 'json', false],
  ])('edits %s as %s, nullable %p', (path, kind, nullable) => {
    expect(fields.get(path)).toMatchObject({ kind, nullable });
  });

  it('keeps unit and limits, and titles fields that have none', () => {
    expect(fields.get('scale_factor')).toMatchObject({ unit: 'mm/px', limits: { exclusiveMinimum: 0 } });
    expect(fields.get('weights.lambda_rigid')?.title).toBe('Lambda rigid');
  });

  it("prefers the pipeline's default parameters to the schema's", () => {
    expect(fields.get('weights.lambda_rigid')?.default).toBe(700);
    expect(fields.get('scale_factor')?.default).toBe(1);
  });
});

it('groups fields by object, those outside any object first', () => {
  expect(groupsOfSchema(schema).map(({ path, title, fields }) => [path, title, fields.length])).toEqual([
    ['', 'General', 8],
    ['weights', 'Weights', 1],
    ['weights.inner', 'Inner', 1],
  ]);
});

it('has no fields where there is no schema', () => {
  expect(groupsOfSchema(null)).toEqual([]);
});
