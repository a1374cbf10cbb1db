import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type JobEnd, type OrderLine, openOrderLine } from './order-line.js';
import { type ChildMessage, type JobOrder, orderPatienceMs } from './protocol.js';

const order = (seed: string) => ({ seed }) as JobOrder;
const done: ChildMessage = {
  type: 'done',
  events: [],
  result: { state: 'succeeded', metrics: {}, stages: [], artifacts: [], warnings: [], error: null },
  memoryBytes: 1,
  waitedMs: 20,
  tookMs: 0.5,
};
const killed = { how: 'signal SIGKILL', exitCode: 137 };

let sent: string[][];
let log: string[];
let line: OrderLine;

beforeEach(() => {
  sent = [];
  log = [];
  line = openOrderLine((orders) => void sent.push(orders.map(({ seed }) => seed)));
});

/** Gives the process orders; what becomes of each is noted in order. */
function add(...seeds: string[]): Promise<JobEnd[]> {
  return Promise.all(
    seeds.map(async (seed) => {
      const end = await line.add(order(seed), {
        onBegin: () => void log.push(`begin ${seed}`),
        onEvent: (event) => void log.push(`${seed} ${event.type}`),
      });
      log.push(`${end.type} ${seed}`);
      return end;
    }),
  );
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('orders of a job process', () => {
  it('travel together and are answered one after another, each with its own events', async () => {
    const sentMs = performance.now();
    const ends = add('a', 'b');
    await turn();
    expect(sent).toEqual([['a', 'b']]);
    line.hear({ type: 'events', events: [{ type: 'stage', name: 'work' }] });
    line.hear(done);
    await turn();
    line.hearLine('info', 'printed');
    line.hear(done);
    const atMs = performance.now();
    const [first] = await ends;
    if (first?.type !== 'result') throw new Error('It has no result.');
    // As the process says, so long after it was sent.
    expect(first.begunMs).toBeGreaterThan(sentMs + 19);
    expect(first.begunMs).toBeLessThanOrEqual(atMs + 20);
    expect(log).toEqual(['begin a', 'a stage', 'begin b', 'result a', 'b log', 'result b']);
    expect(line.lastJobMs).toBe(0.5);
  });

  it('are ended by a death that only the present one has to do with', async () => {
    const ends = add('a', 'b', 'c');
    await turn();
    line.hear(done);
    line.end(killed, 'last words');
    expect(await ends).toEqual([
      expect.objectContaining({ type: 'result' }),
      { type: 'exit', ...killed, lastOutput: 'last words' },
      { type: 'not_begun' },
    ]);
    expect(log).not.toContain('begin c');
    expect(await add('d')).toEqual([{ type: 'exit', ...killed, lastOutput: 'last words' }]);
    expect(sent).toEqual([['a', 'b', 'c']]);
  });

  it('are not begun where the process says so', async () => {
    const ends = add('a', 'b', 'c');
    await turn();
    line.hear(done);
    line.hear({ type: 'not_begun' });
    line.hear({ type: 'not_begun' });
    expect((await ends).map(({ type }) => type)).toEqual(['result', 'not_begun', 'not_begun']);
  });

  it('are given up behind a job that takes long, and what the process says of them later is for nobody', async () => {
    const ends = add('long', 'b');
    await sleep(3 * orderPatienceMs);
    expect(log).toEqual(['begin long', 'not_begun b']);
    line.hear(done);
    void add('next');
    await turn();
    line.hearLine('info', 'printed');
    expect(log).toEqual(['begin long', 'not_begun b', 'result long']);
    expect(line.isEmpty()).toBe(false);
    line.hear({ type: 'not_begun' });
    line.hear(done);
    await turn();
    expect(log.slice(3)).toEqual(['begin next', 'result next']);
    expect(line.isEmpty()).toBe(true);
    expect((await ends).map(({ type }) => type)).toEqual(['result', 'not_begun']);
  });

  it('are interrupted one alone: when nobody is behind it any more, and not at all when it is over', async () => {
    const interrupt = (name: string) => () => void log.push(`interrupt ${name}`);
    void add('a', 'b');
    await turn();
    line.whenAlone(interrupt('a'));
    line.hear(done);
    line.whenAlone(interrupt('b'));
    await turn();
    expect(log).toEqual(['begin a', 'begin b', 'interrupt b', 'result a']);
    line.hear(done);
    void add('long', 'd');
    await turn();
    line.whenAlone(interrupt('long'));
    expect(log).not.toContain('interrupt long');
    await sleep(3 * orderPatienceMs);
    expect(log.slice(-2)).toEqual(['interrupt long', 'not_begun d']);
  });
});
