import { describe, expect, it } from '@jest/globals';
import { openQueue } from './queue';
import type { SendOutcome } from './saver';
import { createSession } from './session';
import type { QueueEntry, Work } from './work';

const subject = { id: '7', name: 'e01' };
const landmark = (frameNumber: number): Work => ({ type: 'landmark', name: 'hatching', frameNumber });

/** A server that gives each change the next number, unless told otherwise. */
function start(outcomes: readonly SendOutcome[] = []) {
  const stored = new Map<string, string>();
  const sent: QueueEntry[] = [];
  let ids = 0;
  let changesets = 100;
  const answers = [...outcomes];
  const session = createSession({
    queue: openQueue(
      {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => void stored.set(key, value),
        removeItem: (key) => void stored.delete(key),
      },
      'key',
    ),
    send: async (entry) => {
      sent.push(entry);
      changesets += 1;
      return answers.shift() ?? { type: 'saved', changesetId: String(changesets), notes: [] };
    },
    newId: () => {
      ids += 1;
      return `id${ids}`;
    },
    nowMs: () => 0,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { session, sent, settle };
}

describe('a session', () => {
  it('undoes by changeset and does it again', async () => {
    const { session, sent, settle } = start();
    session.perform(subject, 'Hatching at 4', landmark(4));
    await settle();
    expect(session.undo()?.title).toBe('Hatching at 4');
    await settle();
    expect(session.redo()?.title).toBe('Hatching at 4');
    await settle();
    expect(sent.map(({ work }) => work)).toEqual([
      landmark(4),
      { type: 'undo', changesetId: '101', ofEntry: 'id1' },
      landmark(4),
    ]);
    expect(session.undo()).not.toBeNull();
    await settle();
    expect(sent.at(-1)?.work).toMatchObject({ type: 'undo', changesetId: '103' });
    expect(session.undo()).toBeNull();
  });

  it('takes back what was not sent yet without asking the server', async () => {
    const { session, sent, settle } = start([{ type: 'away' }]);
    session.perform(subject, 'a', landmark(4));
    await settle();
    session.perform(subject, 'b', landmark(5));
    expect(session.state().save.isAway).toBe(true);
    session.undo();
    session.undo();
    expect(session.state().save.entries).toEqual([]);
    expect(sent).toHaveLength(1);
    session.redo();
    expect(session.state().save.entries.map(({ title }) => title)).toEqual(['a']);
  });

  it('tells what was refused, keeps it, and does not offer to undo it', async () => {
    const { session, settle } = start([{ type: 'refused', reason: 'DEAD excludes others.' }]);
    session.perform(subject, 'a', landmark(4));
    await settle();
    const { notice, save, stack } = session.state();
    expect(notice).toEqual({ isRefusal: true, text: 'DEAD excludes others.' });
    expect(save.entries.map(({ refusal }) => refusal)).toEqual(['DEAD excludes others.']);
    expect(stack.done).toEqual([]);
    session.perform(subject, 'b', landmark(5));
    expect(session.state().notice).toBeNull();
  });

  it('passes on what the server adds, and forgets what changed nothing', async () => {
    const { session, settle } = start([
      { type: 'saved', changesetId: '1', notes: ['Frames 12–19 were skipped.'] },
      { type: 'saved', changesetId: null, notes: [] },
    ]);
    session.perform(subject, 'a', landmark(4));
    await settle();
    expect(session.state().notice?.text).toBe('Frames 12–19 were skipped.');
    session.perform(subject, 'b', landmark(4));
    await settle();
    expect(session.state().stack.done.map(({ title }) => title)).toEqual(['a']);
  });
});
