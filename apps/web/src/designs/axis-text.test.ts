import { type AxisEntry, designSchema } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { axesText, combinationText, entryText } from './axis-text';

const entries: readonly (readonly [AxisEntry, string])[] = [
  [{ parameter: 'a', values: [1, 'x', true] }, '1, x, yes'],
  [{ parameter: 'a', values: Array.from({ length: 32 }, () => 1) }, `${'1, '.repeat(29)}1 and 2 more`],
  [
    { parameter: 'a', distribution: 'log_uniform', min: 1, max: 100, levels: 3 },
    '1, 10, 100 (from 1 to 100)',
  ],
  [{ parameter: 'a', distribution: 'log_uniform', min: 1, max: 100 }, 'from 1 to 100, logarithmic'],
  [
    { parameter: 'a', distribution: 'step', min: 0, max: 1, step: 0.5, when: 'b = 1' },
    'from 0 to 1, in steps of 0.5; only when b = 1',
  ],
  [{ kind: 'rows', rows: [{ a: 1 }, { a: 2 }] }, 'a table of 2 rows'],
  [
    {
      kind: 'zip',
      axes: [
        { parameter: 'a', values: [1] },
        { parameter: 'b', values: [2] },
      ],
    },
    'in step: 1 and 2',
  ],
];

describe('what a design varies', () => {
  it.each(entries)('%j', (entry, text) => {
    expect(entryText(entry).text).toBe(text);
  });

  it('is short in a table', () => {
    const spec = {
      name: 'x',
      pipeline: 'p',
      inputs: [{ m: '1' }],
      axes: entries.slice(3, 4).map(([entry]) => entry),
    };
    expect(axesText({ ...spec, kind: 'sobol', samples: 8 } as never)).toBe('a (1 – 100)');
    expect(axesText({ ...spec, axes: [] } as never)).toBe('one setting');
    expect(axesText(null)).toBe('one setting');
    const grid = designSchema.parse({
      ...spec,
      axes: [
        { parameter: 'w.a', values: [1, 2] },
        { parameter: 'b', values: [1] },
      ],
    });
    expect(axesText(grid as never)).toBe('a (2) × b (1)');
  });

  it('says how it combines', () => {
    expect(combinationText({ kind: 'adaptive', samples: 60 })).toBe('60 settings, adaptive search');
  });
});
