/** Pipelines' own checks for plans: one at a time in a process of their own, answers kept in memory. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { maxCells } from '@batchyard/domain';
import type { CheckRequest, JobChecks } from '@batchyard/persistence';
import type { CheckMeans, FileDescription, FrameReading, Problem } from '@batchyard/pipelines';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ApiSettings } from '../env.js';
import { SETTINGS } from '../persistence.module.js';
import { AnswerCache } from './answer-cache.js';
import { type CheckEnd, type CheckProcess, checkProcess } from './check-process.js';
import type { CheckAnswer, CheckSubject, Finding } from './messages.js';

const limits = { timeoutMs: 30_000, memoryMb: 1_024, idleMs: 60_000 };
/** Answers and problems: enough for the largest design, with nine warnings a cell, whose checks take several starts. */
const keptFindings = 10 * maxCells;

/** What a file was recognised as, as pages and programs get it. */
export interface PresentedDescription extends Omit<FileDescription, 'text'> {
  /** One sentence; null where the pipeline does not say, or not yet. */
  readonly description: string | null;
  /** Whether it is still being looked at: whoever asks again waits for it. */
  readonly isPending: boolean;
}

/** Of a pipeline that does not say. */
export const noDescription: PresentedDescription = {
  description: null,
  decisions: [],
  changes: [],
  problems: [],
  isPending: false,
};

@Injectable()
export class Checks implements OnApplicationShutdown {
  private readonly cache = new AnswerCache(keptFindings);
  private readonly process: CheckProcess;
  /** The end of the line of checks. */
  private last: Promise<unknown> = Promise.resolve();

  private readonly means: CheckMeans;

  constructor(@Inject(SETTINGS) { checkScript, canAskModel }: ApiSettings) {
    this.means = { canAskModel };
    const script = checkScript ?? fileURLToPath(new URL('./check-child.js', import.meta.url));
    this.process = checkProcess(script, limits);
  }

  /**
   * Checks that answer in about this time. What was begun is finished and kept, so that asking again goes on where the
   * time ran out.
   */
  within(timeMs: number): JobChecks {
    const deadline = Date.now() + timeMs;
    const all = async <T>(
      subject: CheckSubject,
      requests: readonly CheckRequest[],
      present: (finding: Finding) => T,
    ) => {
      const answers: (T | null)[] = [];
      for (const request of requests) {
        const finding = await this.answer(subject, request, deadline);
        answers.push(finding && present(finding));
      }
      return answers;
    };
    return {
      problems: (requests) => all('problems', requests, ({ problems }) => problems),
      frames: (requests) => all('frames', requests, readingOf),
    };
  }

  /** What a file was recognised as; the look at it goes on where there was no time for it yet. */
  async describe(request: CheckRequest, timeMs: number): Promise<PresentedDescription> {
    const finding = await this.answer('description', request, Date.now() + timeMs);
    if (finding === null) return { ...noDescription, isPending: true };
    const { problems, description } = finding;
    const { text, decisions = [], changes = [] } = description ?? {};
    return {
      description: text ?? problems[0]?.message ?? null,
      decisions,
      changes,
      problems,
      isPending: false,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.process.close();
  }

  private async answer(
    subject: CheckSubject,
    request: CheckRequest,
    deadline: number,
  ): Promise<Finding | null> {
    const known = this.known(subject, request);
    if (known !== undefined) return known;
    const restMs = deadline - Date.now();
    if (restMs <= 0) return null;
    const abort = new AbortController();
    const timeout = sleep(restMs, null, { signal: abort.signal }).catch(() => null);
    const finding = await Promise.race([this.inLine(subject, request), timeout]);
    abort.abort();
    return finding;
  }

  private inLine(subject: CheckSubject, request: CheckRequest): Promise<Finding> {
    // Somebody before us in the line may have asked the same.
    const finding = this.last.then(() => this.known(subject, request) ?? this.check(subject, request));
    this.last = finding.catch(() => undefined);
    return finding;
  }

  private known(subject: CheckSubject, request: CheckRequest): Finding | undefined {
    return this.cache.find(cacheSubject(subject, request), request.inputsKey, request.params);
  }

  private async check(subject: CheckSubject, request: CheckRequest): Promise<Finding> {
    const { pipelineName, command, params, inputs } = request;
    const order = { subject, pipelineName, command, params, inputs, means: this.means };
    let end = await this.process.run(order);
    // What ended it may have had nothing to do with the file.
    if (end.type === 'broken') end = await this.process.run(order);
    const answer = answerOf(end, subject, request);
    this.cache.add(cacheSubject(subject, request), request.inputsKey, answer);
    return answer;
  }
}

function cacheSubject(subject: CheckSubject, { pipelineName, pipelineVersion }: CheckRequest): string {
  return `${subject} ${pipelineName} ${pipelineVersion}`;
}

function readingOf({ frames, problems }: Finding): FrameReading {
  return frames === undefined ? { problems } : { frames };
}

/** A check without an answer is one about its files, whatever the parameters. */
function answerOf(end: CheckEnd, subject: CheckSubject, request: CheckRequest): CheckAnswer {
  if (end.type === 'answer') return end.answer;
  return { problems: [problemOf(end, subject, request)], reads: [] };
}

/** Files that are too large to be looked at here may still be processed by a worker. */
const outcomes: Readonly<Record<CheckSubject, { readonly done: string; readonly instead: string }>> = {
  problems: { done: 'checked', instead: 'its job checks it when it runs' },
  description: { done: 'recognised', instead: 'its job reads it when it runs' },
  frames: { done: 'read for its frames', instead: 'its jobs run whole, not in chunks' },
};

function problemOf(
  end: Exclude<CheckEnd, { type: 'answer' }>,
  subject: CheckSubject,
  { inputs }: CheckRequest,
): Problem {
  const [main] = Object.entries(inputs).flatMap(([input, files]) =>
    files.map((file) => ({ input, file: file.name })),
  );
  const name = main?.file ?? 'The input';
  const place = main ?? {};
  const { done, instead } = outcomes[subject];
  switch (end.type) {
    case 'too_slow': {
      const message = `${name} could not be ${done} within ${limits.timeoutMs / 1000} s; ${instead}.`;
      return { code: 'CHECK_TOO_SLOW', severity: 'warning', message, place };
    }
    case 'too_large': {
      const message = `${name} needs more than ${limits.memoryMb} MB to be ${done}; ${instead}.`;
      return { code: 'CHECK_TOO_LARGE', severity: 'warning', message, place };
    }
    case 'broken': {
      const message = `The check of ${name} ended without an answer (${end.how}); the file is probably damaged.`;
      const fix = 'Look at the file, and upload it again.';
      return { code: 'CHECK_BROKEN', severity: 'error', message, place, expectation: 'a readable file', fix };
    }
  }
}
