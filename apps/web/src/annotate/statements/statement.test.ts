import { defaultVocabulary, frameRange } from '@batchyard/domain';
import { describe, expect, it } from '@jest/globals';
import type { AssignmentWork, QueueEntry, Work } from '../saving/work';
import { overlaid, type Statement, tried } from './statement';

const frames = { name: 'e01', level: 'embryo', numbers: Array.from({ length: 20 }, (_, index) => index) };
const person = { author: 'user:1', name: 'Ada' };
const said = (value: string, from: number, to: number): Statement => ({
  id: value,
  kind: 'phenotype',
  value,
  frames: frameRange(from, to),
  confidence: null,
  severity: null,
  note: null,
  detail: {},
  author: 'user:2',
  authorName: 'Ben',
  createdAt: '2026-01-01T00:00:00Z',
  changesetId: '5',
  isOnOlderResult: true,
  isWaiting: false,
});
const label = (value: string, spec: string | null, more: Partial<AssignmentWork> = {}): AssignmentWork => ({
  kind: 'phenotype',
  value,
  frames: spec,
  remove: false,
  confidence: null,
  severity: null,
  note: null,
  detail: null,
  ...more,
});
const entry = (id: string, work: Work, refusal: string | null = null): QueueEntry => ({
  id,
  subjectId: '7',
  subjectName: 'e01',
  title: id,
  atMs: 0,
  work,
  refusal,
});
const assigned = (...assignments: AssignmentWork[]): Work => ({
  type: 'assign',
  assignments,
  overwrite: 'nothing',
});
const shown = (saved: readonly Statement[], entries: readonly QueueEntry[]) =>
  overlaid(frames, defaultVocabulary, saved, entries, person);
const texts = (statements: readonly Statement[]) =>
  statements
    .map(({ value, frames: set, authorName, isWaiting }) => {
      const runs = (set ?? []).map(({ from, to }) => `${from}-${to - 1}`).join();
      return `${value} ${runs} ${authorName}${isWaiting ? ' (waiting)' : ''}`;
    })
    .sort();

describe('what is not saved yet', () => {
  it('shows at once, with the landmark that it makes', () => {
    const { statements, landmarks } = shown(
      [said('EDEMA', 0, 6)],
      [entry('a', assigned(label('DEAD', '[12:]')))],
    );
    expect(texts(statements)).toEqual(['DEAD 12-19 Ada (waiting)', 'EDEMA 0-5 Ben']);
    expect(landmarks).toEqual([{ name: 'death', frameNumber: 12, isDerived: true }]);
  });

  it('leaves the rest of a split statement to its author', () => {
    const removal = entry('a', assigned(label('EDEMA', '[2:4]', { remove: true })));
    expect(texts(shown([said('EDEMA', 0, 6)], [removal]).statements)).toEqual([
      'EDEMA 0-1,4-5 Ben (waiting)',
    ]);
  });

  it('changes nothing where it is refused, by the server or by the rules', () => {
    const entries = [
      entry('a', assigned(label('NORMAL', '[0:4]')), 'Ben was faster.'),
      entry('b', assigned(label('NOSUCH', '[0:4]'))),
    ];
    expect(texts(shown([said('EDEMA', 0, 6)], entries).statements)).toEqual(['EDEMA 0-5 Ben']);
  });

  it('counts landmarks, undone changesets and decisions on older results', () => {
    const saved = [said('EDEMA', 0, 6)];
    const set = entry('a', { type: 'landmark', name: 'hatching', frameNumber: 4 });
    expect(shown(saved, [set]).landmarks).toEqual([{ name: 'hatching', frameNumber: 4, isDerived: false }]);
    const unset = entry('b', { type: 'landmark', name: 'hatching', frameNumber: null });
    expect(shown(saved, [set, unset]).landmarks).toEqual([]);
    expect(shown(saved, [entry('c', { type: 'undo', changesetId: '5', ofEntry: 'x' })]).statements).toEqual(
      [],
    );
    const decide = (decision: 'keep' | 'drop') =>
      shown(saved, [entry('d', { type: 'resolve', annotationIds: ['EDEMA'], decision })]).statements;
    expect(decide('keep').map(({ isOnOlderResult }) => isOnOlderResult)).toEqual([false]);
    expect(decide('drop')).toEqual([]);
  });
});

describe('tried', () => {
  it('names the rule before anything is sent', () => {
    const state = { frames, statements: [said('EDEMA', 0, 6)] };
    const refused = tried(state, defaultVocabulary, [label('DEAD', '[3]')], 'nothing', person);
    expect(refused.outcomes[0]?.status).toBe('failed');
    expect(refused.outcomes[0]?.message).toMatch(/DEAD|Dead/);
    const taken = tried(state, defaultVocabulary, [label('DEAD', '[3]')], 'values', person);
    expect(taken.outcomes[0]?.status).toBe('assigned');
    expect(taken.ended).toEqual(['EDEMA']);
  });
});
