import { describe, expect, it } from '@jest/globals';
import { groupsOf } from './fields';
import { filterGroups, firstOpen } from './filter-fields';

const groups = groupsOf({
  properties: {
    scale: { type: 'number', description: 'Multiplies all coordinates.' },
    weights: {
      title: 'Weights',
      properties: {
        lambda_rigid: { type: 'number', title: 'Rigid edges' },
        lambda_soft: { type: 'number', title: 'Soft edges' },
      },
    },
  },
});
const found = (search: string) =>
  filterGroups(groups, search).flatMap(({ fields }) => fields.map(({ path }) => path));

describe('searching parameters', () => {
  it('takes every word anywhere in path, title, description or group', () => {
    expect(found('edges RIGID')).toEqual(['weights.lambda_rigid']);
    expect(found('weights')).toEqual(['weights.lambda_rigid', 'weights.lambda_soft']);
    expect(found('coordinates')).toEqual(['scale']);
    expect(found('rigid coordinates')).toEqual([]);
    expect(found('  ')).toHaveLength(3);
  });

  it('opens the weights first, else the first group', () => {
    expect(firstOpen(groups)).toBe('weights');
    expect(firstOpen(groups.slice(0, 1))).toBe('');
    expect(firstOpen([])).toBeUndefined();
  });
});
