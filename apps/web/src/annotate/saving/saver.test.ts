import { afterEach, describe, expect, it } from '@jest/globals';
import { openQueue } from './queue';
import { createSaver, type SendOutcome } from './saver';
import type { QueueEntry, Work } from './work';

const landmark: Work = { type: 'landmark', name: 'hatching', frameNumber: 4 };
const entry = (id: string, work: Work = landmark): QueueEntry => ({
  id,
  subjectId: '7',
  subjectName: 'e01',
  title: id,
  atMs: 0,
  work,
  refusal: null,
});
const saved = (changesetId: string | null): SendOutcome => ({ type: 'saved', changesetId, notes: [] });

/** A server that answers when told to. */
function server() {
  const open: { entry: QueueEntry; answer: (outcome: SendOutcome) => void }[] = [];
  const stored = new Map<string, string>();
  const settled: string[] = [];
  const queue = openQueue(
    {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    'key',
  );
  const saver = createSaver({
    queue,
    send: (sent) => new Promise((answer) => open.push({ entry: sent, answer })),
    onSettled: ({ id }, { type }) => settled.push(`${id} ${type}`),
  });
  const answer = async (outcome: SendOutcome) => {
    const request = open.shift();
    if (!request) throw new Error('Nothing was sent.');
    request.answer(outcome);
    await new Promise((resolve) => setImmediate(resolve));
    return request.entry;
  };
  return { queue, saver, answer, settled, sent: () => open.map(({ entry: { id } }) => id) };
}

describe('the saver', () => {
  let running = server();
  afterEach(() => {
    running.saver.stop();
    running = server();
  });

  it('sends one after the other, in order', async () => {
    const { saver, answer, settled, sent } = running;
    for (const id of ['a', 'b']) saver.submit(entry(id));
    expect(sent()).toEqual(['a']);
    await answer(saved('1'));
    expect(sent()).toEqual(['b']);
    await answer(saved('2'));
    expect(settled).toEqual(['a saved', 'b saved']);
    expect(saver.state()).toEqual({ entries: [], isAway: false });
  });

  it('keeps everything while the server is away and goes on when woken', async () => {
    const { saver, answer, sent } = running;
    for (const id of ['a', 'b']) saver.submit(entry(id));
    await answer({ type: 'away' });
    expect(saver.state().isAway).toBe(true);
    expect(saver.state().entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(sent()).toEqual([]);
    saver.wake();
    expect(sent()).toEqual(['a']);
    await answer(saved('1'));
    expect(saver.state().isAway).toBe(false);
    expect(sent()).toEqual(['b']);
  });

  it('keeps what is refused, with the reason, and sends what comes after', async () => {
    const { saver, answer, settled, sent } = running;
    for (const id of ['a', 'b']) saver.submit(entry(id));
    await answer({ type: 'refused', reason: 'DEAD excludes others.' });
    expect(sent()).toEqual(['b']);
    await answer(saved('2'));
    expect(settled).toEqual(['a refused', 'b saved']);
    expect(saver.state().entries).toEqual([{ ...entry('a'), refusal: 'DEAD excludes others.' }]);
    saver.retry('a');
    expect(sent()).toEqual(['a']);
    saver.discard('a');
    expect(saver.state().entries).toEqual([]);
  });

  it('withdraws what waits, but not what is on its way', () => {
    const { saver } = running;
    for (const id of ['a', 'b']) saver.submit(entry(id));
    expect([saver.withdraw('a'), saver.withdraw('b'), saver.withdraw('x')]).toEqual([false, true, false]);
    expect(saver.state().entries.map(({ id }) => id)).toEqual(['a']);
  });

  it('undoes what was on its way once its changeset is known, and not what changed nothing', async () => {
    const { saver, answer, sent } = running;
    saver.submit(entry('a'));
    saver.submit(entry('u', { type: 'undo', changesetId: null, ofEntry: 'a' }));
    await answer(saved('41'));
    const undo = await answer(saved('42'));
    expect(undo.work).toEqual({ type: 'undo', changesetId: '41', ofEntry: 'a' });
    saver.submit(entry('b'));
    saver.submit(entry('v', { type: 'undo', changesetId: null, ofEntry: 'b' }));
    await answer(saved(null));
    expect(sent()).toEqual([]);
    expect(saver.state().entries).toEqual([]);
  });

  it('takes up what an earlier page left', async () => {
    const { queue, saver, answer } = running;
    queue.add(entry('left'));
    saver.wake();
    expect((await answer(saved('1'))).id).toBe('left');
  });

  it('sends nothing twice where two pages share the queue', async () => {
    const stored = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    };
    const sent: string[] = [];
    let turn = Promise.resolve();
    const exclusively = (work: () => Promise<void>) => {
      turn = turn.then(work);
      return turn;
    };
    const page = (name: string) =>
      createSaver({
        queue: openQueue(shelf, 'key'),
        send: async ({ id }) => {
          sent.push(`${name} ${id}`);
          await new Promise((resolve) => setImmediate(resolve));
          return saved('1');
        },
        onSettled: () => undefined,
        exclusively,
      });
    const [one, two] = [page('one'), page('two')];
    one.submit(entry('a'));
    two.submit(entry('b'));
    two.wake();
    while (one.state().entries.length + two.state().entries.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      one.look();
      two.look();
    }
    expect(sent.map((line) => line.slice(-1))).toEqual(['a', 'b']);
  });
});
