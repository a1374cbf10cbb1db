/**
 * The orders that a job process has in hand. It carries them out one after another and answers them in that order; of
 * those that it does not come to soon, because one before them takes long or has ended it, it never begins any.
 */
import type { JobEvent, JobResult } from '@batchyard/pipelines';
import { type ChildMessage, type JobOrder, orderPatienceMs, type WorkerMessage } from './protocol.js';

/** How a job process answered an order: with a result, by ending without one, or by not beginning it. */
export type JobEnd =
  | {
      readonly type: 'result';
      readonly result: JobResult;
      readonly memoryBytes: number;
      /** By `performance.now()`; never later than it was, and earlier by what the order took to get there. */
      readonly begunMs: number;
    }
  | (Exit & { readonly type: 'exit'; readonly lastOutput: string })
  | { readonly type: 'not_begun' };

/** How a process ended. */
export interface Exit {
  /** For people: `exit code 3`, `signal SIGKILL`. */
  readonly how: string;
  /** 128 + number of the signal where one ended it, as shells count; null when it could not be started. */
  readonly exitCode: number | null;
}

/** Hears of one job. */
export interface JobListener {
  /** It is its turn. */
  onBegin(): void;
  onEvent(event: JobEvent): void;
}

export interface OrderLine {
  /** Those that are added at once travel together. */
  add(order: JobOrder, listener: JobListener): Promise<JobEnd>;
  /** Takes what the process says. */
  hear(message: ChildMessage): void;
  /** Something that the present job printed. */
  hearLine(level: 'info' | 'warning', text: string): void;
  /** Calls back as soon as the present job has nobody behind it; never where it is over before. */
  whenAlone(interrupt: () => void): void;
  /** The process has ended: with the present job, and before all others. */
  end(exit: Exit, lastOutput: string): void;
  /** Whether the process has answered all of them. */
  isEmpty(): boolean;
  /** What the last job took; infinite where it did not answer. */
  readonly lastJobMs: number;
}

interface Asked extends JobListener {
  readonly answer: (end: JobEnd) => void;
  /** By `performance.now()`. */
  sentMs: number;
  /** The process will not begin it, whether it has said so or not. */
  isGivenUp: boolean;
  whenAlone?: () => void;
}

/**
 * The process decides by its own clock, from when it hears of an order. Twice that is late enough to know what it
 * decided where it is too busy to say so.
 */
const giveUpMs = 2 * orderPatienceMs;

/** @param send passes orders on to the process */
export function openOrderLine(send: (orders: WorkerMessage) => void): OrderLine {
  const line: Asked[] = [];
  let unsent: JobOrder[] = [];
  let lastJobMs = Number.POSITIVE_INFINITY;
  let ended: { readonly exit: Exit; readonly lastOutput: string } | null = null;

  const beginFirst = () => {
    const first = line[0];
    if (first === undefined || first.isGivenUp) return;
    first.onBegin();
    callIfAlone();
  };
  const tellFirst = (event: JobEvent) => {
    if (line[0]?.isGivenUp === false) line[0].onEvent(event);
  };
  const callIfAlone = () => {
    const [first, ...behind] = line;
    if (first?.whenAlone === undefined || behind.some(({ isGivenUp }) => !isGivenUp)) return;
    const { whenAlone } = first;
    delete first.whenAlone;
    whenAlone();
  };
  const giveUp = (asked: readonly Asked[]) => {
    for (const one of asked) {
      if (line.indexOf(one) < 1) continue;
      one.isGivenUp = true;
      one.answer({ type: 'not_begun' });
    }
    callIfAlone();
  };
  const flush = () => {
    const orders = unsent;
    unsent = [];
    if (orders.length === 0 || ended !== null) return;
    const sentNow = line.slice(-orders.length);
    for (const asked of sentNow) asked.sentMs = performance.now();
    send(orders);
    const behind = sentNow.filter((asked) => asked !== line[0]);
    // What the process has said meanwhile is heard first.
    if (behind.length > 0) setTimeout(() => setImmediate(giveUp, behind), giveUpMs);
  };
  const answerFirst = (end: JobEnd) => {
    const first = line.shift();
    first?.answer(end);
    beginFirst();
  };
  return {
    add: (order, listener) =>
      new Promise((resolve) => {
        lastJobMs = Number.POSITIVE_INFINITY;
        if (ended !== null) return resolve({ type: 'exit', ...ended.exit, lastOutput: ended.lastOutput });
        line.push({ ...listener, answer: resolve, sentMs: performance.now(), isGivenUp: false });
        if (unsent.push(order) === 1) setImmediate(flush);
        if (line.length === 1) beginFirst();
      }),
    hear(message) {
      if (message.type === 'ready') return;
      if (message.type === 'not_begun') return answerFirst(message);
      message.events.forEach(tellFirst);
      if (message.type !== 'done') return;
      const { result, memoryBytes, waitedMs, tookMs } = message;
      lastJobMs = tookMs;
      answerFirst({ type: 'result', result, memoryBytes, begunMs: (line[0]?.sentMs ?? 0) + waitedMs });
    },
    hearLine: (level, text) => tellFirst({ type: 'log', level, text }),
    whenAlone(interrupt) {
      if (line[0] === undefined) return;
      line[0].whenAlone = interrupt;
      callIfAlone();
    },
    end(exit, lastOutput) {
      ended = { exit, lastOutput };
      const [first, ...behind] = line.splice(0);
      first?.answer({ type: 'exit', ...exit, lastOutput });
      for (const asked of behind) asked.answer({ type: 'not_begun' });
    },
    isEmpty: () => line.length === 0,
    get lastJobMs() {
      return lastJobMs;
    },
  };
}
