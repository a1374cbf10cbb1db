import { describe, expect, it } from '@jest/globals';
import {
  emptyStack,
  forgotten,
  recorded,
  redoneOnce,
  saved,
  type UndoStack,
  type UndoStep,
  undoneOnce,
} from './undo-stack';

const step = (entryId: string): UndoStep => ({
  entryId,
  subjectId: '7',
  subjectName: 'e01',
  title: entryId,
  work: { type: 'landmark', name: 'hatching', frameNumber: 4 },
  changesetId: null,
});
const two = [step('a'), step('b')].reduce(recorded, emptyStack);
const ids = ({ done, undone }: UndoStack) =>
  [done, undone].map((steps) => steps.map(({ entryId }) => entryId));

describe('the undo stack', () => {
  it('takes back the newest first and does it again under a new entry', () => {
    const back = undoneOnce(two);
    expect(back?.step.entryId).toBe('b');
    const again = redoneOnce(back?.stack ?? emptyStack, 'c');
    expect(again?.step).toEqual({ ...step('b'), entryId: 'c' });
    expect(ids(again?.stack ?? emptyStack)).toEqual([['a', 'c'], []]);
  });

  it('forgets what was undone once something new is done', () => {
    const stack = recorded(undoneOnce(two)?.stack ?? emptyStack, step('c'));
    expect(ids(stack)).toEqual([['a', 'c'], []]);
    expect(redoneOnce(stack, 'd')).toBeNull();
  });

  it('knows the changeset, also of a step that was undone before the server answered', () => {
    const back = undoneOnce(two)?.stack ?? emptyStack;
    expect(saved(back, 'b', '41').undone[0]?.changesetId).toBe('41');
    expect(saved(two, 'a', '40').done.map(({ changesetId }) => changesetId)).toEqual(['40', null]);
  });

  it('drops what the server refused', () => {
    expect(ids(forgotten(two, 'b'))).toEqual([['a'], []]);
    expect(undoneOnce(emptyStack)).toBeNull();
  });
});
