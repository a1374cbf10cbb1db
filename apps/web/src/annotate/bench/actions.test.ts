import { defaultVocabulary, type VocabularyKind } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import { emptyDraft } from '../labels/draft';
import type { Work } from '../saving/work';
import { overlaid } from '../statements/statement';
import { checkLabel, jointly, type LabelWish } from './actions';

const frames = {
  name: 'e01',
  level: 'embryo',
  numbers: Array.from({ length: 20 }, (_, index) => index),
};
const person = { author: 'user:1', name: 'Ada' };

function kind(name: string): VocabularyKind {
  const found = defaultVocabulary.kinds.find((entry) => entry.name === name);
  if (!found) throw new Error(`no kind ${name}`);
  return found;
}

function check(before: readonly Work[], wish: Partial<LabelWish>) {
  const entries = before.map((work, index) => ({
    id: String(index),
    subjectId: '7',
    subjectName: 'e01',
    title: '',
    atMs: 0,
    work,
    refusal: null,
  }));
  const shown = overlaid(frames, defaultVocabulary, [], entries, person);
  const full: LabelWish = {
    kind: kind('phenotype'),
    value: 'EDEMA',
    positions: [3, 4, 5],
    remove: false,
    draft: emptyDraft,
    overwrite: 'nothing',
    ...wish,
  };
  return checkLabel(full, shown, defaultVocabulary, person);
}

function workOf(wish: Partial<LabelWish>, before: readonly Work[] = []): Work {
  const checked = check(before, wish);
  if (checked.type !== 'work') throw new Error(checked.reason);
  return checked.work;
}

describe('a label', () => {
  it('goes to the chosen frames as a range, also of one frame', () => {
    const range = check([], {});
    expect(range).toMatchObject({ type: 'work', title: 'Edema on 3 of 20 frames: 3–5' });
    expect(workOf({})).toMatchObject({ assignments: [{ frames: '[3:6]', value: 'EDEMA', remove: false }] });
    expect(workOf({ positions: [3] })).toMatchObject({ assignments: [{ frames: '[3]' }] });
    expect(workOf({ kind: kind('genotype'), value: 'WT' })).toMatchObject({
      assignments: [{ frames: null }],
    });
  });

  it('is refused with the rule and its way out before it is sent', () => {
    const edema = workOf({});
    const refused = check([edema], { value: 'NORMAL' });
    expect(refused).toMatchObject({ type: 'refused', wayOut: 'values' });
    const taken = check([edema], { value: 'NORMAL', overwrite: 'values' });
    expect(taken).toMatchObject({ type: 'work', remark: expect.stringContaining('history') });
  });

  it('on a dead frame names the frame of death and offers to overwrite', () => {
    const dead = workOf({ value: 'DEAD', positions: [10] });
    const late = check([dead], { positions: [12] });
    expect(late).toMatchObject({ type: 'refused', wayOut: 'terminal' });
    if (late.type === 'refused') expect(late.reason).toMatch(/10/);
    const across = check([dead], { positions: [8, 9, 10, 11] });
    expect(across).toMatchObject({ type: 'work', remark: expect.stringMatching(/10/) });
  });

  it('that changes nothing is not sent', () => {
    expect(check([workOf({})], {})).toMatchObject({ type: 'refused', wayOut: null });
    expect(check([], { remove: true })).toMatchObject({ type: 'refused', wayOut: null });
  });

  it('is taken away together with others as one change', () => {
    const before = [workOf({}), workOf({ value: 'BODY_AXIS', positions: [4] })];
    const removals = ['EDEMA', 'BODY_AXIS', 'TBD'].map((value) => check(before, { value, remove: true }));
    const joint = jointly(removals, 'Took away phenotype', 'nothing');
    expect(joint).toMatchObject({
      type: 'work',
      title: 'Took away phenotype',
      work: { assignments: [{ value: 'EDEMA' }, { value: 'BODY_AXIS' }] },
    });
    expect(jointly(removals.slice(2), '', 'nothing')).toMatchObject({ type: 'refused' });
  });
});
