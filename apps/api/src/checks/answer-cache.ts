import type { CheckAnswer } from './messages.js';
import { agrees } from './recorded-reads.js';

/** Answers kept for one set of inputs: each for other values of what the check reads. */
const answersPerKey = 32;

/** Answers of checks, so that a plan made again while typing asks for nothing twice; the least used go first. */
export class AnswerCache {
  private readonly answers = new Map<string, CheckAnswer[]>();

  /** @param maxKeys sets of inputs at most */
  constructor(private readonly maxKeys: number) {}

  /** @param key of pipeline, version and inputs */
  find(key: string, params: unknown): CheckAnswer | undefined {
    const known = this.answers.get(key);
    if (known === undefined) return undefined;
    this.answers.delete(key);
    this.answers.set(key, known);
    return known.find((answer) => agrees(params, answer.reads));
  }

  add(key: string, answer: CheckAnswer): void {
    const known = this.answers.get(key) ?? [];
    this.answers.delete(key);
    this.answers.set(key, [answer, ...known].slice(0, answersPerKey));
    const [oldest] = this.answers.keys();
    if (this.answers.size > this.maxKeys && oldest !== undefined) this.answers.delete(oldest);
  }
}
