import { describe, expect, it } from '@jest/globals';
import { nextToSend, openQueue, queueKey, retryDelayMs, type Shelf } from './queue';
import type { QueueEntry } from './work';

function shelf(mayWrite: () => boolean = () => true): Shelf & { readonly stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => {
      if (!mayWrite()) throw new Error('full');
      stored.set(key, value);
    },
    removeItem: (key) => void stored.delete(key),
  };
}

const entry = (id: string): QueueEntry => ({
  id,
  subjectId: '7',
  subjectName: 'e01',
  title: 'Dead on 1 frame',
  atMs: 0,
  work: { type: 'landmark', name: 'hatching', frameNumber: 4 },
  refusal: null,
});
const ids = (entries: readonly QueueEntry[]) => entries.map(({ id }) => id);
const key = queueKey('3', 'sample');

describe('the queue of unsaved work', () => {
  it('outlives the page, in order', () => {
    const kept = shelf();
    openQueue(kept, key).add(entry('a'));
    openQueue(kept, key).add(entry('b'));
    const later = openQueue(kept, key);
    expect(later.entries()).toEqual([entry('a'), entry('b')]);
    later.remove('a');
    later.remove('b');
    expect(kept.stored.size).toBe(0);
  });

  it('is shared by two pages without either losing what the other added', () => {
    const kept = shelf();
    const [one, two] = [openQueue(kept, key), openQueue(kept, key)];
    one.add(entry('a'));
    two.add(entry('b'));
    one.remove('a');
    expect(ids(two.entries())).toEqual(['b']);
  });

  it('is apart for each person and project', () => {
    const kept = shelf();
    openQueue(kept, key).add(entry('a'));
    expect(openQueue(kept, queueKey('4', 'sample')).entries()).toEqual([]);
    expect(openQueue(kept, queueKey('3', 'other')).entries()).toEqual([]);
  });

  it('passes over what was refused until it is tried again', () => {
    const queue = openQueue(shelf(), key);
    queue.add(entry('a'));
    queue.add(entry('b'));
    queue.refuse('a', 'DEAD excludes other phenotypes.');
    expect(nextToSend(queue.entries())?.id).toBe('b');
    expect(queue.entries()[0]?.refusal).toBe('DEAD excludes other phenotypes.');
    queue.retry('a');
    expect(nextToSend(queue.entries())?.id).toBe('a');
    expect(nextToSend([])).toBeNull();
  });

  it('goes on without storage, and stores all once there is room again', () => {
    let room = false;
    const kept = shelf(() => room);
    const queue = openQueue(kept, key);
    queue.add(entry('a'));
    expect(ids(queue.entries())).toEqual(['a']);
    room = true;
    queue.add(entry('b'));
    expect(ids(openQueue(kept, key).entries())).toEqual(['a', 'b']);
  });

  it('ignores what it cannot read', () => {
    const kept = shelf();
    kept.stored.set(key, '[{"id":1},null,{"id":"a","subjectId":"7","work":{"type":"undo"}}]');
    expect(ids(openQueue(kept, key).entries())).toEqual(['a']);
    kept.stored.set(key, 'nonsense');
    expect(openQueue(kept, key).entries()).toEqual([]);
  });

  it('asks less and less often, at least every half minute', () => {
    expect([1, 2, 3, 9].map(retryDelayMs)).toEqual([1000, 2000, 4000, 30_000]);
  });
});
