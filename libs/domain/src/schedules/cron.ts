/** When a schedule is due: a cron expression of five fields, read by the clocks of one time zone. */
import type { Problem } from '@batchyard/pipelines';
import { type CronExpression, CronExpressionParser } from 'cron-parser';

/** The five fields minute, hour, day of month, month and day of week, and the zone whose clocks they are read by. */
export interface CronRule {
  /** Such as `0 2 * * 1-5`, or `@daily`. */
  readonly expression: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** What keeps a rule from being used; empty if nothing does. */
export function checkCronRule(rule: CronRule): Problem[] {
  const problems: Problem[] = [];
  if (!isZone(rule.zone)) problems.push(unknownZone(rule.zone));
  const wrong = whatIsWrong(rule.expression);
  if (wrong !== null) problems.push(badExpression(rule.expression, wrong));
  return problems;
}

/**
 * The next times at which a rule is due, ascending and after `after`. Where clocks are put forward, a time that is left
 * out comes as much later as they are put forward; where they are put back, a time that comes twice counts the first time.
 * An expression with every hour (`*`) follows real hours, whatever clocks do.
 */
export function nextTimes(rule: CronRule, after: Date, count: number): Date[] {
  const expression = open(rule, after);
  const times: Date[] = [];
  while (times.length < count && expression.hasNext()) times.push(expression.next().toDate());
  return times;
}

/** Due times after `after` and not after `until`, ascending; the earliest `most` of them. */
export function timesBetween(rule: CronRule, after: Date, until: Date, most: number): Date[] {
  const expression = open(rule, after);
  const times: Date[] = [];
  while (times.length < most && expression.hasNext()) {
    const time = expression.next().toDate();
    if (time > until) break;
    times.push(time);
  }
  return times;
}

/** The last `count` times at which a rule was due before `before`, ascending; times of more than 40 years ago are not found. */
export function previousTimes(rule: CronRule, before: Date, count: number): Date[] {
  // Looking forward over longer and longer spans: the parser's own way back leaves out times that clocks moved.
  for (let spanMs = 3_600_000; ; spanMs *= 4) {
    const from = new Date(before.getTime() - spanMs);
    const times = timesBetween(rule, from, new Date(before.getTime() - 1), Number.POSITIVE_INFINITY);
    if (times.length >= count || spanMs > longestLookBackMs) return times.slice(-count);
  }
}

const longestLookBackMs = 40 * 365 * 24 * 3_600_000;

function open({ expression, zone }: CronRule, at: Date): CronExpression {
  return CronExpressionParser.parse(expression, { tz: zone, currentDate: at });
}

function whatIsWrong(expression: string): string | null {
  const fields = expression.trim().split(/\s+/);
  const isNamed = fields.length === 1 && fields[0]?.startsWith('@');
  if (!isNamed && fields.length !== 5) return `it has ${fields.length} fields`;
  try {
    return CronExpressionParser.parse(expression, { tz: 'UTC' }).hasNext() ? null : 'it is never due';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const unknownZone = (zone: string): Problem => ({
  code: 'UNKNOWN_TIME_ZONE',
  severity: 'error',
  message: `${JSON.stringify(zone)} is no time zone.`,
  place: { parameter: 'zone' },
  value: zone,
  expectation: 'an IANA name',
  fix: 'Give one such as Europe/Berlin, America/New_York or UTC.',
});

const badExpression = (expression: string, wrong: string): Problem => ({
  code: 'BAD_CRON_EXPRESSION',
  severity: 'error',
  message: `${JSON.stringify(expression)} is no cron expression: ${wrong}.`,
  place: { parameter: 'cron' },
  value: expression,
  expectation: 'minute, hour, day of month, month and day of week, with blanks between',
  fix: 'For every night at two write 0 2 * * *, for workdays 0 2 * * 1-5.',
});
