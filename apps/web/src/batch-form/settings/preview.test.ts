import { designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { placePoints, previewOf, scatterAxes, spreadOf } from './preview';

const base = { name: 'x', pipeline: 'p', inputs: [{ m: '1' }] };

describe('the preview of settings', () => {
  it('marks what a condition excludes, by the pipeline’s defaults as well', () => {
    const spec = designSchema.parse({
      ...base,
      axes: [
        { parameter: 'a', values: [1, 2, 3] },
        { parameter: 'loss', values: ['huber', 'cauchy'] },
      ],
      where: "a < limit and loss = 'huber'",
    });
    const preview = previewOf(spec, { limit: 3 });
    expect(preview.parameters).toEqual(['a', 'loss']);
    expect(preview.settings.map(({ isExcluded }) => isExcluded)).toEqual([
      false,
      true,
      false,
      true,
      true,
      true,
    ]);
    expect(spreadOf(preview)).toEqual([
      { parameter: 'a', distinct: 2, range: [1, 2] },
      { parameter: 'loss', distinct: 1, range: null },
    ]);
  });

  it('places drawn settings on the scale of each range', () => {
    const spec = designSchema.parse({
      ...base,
      kind: 'sobol',
      samples: 16,
      axes: [
        { parameter: 'a', distribution: 'log_uniform', min: 1, max: 10_000 },
        { parameter: 'b', distribution: 'uniform', min: -1, max: 1 },
        { parameter: 'loss', values: ['huber'] },
      ],
    });
    const axes = scatterAxes(spec);
    expect(axes.map(({ parameter, isLog }) => [parameter, isLog])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const [across, up] = axes;
    if (!across || !up) throw new Error('Two ranges expected.');
    const points = placePoints(previewOf(spec, {}), [across, up]);
    expect(points).toHaveLength(16);
    // Every quarter of both scales has as many points as any other.
    for (const key of ['x', 'y'] as const) {
      const quarters = [0, 0, 0, 0];
      for (const point of points) {
        const quarter = Math.min(3, Math.floor(point[key] * 4));
        quarters[quarter] = (quarters[quarter] ?? 0) + 1;
      }
      expect(quarters).toEqual([4, 4, 4, 4]);
    }
  });
});
