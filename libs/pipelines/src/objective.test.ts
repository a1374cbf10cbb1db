import { describe, expect, it } from '@jest/globals';
import { checkObjective, defaultObjective, figureOfBatch, mainFigure } from './objective.js';
import { findPipeline } from './registry.js';

const pipeline = findPipeline('rigid-body')!;

describe('main figure', () => {
  const river = findPipeline('river-discharge')!;

  it('is the metric declared so, and the objective of pipelines that declare none', () => {
    expect([mainFigure(river).name, river.objective]).toEqual(['discharge_m3_s', 'measured_percent']);
    expect(mainFigure(pipeline).name).toBe('edge_error_mean_mm');
  });

  it('gives way in a batch whose design asks for another objective', () => {
    expect(figureOfBatch(river, 'measured_percent').unit).toBe('m³/s');
    expect(figureOfBatch(river, 'uncertainty_percent').name).toBe('uncertainty_percent');
    expect(figureOfBatch(river, 'of_an_older_version')).toMatchObject({
      title: 'of_an_older_version',
      unit: '1',
    });
  });
});

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
