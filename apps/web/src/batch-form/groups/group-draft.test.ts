import { type AxisEntry, designSchema, parametersOf } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { axisDraftsOf } from '../../parameters/axis-drafts';
import { fieldsOf } from '../../parameters/fields';
import { parseDrafts } from '../../parameters/read-drafts';
import { emptyTable, type GroupDraft, groupsOf, rangeUseAt, readGroups } from './group-draft';
import { groupNote } from './group-text';

const number = { type: 'number', default: 1 };
const fields = fieldsOf({
  properties: {
    a: number,
    b: number,
    c: number,
    loss: { type: 'string', enum: ['huber', 'cauchy'], default: 'huber' },
    list: { type: 'array', items: { type: 'number' }, default: [] },
  },
});
const axes = ['a', 'b', 'c'].map((parameter) => ({ parameter, values: [1, 2] }));
const zip = { kind: 'zip', members: ['a', 'c'], samples: '', when: '' } as const;
const read = (groups: readonly GroupDraft[]) => readGroups(groups, axes, fields);

/** A design’s entries put into the form and read back from it. */
function roundTrip(entries: readonly AxisEntry[], kind = 'grid') {
  const { axes: own, groups } = groupsOf(entries, kind, fields);
  const drafts = { values: {}, ...axisDraftsOf(fields, own) };
  const parsed = parseDrafts(fields, drafts, rangeUseAt(groups, kind));
  return { groups, ...readGroups(groups, parsed.axes, fields) };
}

describe('groups', () => {
  it('stand where their first parameter does, as one entry that the domain accepts', () => {
    const { entries, messages } = read([zip]);
    expect(messages).toEqual({});
    expect(entries).toEqual([{ kind: 'zip', axes: [axes[0], axes[2]] }, axes[1]]);
    const spec = { name: 'x', pipeline: 'p', inputs: [{ m: '1' }], axes: entries };
    expect(parametersOf(designSchema.parse(spec).axes)).toEqual(['a', 'c', 'b']);
  });

  it('draw their settings, try every value, or are left out where a condition says so', () => {
    const drawn = { ...zip, kind: 'sobol' as const, samples: '8', when: " loss = 'huber' " };
    expect(read([drawn]).entries[0]).toMatchObject({ kind: 'sobol', samples: 8, when: "loss = 'huber'" });
    const use = rangeUseAt([drawn], 'grid');
    expect([use('a'), use('b')]).toEqual(['draw', 'enumerate']);
  });

  it.each<[string, GroupDraft, string]>([
    ['has no parameter', { ...zip, members: [] }, 'Choose the parameters that belong together'],
    ['does not say how many it draws', { ...zip, kind: 'random' }, 'Enter how many settings to draw'],
    ['has a condition that cannot be read', { ...zip, when: '1 +' }, 'Only when: '],
    ['is a table of what is varied already', { ...emptyTable, table: 'a\n1' }, 'a is varied on its own'],
    ['is a table with a bad cell', { ...emptyTable, table: 'loss\nx' }, 'The table has a problem.'],
  ])('say so where one %s', (_why, group, message) => {
    expect(read([group]).messages['groups.0']).toContain(message);
  });

  it('say so where parameters in step have unequal numbers of values', () => {
    const longer = axes.map((axis) => (axis.parameter === 'c' ? { ...axis, values: [1, 2, 3] } : axis));
    expect(readGroups([zip], longer, fields).messages['groups.0']).toContain('a has 2; c has 3');
  });

  it('tell at each parameter what it varies with', () => {
    expect(groupNote([zip], 'a')).toBe('Group 1: in step with c');
    expect(groupNote([zip], 'b')).toBeNull();
  });
});

describe('the entries of a design in the form', () => {
  const huber = { kind: 'rows', rows: [{ loss: 'huber' }], when: 'a > 1' } as const;
  const expressible: readonly (readonly AxisEntry[])[] = [
    [
      { parameter: 'b', values: [1] },
      { kind: 'zip', axes: axes.filter(({ parameter }) => parameter !== 'b') },
    ],
    [{ kind: 'sobol', samples: 4, axes: [{ parameter: 'a', distribution: 'uniform', min: 0, max: 1 }] }],
    [huber, { parameter: 'a', values: [1, 2] }],
    [
      { kind: 'grid', axes: [{ parameter: 'b', values: [1, 2] }], when: 'a > 1' },
      { parameter: 'a', values: [3] },
    ],
  ];
  it.each(expressible)('come back as they were: %#', (...entries) => {
    const { groups, entries: back, messages } = roundTrip(entries);
    expect(groups.map(({ kind }) => kind)).not.toContain('kept');
    expect(messages).toEqual({});
    expect(back).toEqual(entries);
  });

  const others: readonly (readonly AxisEntry[])[] = [
    [
      {
        kind: 'zip',
        axes: [
          { kind: 'grid', axes },
          { parameter: 'loss', values: ['huber'] },
        ],
      },
    ],
    [
      { parameter: 'list', values: [[1], [1, 2]] },
      { parameter: 'a', values: [1] },
    ],
    [{ kind: 'rows', rows: [{ a: 1 }, { a: 1, b: 2 }] }],
    [{ kind: 'rows', rows: [{ list: [1, 2] }] }],
    [
      { parameter: 'a', values: [1] },
      { kind: 'grid', axes: [{ parameter: 'list', values: [[1]] }] },
    ],
  ];
  it.each(others)('are kept as they are where there are no fields for them: %#', (...entries) => {
    const { groups, entries: back } = roundTrip(entries);
    expect(groups.map(({ kind }) => kind)).toContain('kept');
    expect(back).toEqual(entries);
  });
});
