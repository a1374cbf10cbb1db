/** Frames of videos and checks of scaffolds, each made in a process of its own, one at a time. */
import { fileURLToPath } from 'node:url';
import { UserError } from '@batchyard/domain';
import type { InputFile, ScaffoldInspection, VideoSummary } from '@batchyard/pipelines';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type CheckProcess, checkProcess } from '../checks/check-process.js';
import type { ApiSettings } from '../env.js';
import { SETTINGS } from '../persistence.module.js';
import type { RiverAnswer, RiverOrder, SentStill } from './messages.js';
import { RecentAnswers } from './recent-answers.js';

const limits = { timeoutMs: 20_000, memoryMb: 512, idleMs: 60_000 };
/** Characters of pictures that are kept, so that going back and forth in a video decodes nothing twice. */
const keptCharacters = 32_000_000;

type Answer<Subject extends RiverAnswer['subject']> = Extract<RiverAnswer, { subject: Subject }>;

@Injectable()
export class River implements OnApplicationShutdown {
  /** Two of them: a slow video must not make people wait for what they type. */
  private readonly videos: Line;
  private readonly scaffolds: Line;
  private readonly stills = new RecentAnswers<SentStill>(keptCharacters, ({ base64 }) => base64.length);

  constructor(@Inject(SETTINGS) { riverScript }: ApiSettings) {
    const script = riverScript ?? fileURLToPath(new URL('./river-child.js', import.meta.url));
    this.videos = new Line(checkProcess(script, limits));
    this.scaffolds = new Line(checkProcess(script, limits));
  }

  /** @throws UserError with the problems of the video */
  async summarize(file: InputFile): Promise<VideoSummary> {
    return (await this.videos.ask<'video'>({ subject: 'video', file }, file.name)).video;
  }

  /**
   * The frame at a time.
   * @param sha256 of the file
   * @throws UserError with the problems of the video
   */
  async still(file: InputFile, sha256: string, timeS: number): Promise<SentStill> {
    return this.stills.find(`${sha256} ${timeS}`, async () => {
      const order = { subject: 'still', file, timeS } as const;
      return (await this.videos.ask<'still'>(order, file.name)).still;
    });
  }

  /** @throws UserError where it cannot be looked at */
  async inspect(
    order: Omit<Extract<RiverOrder, { subject: 'scaffold' }>, 'subject'>,
  ): Promise<ScaffoldInspection> {
    const asked = this.scaffolds.ask<'scaffold'>({ subject: 'scaffold', ...order }, order.question.fileName);
    return (await asked).inspection;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.videos.close(), this.scaffolds.close()]);
  }
}

/** One order after the other. */
class Line {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly process: CheckProcess<RiverOrder, RiverAnswer>) {}

  ask<Subject extends RiverOrder['subject']>(order: RiverOrder, name: string): Promise<Answer<Subject>> {
    const asked = this.last.then(() => this.run(order, name));
    this.last = asked.catch(() => undefined);
    return asked as Promise<Answer<Subject>>;
  }

  close(): Promise<void> {
    return this.process.close();
  }

  private async run(order: RiverOrder, name: string): Promise<RiverAnswer> {
    const end = await this.process.run(order);
    if (end.type !== 'answer') throw new UserError('UNREADABLE', endings[end.type](name), {});
    const { answer } = end;
    if (answer.subject !== 'refused') return answer;
    const [first] = answer.problems;
    throw new UserError(first?.code ?? 'UNREADABLE', first?.message ?? '', {}, answer.problems);
  }
}

const endings = {
  too_slow: (name: string) => `${name} could not be read within ${limits.timeoutMs / 1000} s.`,
  too_large: (name: string) => `${name} needs more than ${limits.memoryMb} MB to be looked at.`,
  broken: (name: string) => `Looking at ${name} ended without an answer; it is probably damaged.`,
};
