import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Pipeline } from '../contract.js';
import { pipelines } from '../registry.js';
import { rigidBody } from '../rigid-body/pipeline.js';
import { nearestName } from './nearest.js';
import { defaultParams, knownDefaults, parseParams } from './parse.js';
import { parameterPaths, paramsJsonSchema } from './schema.js';

describe('parseParams', () => {
  it('fills in all defaults', () => {
    const parsed = parseParams(rigidBody, { weights: { lambda_rigid: 7 } });
    expect(parsed).toMatchObject({ params: { weights: { lambda_rigid: 7, lambda_data: 100 } } });
    expect(parseParams(rigidBody, undefined)).toEqual({ params: defaultParams(rigidBody) });
  });

  it('S0-21 reports every problem at once with path, value, expectation and fix', () => {
    const parsed = parseParams(rigidBody, {
      weights: { lambda_rigid: 'stiff', lamda_data: 3 },
      optimization: { max_iterations: 1.5, robust_loss_type: 'hubber', function_tolerance: 0 },
      lambda_soft: 4,
    });
    const problems = 'problems' in parsed ? parsed.problems : [];
    expect(problems.map(({ code, place, value }) => [code, place.parameter, value])).toEqual([
      ['INVALID_PARAMETER', 'weights.lambda_rigid', '"stiff"'],
      ['UNKNOWN_PARAMETER', 'weights.lamda_data', '3'],
      ['INVALID_PARAMETER', 'optimization.max_iterations', '1.5'],
      ['INVALID_PARAMETER', 'optimization.function_tolerance', '0'],
      ['INVALID_PARAMETER', 'optimization.robust_loss_type', '"hubber"'],
      ['UNKNOWN_PARAMETER', 'lambda_soft', '4'],
    ]);
    expect(problems.map((problem) => problem.expectation)).toEqual([
      'a number',
      'weights.lambda_data',
      'a whole number',
      'a number of more than 0',
      'one of "huber", "cauchy", "soft_l1"',
      'weights.lambda_soft',
    ]);
    expect(problems.every((problem) => problem.fix !== undefined)).toBe(true);
  });

  it('S0-64 rejects solver options that are not offered, saying which are', () => {
    const parsed = parseParams(rigidBody, {
      optimization: { linear_solver: 'dense_qr', trust_region_strategy: 'dogleg' },
    });
    const messages = 'problems' in parsed ? parsed.problems.map((problem) => problem.message) : [];
    expect(messages[0]).toContain('dense_qr is not offered');
    expect(messages[1]).toContain('dogleg is not offered');
    expect('params' in parseParams(rigidBody, { optimization: { linear_solver: 'sparse_schur' } })).toBe(
      true,
    );
  });
});

describe('paramsJsonSchema', () => {
  const schema = paramsJsonSchema(rigidBody);

  it('S0-20 S0-22 reaches nested fields by dotted path', () => {
    const paths = parameterPaths(schema);
    for (const path of [
      'weights.lambda_rigid',
      'optimization.max_iterations',
      'topology.marker_names',
      'scale_factor',
    ]) {
      expect(paths).toContain(path);
    }
  });

  it('carries title, unit, default and limits', () => {
    const field = schema.properties!.optimization!.properties!.max_iterations!;
    expect(field).toMatchObject({
      title: 'Most iterations',
      unit: '1',
      default: 300,
      minimum: 1,
      type: 'integer',
    });
  });
});

describe('nearestName', () => {
  it.each([
    ['lamda_rigid', ['lambda_data', 'lambda_rigid'], 'lambda_rigid'],
    ['lasi', ['RASI', 'LASI'], 'LASI'],
    ['xyz', ['lambda_data'], null],
    ['a', [], null],
  ])('%s among %j is %s', (name, known, expected) => {
    expect(nearestName(name, known)).toBe(expected);
  });
});

describe('defaults', () => {
  it('leave out what must be given, whatever pipeline it is of', () => {
    const params = z.strictObject({
      level: z.number(),
      method: z.enum(['a', 'b']).default('a'),
      limits: z.strictObject({ low: z.number().default(1), high: z.number() }).optional(),
    });
    expect(knownDefaults({ ...rigidBody, params } as unknown as Pipeline)).toEqual({
      method: 'a',
      limits: { low: 1 },
    });
    for (const pipeline of pipelines) expect(knownDefaults(pipeline)).toEqual(expect.any(Object));
    expect(knownDefaults(rigidBody as Pipeline)).toEqual(defaultParams(rigidBody));
  });
});
