import { describe, expect, it } from '@jest/globals';
import { checkObjective, defaultObjective } from './objective.js';
import { findPipeline } from './registry.js';

const pipeline = findPipeline('rigid-body')!;

describe('objective', () => {
  it('is the edge error of the rigid-body solver by default, not its cost', () => {
    expect(defaultObjective(pipeline)).toEqual({ metric: 'edge_error_mean_mm', direction: 'minimize' });
  });

  it('must be a metric of the pipeline; a misspelt one is answered with the nearest name', () => {
    expect(checkObjective(pipeline, 'final_cost')).toEqual([]);
    expect(checkObjective(pipeline, 'final_costs')).toMatchObject([
      {
        code: 'UNKNOWN_METRIC',
        place: { parameter: 'objective.metric' },
        fix: 'Set objective.metric to final_cost.',
      },
    ]);
  });
});
