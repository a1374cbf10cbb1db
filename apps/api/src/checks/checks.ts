/** Pipelines' own checks for plans: one at a time in a process of their own, answers kept in memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CheckRequest, JobCheck } from '@batchyard/persistence';
import type { Problem } from '@batchyard/pipelines';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ApiSettings } from '../env.js';
import { SETTINGS } from '../persistence.module.js';
import { AnswerCache } from './answer-cache.js';
import { type CheckEnd, type CheckProcess, checkProcess } from './check-process.js';
import type { CheckAnswer } from './messages.js';

const limits = { timeoutMs: 30_000, memoryMb: 1_024, idleMs: 60_000 };
const keptInputSets = 5_000;

@Injectable()
export class Checks implements OnApplicationShutdown {
  private readonly cache = new AnswerCache(keptInputSets);
  private readonly process: CheckProcess;
  /** The end of the line of checks. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(@Inject(SETTINGS) { checkScript }: ApiSettings) {
    const script = checkScript ?? fileURLToPath(new URL('./check-child.js', import.meta.url));
    this.process = checkProcess(script, limits);
  }

  /**
   * A check that answers in about this time. What was begun is finished and kept, so that asking again goes on where
   * the time ran out.
   */
  within(timeMs: number): JobCheck {
    return async (requests) => {
      const deadline = Date.now() + timeMs;
      const answers: (readonly Problem[] | null)[] = [];
      for (const request of requests) answers.push(await this.answer(request, deadline));
      return answers;
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.process.close();
  }

  private async answer(request: CheckRequest, deadline: number): Promise<readonly Problem[] | null> {
    const known = this.cache.find(keyOf(request), request.params);
    if (known !== undefined) return known.problems;
    const restMs = deadline - Date.now();
    if (restMs <= 0) return null;
    const abort = new AbortController();
    const timeout = sleep(restMs, null, { signal: abort.signal }).catch(() => null);
    const answer = await Promise.race([this.inLine(request), timeout]);
    abort.abort();
    return answer?.problems ?? null;
  }

  private inLine(request: CheckRequest): Promise<CheckAnswer> {
    const answer = this.last.then(() => this.check(request));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async check(request: CheckRequest): Promise<CheckAnswer> {
    const key = keyOf(request);
    // Somebody before us in the line may have asked the same.
    const known = this.cache.find(key, request.params);
    if (known !== undefined) return known;
    const { pipelineName, params, inputs } = request;
    const answer = answerOf(await this.process.run({ pipelineName, params, inputs }), request);
    this.cache.add(key, answer);
    return answer;
  }
}

function keyOf({ pipelineName, pipelineVersion, inputsKey }: CheckRequest): string {
  return `${pipelineName} ${pipelineVersion} ${inputsKey}`;
}

/** A check without an answer is one about its files, whatever the parameters. */
function answerOf(end: CheckEnd, request: CheckRequest): CheckAnswer {
  if (end.type === 'answer') return end.answer;
  return { problems: [problemOf(end, request)], reads: [] };
}

/** Files that are too large to be checked here may still be processed by a worker, which checks them itself. */
function problemOf(end: Exclude<CheckEnd, { type: 'answer' }>, { inputs }: CheckRequest): Problem {
  const [main] = Object.entries(inputs).flatMap(([input, files]) =>
    files.map((file) => ({ input, file: file.name })),
  );
  const name = main?.file ?? 'The input';
  const place = main ?? {};
  switch (end.type) {
    case 'too_slow': {
      const message = `${name} could not be checked within ${limits.timeoutMs / 1000} s; its job checks it when it runs.`;
      return { code: 'CHECK_TOO_SLOW', severity: 'warning', message, place };
    }
    case 'too_large': {
      const message = `${name} needs more than ${limits.memoryMb} MB to be checked; its job checks it when it runs.`;
      return { code: 'CHECK_TOO_LARGE', severity: 'warning', message, place };
    }
    case 'broken': {
      const message = `The check of ${name} ended without an answer (${end.how}); the file is probably damaged.`;
      const fix = 'Look at the file, and upload it again.';
      return { code: 'CHECK_BROKEN', severity: 'error', message, place, expectation: 'a readable file', fix };
    }
  }
}
