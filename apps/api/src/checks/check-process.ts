/** The service's side of the check process: started when first needed, replaced when a check broke it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { removeReadOnly } from '@batchyard/pipelines';
import type { CheckAnswer, CheckOrder } from './messages.js';
import { sweepUnpackFolders, unpackFolder } from './unpack-folder.js';

/** How a check ended: with an answer, or not. */
export type CheckEnd<Answer = CheckAnswer> =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'too_slow' | 'too_large' }
  | { readonly type: 'broken'; readonly how: string };

export interface CheckLimits {
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** A process that had nothing to do for so long ends. */
  readonly idleMs: number;
}

export interface CheckProcess<Order extends object = CheckOrder, Answer = CheckAnswer> {
  /** To be called again only when the last call has answered. Never rejects. */
  run(order: Order): Promise<CheckEnd<Answer>>;
  close(): Promise<void>;
}

/** @param script path of the built check process, or of another one that gets orders and answers them */
export function checkProcess<Order extends object = CheckOrder, Answer = CheckAnswer>(
  script: string,
  limits: CheckLimits,
): CheckProcess<Order, Answer> {
  const folder = unpackFolder();
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;
  const stop = async () => {
    const stopped = child;
    child = null;
    if (stopped === null) return;
    if (stopped.exitCode === null && stopped.signalCode === null) {
      stopped.kill('SIGKILL');
      await once(stopped, 'exit');
    }
    await removeReadOnly(folder).catch(() => undefined);
  };
  return {
    async run(order) {
      clearTimeout(idle);
      if (child === null || !child.connected) {
        await stop();
        await sweepUnpackFolders();
        child = startChild(script, folder, limits);
      }
      const end = await ask<Answer>(child, order, limits.timeoutMs);
      if (end.type !== 'answer') await stop();
      idle = setTimeout(() => void stop(), limits.idleMs).unref();
      return end;
    },
    async close() {
      clearTimeout(idle);
      await stop();
    },
  };
}

function startChild(script: string, folder: string, { memoryMb }: CheckLimits): ChildProcess {
  return fork(script, [folder], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Nothing of the service's environment: it holds credentials.
    env: {},
    execArgv: [`--max-old-space-size=${memoryMb}`],
  });
}

function ask<Answer>(child: ChildProcess, order: object, timeoutMs: number): Promise<CheckEnd<Answer>> {
  return new Promise((resolve) => {
    const finish = (end: CheckEnd<Answer>) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      resolve(end);
    };
    const onMessage = (message: unknown) => finish({ type: 'answer', answer: message as Answer });
    const onExit = (code: number | null, signal: string | null) => {
      // V8 aborts when its heap is full.
      if (signal === 'SIGABRT') finish({ type: 'too_large' });
      else finish({ type: 'broken', how: signal === null ? `exit code ${code}` : `signal ${signal}` });
    };
    const onError = (error: Error) => finish({ type: 'broken', how: error.message });
    const timer = setTimeout(() => finish({ type: 'too_slow' }), timeoutMs);
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    // That the child is gone is heard of by its exit.
    child.send(order, () => undefined);
  });
}
