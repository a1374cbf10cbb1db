import { describe, expect, it } from '@jest/globals';
import { editedTogether } from './edited-since';

describe('what stands in the way of an undo', () => {
  const by = (
    changesetId: string | null,
    name: string,
    reason = 'It was changed since: Made 2 annotations.',
  ) => ({
    entity: 'annotation',
    name,
    reason,
    changesetId,
  });

  it('is told once for each later change, with each name once', () => {
    const edited = [
      by('7', 'EDEMA of e1'),
      by('7', 'EDEMA of e1'),
      by('8', 'EDEMA of e1'),
      by('7', 'EDEMA of e2'),
    ];
    expect(editedTogether(edited)).toEqual([
      { reason: edited[0]?.reason, changesetId: '7', names: ['EDEMA of e1 (2)', 'EDEMA of e2'] },
      { reason: edited[0]?.reason, changesetId: '8', names: ['EDEMA of e1'] },
    ]);
  });

  it('says what a thing is where its name does not', () => {
    const subject = { entity: 'subject_metadata', name: 'e1', reason: 'It was changed.', changesetId: null };
    expect(editedTogether([subject])).toMatchObject([{ names: ['subject metadata e1'] }]);
  });
});
