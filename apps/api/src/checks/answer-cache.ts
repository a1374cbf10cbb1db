import { createHash } from 'node:crypto';
import type { CheckAnswer, Finding } from './messages.js';
import { foundAt, placeOf, type ReadPlace } from './recorded-reads.js';

/** Checks of one subject hardly differ in what they look at; more sets of places come from odd parameters only. */
const maxLooks = 32;

/** The places that a check looked at. */
interface Look {
  readonly id: number;
  readonly places: readonly ReadPlace[];
}

/**
 * Answers of checks, so that a plan made again while typing asks for nothing twice, and a start that ran out of time
 * goes on where it was. The least used go first.
 */
export class AnswerCache {
  /** Subject → text of the places → the places. */
  private readonly looks = new Map<string, Map<string, Look>>();
  /** By look, inputs and what was found there; the least used first. */
  private readonly findings = new Map<string, Finding>();
  private size = 0;
  private lookCount = 0;

  /** @param maxSize answers and their problems, at most */
  constructor(private readonly maxSize: number) {}

  /** @param subject what was asked, of which pipeline in which version */
  find(subject: string, inputsKey: string, params: unknown): Finding | undefined {
    for (const { id, places } of this.looks.get(subject)?.values() ?? []) {
      const key = keyOf(
        id,
        inputsKey,
        places.map((place) => foundAt(params, place)),
      );
      const finding = this.findings.get(key);
      if (finding === undefined) continue;
      this.findings.delete(key);
      this.findings.set(key, finding);
      return finding;
    }
    return undefined;
  }

  add(subject: string, inputsKey: string, { reads, ...finding }: CheckAnswer): void {
    const { id } = this.lookAt(subject, reads.map(placeOf));
    const key = keyOf(
      id,
      inputsKey,
      reads.map((read) => read.found),
    );
    this.forget(key);
    this.findings.set(key, finding);
    this.size += sizeOf(finding);
    for (const oldest of this.findings.keys()) {
      if (this.size <= this.maxSize || oldest === key) break;
      this.forget(oldest);
    }
  }

  private lookAt(subject: string, places: readonly ReadPlace[]): Look {
    const looks = this.looks.get(subject) ?? new Map<string, Look>();
    this.looks.set(subject, looks);
    const text = JSON.stringify(places);
    const look = looks.get(text) ?? { id: this.lookCount++, places };
    looks.set(text, look);
    const [oldest] = looks.keys();
    if (looks.size > maxLooks && oldest !== undefined) looks.delete(oldest);
    return look;
  }

  private forget(key: string): void {
    const finding = this.findings.get(key);
    if (finding === undefined) return;
    this.findings.delete(key);
    this.size -= sizeOf(finding);
  }
}

/** A digest: what was found may be long. */
function keyOf(look: number, inputsKey: string, found: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([look, inputsKey, found]))
    .digest('base64');
}

const sizeOf = ({ problems }: Finding) => 1 + problems.length;
