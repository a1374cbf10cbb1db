import { countOf } from '../comparison-reports/numbers.js';
import type { MessagePart } from '../notifications/message.js';
import { type Finding, formatMetric, type JudgedMetric, type NightFacts, type NightWord } from './night.js';
import type { NightChange } from './provenance.js';

/** What is kept and said of one night of a schedule. */
export interface NightDigest {
  readonly schedule: string;
  readonly zone: string;
  readonly facts: NightFacts;
  readonly findings: readonly Finding[];
  /** Against the last good night. */
  readonly changes: readonly NightChange[];
  /** As `2026-11-21`; null: there was none before. */
  readonly lastGoodNight: string | null;
  readonly metrics: readonly JudgedMetric[];
}

/** One line for the subject of a mail. */
export function digestSubject({ schedule, facts, findings }: NightDigest, word: NightWord): string {
  if (word !== 'report') return `${schedule}: all quiet`;
  const left = findings.filter(({ kind }) => kind === 'left_band').length;
  const failed = findings.some(({ kind }) => kind === 'failed');
  const heads = [
    failed && 'failures',
    left > 0 && `${countOf(left, 'metric')} left ${left === 1 ? 'its' : 'their'} band`,
  ];
  const said = heads.filter((head) => head !== false).join(', ');
  return `${schedule}, night to ${facts.night}: ${said || (findings[0]?.text ?? 'news')}`;
}

/** What ran, what was new, what left its band and what changed since the last good night. */
export function digestParts(digest: NightDigest, word: NightWord): MessagePart[] {
  const { findings, changes, lastGoodNight, metrics } = digest;
  const parts: MessagePart[] = [{ kind: 'text', text: ranText(digest) }];
  if (word === 'alive')
    parts.push({
      kind: 'text',
      text: 'Nothing is notable. This weekly sign of life says that the schedule is looked after.',
    });
  if (findings.length > 0) parts.push({ kind: 'list', items: findings });
  if (findings.length > 0) parts.push(...changeParts(changes, lastGoodNight));
  if (metrics.length > 0) {
    parts.push({
      kind: 'table',
      columns: ['Metric', 'Tonight', 'Band', 'Nights', ''],
      rows: metrics.map(metricRow),
    });
  }
  return parts;
}

function ranText({ facts }: NightDigest): string {
  const { timeCount, jobs, newInputs, night } = facts;
  const jobCount = jobs.succeeded + jobs.reused + jobs.failed + jobs.other;
  const ran = jobCount === 0 ? 'no job ran' : `${countOf(jobCount, 'job')}: ${jobTexts(jobs).join(', ')}`;
  const news =
    newInputs === 0
      ? 'No input was new.'
      : `${countOf(newInputs, 'input')} ${newInputs === 1 ? 'was' : 'were'} new.`;
  return `Night to ${night}, ${countOf(timeCount, 'due time')}, ${ran}. ${news}`;
}

function jobTexts({ succeeded, reused, failed, other }: NightFacts['jobs']): string[] {
  const counts = [
    [succeeded, 'succeeded'],
    [reused, 'reused'],
    [failed, 'failed'],
    [other, 'not run to the end'],
  ] as const;
  return counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count.toLocaleString('en-US')} ${what}`]));
}

function changeParts(changes: readonly NightChange[], lastGoodNight: string | null): MessagePart[] {
  if (lastGoodNight === null) return [];
  if (changes.length === 0) {
    const text = `Nothing that is recorded changed since the last good night (${lastGoodNight}): pipeline, parameters, packages, inputs and hosts are the same.`;
    return [{ kind: 'text', text }];
  }
  return [
    { kind: 'heading', text: `Changed since the last good night (${lastGoodNight})` },
    { kind: 'list', items: changes },
  ];
}

function metricRow({ title, unit, value, band, place, nights }: JudgedMetric): string[] {
  const of = (text: string) => (unit === '' ? text : `${text} ${unit}`);
  return [
    title,
    of(formatMetric(value)),
    band === null ? 'none yet' : `${formatMetric(band.low)} to ${of(formatMetric(band.high))}`,
    String(nights),
    place === 'above' || place === 'below' ? place : '',
  ];
}
