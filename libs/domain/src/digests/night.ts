/** What of a night is worth a message: findings, or a sign of life once a week, or nothing. */
import { countOf } from '../comparison-reports/numbers.js';
import type { OccurrenceStory } from '../schedules/occurrences.js';
import { type Band, type BandPlace, bandOf, placeIn } from './band.js';
import type { NightChange } from './provenance.js';

/** One due time of the night and what became of it. */
export interface NightTime {
  readonly dueAt: string;
  readonly story: OccurrenceStory;
  readonly state: 'succeeded' | 'failed' | 'skipped';
  readonly reason: string | null;
  readonly batchId: string | null;
}

/** What ran in a night. */
export interface NightFacts {
  /** Day on which it ends, as `2026-11-22`. */
  readonly night: string;
  /** Ascending, at most 50; `timeCount` is how many there were. */
  readonly times: readonly NightTime[];
  readonly timeCount: number;
  readonly jobs: {
    readonly succeeded: number;
    readonly reused: number;
    readonly failed: number;
    readonly other: number;
  };
  /** Inputs that the night before did not have, by content. */
  readonly newInputs: number;
}

/** A metric of a night with those of earlier nights that may be compared. */
export interface NightMetric {
  readonly name: string;
  readonly title: string;
  /** Empty: it has none. */
  readonly unit: string;
  /** Median over the results of the night. */
  readonly value: number;
  readonly results: number;
  readonly history: readonly number[];
  /** Whether it was outside its band in the newest of these nights. */
  readonly wasOutside: boolean;
}

export type JudgedMetric = Omit<NightMetric, 'history' | 'wasOutside'> & {
  readonly band: Band | null;
  readonly place: BandPlace;
  /** Comparable nights before, whether or not they suffice for a band. */
  readonly nights: number;
};

export const findingKinds = ['failed', 'not_run', 'left_band', 'back_in_band', 'bands_anew'] as const;

/** Something notable, as a sentence. */
export interface Finding {
  readonly kind: (typeof findingKinds)[number];
  readonly text: string;
}

export type NightWord = 'silent' | 'report' | 'alive';
export const nightWords = ['silent', 'report', 'alive'] as const satisfies readonly NightWord[];

export interface NightRequest {
  readonly facts: NightFacts;
  readonly metrics: readonly NightMetric[];
  /** Against the last good night. */
  readonly changes: readonly NightChange[];
  /** Whether earlier nights of the schedule had results. */
  readonly hasPast: boolean;
  /** From the last message, or the day before the first night, to this night. */
  readonly daysSinceWord: number;
}

export interface JudgedNight {
  readonly isGood: boolean;
  readonly word: NightWord;
  readonly findings: readonly Finding[];
  readonly metrics: readonly JudgedMetric[];
}

/** Days of silence after which a quiet night gives a sign of life. */
const signOfLifeDays = 7;

/** Decides from facts alone; equal facts, equal decision. */
export function judgeNight(request: NightRequest): JudgedNight {
  const { facts, daysSinceWord } = request;
  const metrics = request.metrics.map(judgeMetric);
  const findings = [...failures(facts), ...bandFindings(request, metrics), ...newBands(request)];
  const hasRun = facts.times.some(({ state }) => state === 'succeeded');
  const isOutside = metrics.some(({ place }) => place === 'below' || place === 'above');
  const isGood = hasRun && !isOutside && !findings.some(({ kind }) => kind === 'failed');
  const alive = facts.times.some(({ story }) => story !== 'paused') && daysSinceWord >= signOfLifeDays;
  return { isGood, word: findings.length > 0 ? 'report' : alive ? 'alive' : 'silent', findings, metrics };
}

function judgeMetric({ history, wasOutside: _, ...metric }: NightMetric): JudgedMetric {
  const band = bandOf(history);
  return { ...metric, band, place: placeIn(band, metric.value), nights: history.length };
}

function failures({ times, jobs }: NightFacts): Finding[] {
  const failed = times.filter(({ state }) => state === 'failed');
  const left = times.filter(({ story }) => notRun.includes(story));
  const findings: Finding[] = [];
  if (jobs.failed > 0) findings.push({ kind: 'failed', text: `${countOf(jobs.failed, 'job')} failed.` });
  for (const { reason, batchId } of failed.slice(0, mostReasons)) {
    // What failed jobs say already is not said again.
    if (batchId !== null && jobs.failed > 0) continue;
    findings.push({ kind: 'failed', text: reason ?? 'A batch failed.' });
  }
  if (left.length > 0) {
    const why = left.find(({ reason }) => reason !== null)?.reason;
    findings.push({
      kind: 'not_run',
      text: `${countOf(left.length, 'time')} of the schedule did not run${why ? `: ${why}` : '.'}`,
    });
  }
  return findings;
}

const notRun: readonly OccurrenceStory[] = ['missed_skipped', 'overlap_skipped'];
const mostReasons = 3;

/** Tells of what went out of its band or came back; what stays outside was told before. */
function bandFindings({ metrics: given }: NightRequest, judged: readonly JudgedMetric[]): Finding[] {
  return judged.flatMap((metric, index): Finding[] => {
    const { band, place } = metric;
    const wasOutside = given[index]?.wasOutside ?? false;
    if (band === null || wasOutside === (place !== 'inside')) return [];
    return [
      place === 'inside'
        ? {
            kind: 'back_in_band',
            text: `${metric.title} is back in its band: ${valueAndBand(metric, band)}.`,
          }
        : { kind: 'left_band', text: `${metric.title} is ${place} its band: ${valueAndBand(metric, band)}.` },
    ];
  });
}

function newBands({ metrics, changes, hasPast }: NightRequest): Finding[] {
  if (!hasPast || metrics.length === 0 || metrics.some(({ history }) => history.length > 0)) return [];
  const cause = changes.find(({ kind }) => kind === 'pipeline' || kind === 'input')?.text;
  const text = `No earlier night can be compared with this one${cause ? ` (${cause})` : ''}, so bands begin anew.`;
  return [{ kind: 'bands_anew', text }];
}

/** For example `1.92 mm, band 1.1 to 1.3 mm, median 1.2 mm of 20 nights`. */
function valueAndBand({ value, unit }: JudgedMetric, { low, median, high, nights }: Band): string {
  const of = (text: string) => (unit === '' ? text : `${text} ${unit}`);
  return `${of(formatMetric(value))}, band ${formatMetric(low)} to ${of(formatMetric(high))}, median ${of(formatMetric(median))} of ${countOf(nights, 'night')}`;
}

/** Six digits that matter: enough to see the smallest difference that counts. */
export function formatMetric(value: number): string {
  return String(Number(value.toPrecision(6)));
}
