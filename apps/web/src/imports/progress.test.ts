import { describe, expect, it } from '@jest/globals';
import { commitSentence, daysLeft, firstStep, isChecked, missingFields, resultOf } from './progress';

const none = { error: 0, conflict: 0, gone: 0, warning: 0, changed: 0, new: 0, unchanged: 0 };

describe('what an import does, in a sentence', () => {
  it.each([
    [
      'annotations',
      { new: 40, changed: 8, unchanged: 950, error: 2 },
      'valid_only',
      'This makes annotations of 40 rows, changes 8 rows, leaves 950 rows as they are and skips 2 rows.',
    ],
    ['batch', { new: 78, warning: 2 }, 'all_or_nothing', 'This starts a batch of 80 jobs.'],
    [
      'subjects',
      { new: 3, error: 1 },
      'all_or_nothing',
      'Nothing can be imported as a whole: 1 row has errors.',
    ],
    ['annotations', { unchanged: 5 }, 'all_or_nothing', 'This changes nothing: all of it is there already.'],
    ['design', { error: 2 }, 'valid_only', 'There is nothing to import. 2 rows with errors are skipped.'],
  ] as const)('%s %j %s', (kind, counts, mode, sentence) => {
    expect(commitSentence({ kind, counts: { ...none, ...counts } }, mode)).toBe(sentence);
  });
});

describe('how far an import is', () => {
  const field = (name: string, isRequired: boolean) => ({
    name,
    title: name,
    isRequired,
    description: '',
    type: 'id',
    expectation: '',
    unit: null,
    example: '',
    values: [],
  });
  const column = (of: string | null) => ({
    column: 0,
    heading: 'h',
    samples: [],
    field: of,
    confidence: 1,
    because: '',
  });
  const fields = [field('subject', true), field('note', false)];

  it('knows which fields are still to be filled', () => {
    expect(missingFields({ fields, columns: [column('note')] }).map(({ name }) => name)).toEqual(['subject']);
    expect(missingFields({ fields, columns: [column('subject')] })).toEqual([]);
  });

  it('takes a draft up where it is worth looking', () => {
    const columns = [column('subject')];
    expect(firstStep({ state: 'reading', rememberedFrom: null, columns, fields })).toBe('source');
    expect(firstStep({ state: 'ready', rememberedFrom: null, columns, fields })).toBe('sheet');
    expect(firstStep({ state: 'ready', rememberedFrom: '2026-03-03', columns, fields })).toBe('check');
    expect(firstStep({ state: 'ready', rememberedFrom: '2026-03-03', columns: [], fields })).toBe('columns');
  });

  it('is checked when every row has a status', () => {
    expect(isChecked({ rowCount: 3, counts: { ...none, new: 2, error: 1 } })).toBe(true);
    expect(isChecked({ rowCount: 3, counts: none })).toBe(false);
  });

  it('says how long a draft is kept and what a commit did', () => {
    expect(daysLeft('2026-03-07T14:00:00Z', Date.parse('2026-03-02T12:00:00Z'))).toBe('5 days left');
    expect(daysLeft('2026-03-02T13:00:00Z', Date.parse('2026-03-02T12:00:00Z'))).toBe('less than a day left');
    expect(resultOf(null)).toBeNull();
    expect(resultOf({ summary: 'Done.', batchId: '4', rejected: 1 })).toEqual({
      summary: 'Done.',
      batchId: '4',
      designId: null,
      rejected: 1,
    });
  });
});
