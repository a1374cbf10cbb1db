import { describe, expect, it } from '@jest/globals';
import { detailTexts } from './detail-texts';

const detected = { auto_generated: true, detector: 'dark', level: 'frame' };

describe('details of a statement', () => {
  it.each([
    [{}, []],
    [{ zygosity: 'homozygous', confirmed: true, other: null }, ['zygosity homozygous', 'confirmed true']],
    [
      {
        ...detected,
        measured: 'Mean brightness',
        unit: '1',
        values: [{ frame: 12, value: 0.031, limit: 0.1 }],
      },
      ['Mean brightness 0.031 (limit 0.1)'],
    ],
    [
      {
        ...detected,
        measured: 'Jump',
        unit: 'px',
        values: [
          { value: 40, limit: 20 },
          { value: 25.5, limit: 21 },
        ],
        clutch: 'B',
      },
      ['Jump 25.5 to 40 px (limit 20 to 21)', 'clutch B'],
    ],
    [{ measured: 'Length', unit: 'mm', values: [] }, ['measured Length', 'unit mm']],
  ])('%j', (detail, texts) => {
    expect(detailTexts(detail)).toEqual(texts);
  });

  it('leave out what the note says', () => {
    const detail = {
      ...detected,
      measured: 'Mean brightness',
      unit: '1',
      values: [{ value: 0.1, limit: 0.3 }],
    };
    expect(detailTexts(detail, 'Mean brightness: 0.1 (limit 0.3).')).toEqual([]);
    expect(detailTexts(detail, 'Looks dark.')).toEqual(['Mean brightness 0.1 (limit 0.3)']);
  });
});
