/** Schedules as the terminal shows them. */
import { renderTable } from '../terminal/table.js';
import type { ShownOccurrence, ShownSchedule, WholeSchedule } from './schedule-requests.js';

const words = (text: string) => text.replaceAll('_', ' ');

/** `Fri 26 Mar 2027, 02:00 (GMT+1)` by the clocks of a zone. */
export function timeIn(iso: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}

const targetOf = ({ sheet, design, template }: ShownSchedule) =>
  sheet !== null
    ? `sheet ${sheet.share}:/${sheet.path}`
    : design !== null
      ? `design ${design.name}`
      : `template ${template?.name ?? ''}`;

export function presentSchedules(schedules: readonly ShownSchedule[]): string {
  if (schedules.length === 0) return 'The project has no schedule.';
  const rows = schedules.map((schedule) => {
    const { id, name, cron, zone, isPaused, nextDueTimes, latestOccurrence } = schedule;
    const next = isPaused ? 'paused' : nextDueTimes[0] === undefined ? '' : timeIn(nextDueTimes[0], zone);
    const last =
      latestOccurrence === null ? '' : `${words(latestOccurrence.state)}, ${words(latestOccurrence.story)}`;
    return [id, name, `${cron} ${zone}`, targetOf(schedule), next, last];
  });
  return renderTable(['id', 'schedule', 'rule', 'starts', 'next', 'last'], rows);
}

export function presentSchedule(schedule: WholeSchedule): string {
  const { name, cron, zone, isPaused, pauseReason, nextDueTimes, occurrences, backfills } = schedule;
  const paused = isPaused ? [`Paused${pauseReason === null ? '.' : `: ${pauseReason}`}`] : [];
  return [
    `${name}: ${cron} in ${zone}, starts ${targetOf(schedule)}`,
    ...paused,
    '',
    'Next times:',
    ...nextDueTimes.map((time) => `  ${timeIn(time, zone)}`),
    ...(backfills.length === 0
      ? []
      : [
          '',
          renderTable(
            ['backfill', 'times', 'done', 'state'],
            backfills.map((each) => [each.id, String(each.times), String(each.done), each.state]),
          ),
        ]),
    '',
    occurrences.nodes.length === 0 ? 'No time has come yet.' : presentOccurrences(occurrences.nodes, zone),
  ].join('\n');
}

function presentOccurrences(occurrences: readonly ShownOccurrence[], zone: string): string {
  const rows = occurrences.map(({ dueAt, story, state, reason, leftOut, batch }) => [
    timeIn(dueAt, zone),
    words(state),
    [
      words(story),
      ...(leftOut > 0 ? [`${leftOut} left out`] : []),
      ...(reason === null ? [] : [reason]),
    ].join('; '),
    batch?.id ?? '',
  ]);
  const notes = occurrences.flatMap(({ leftOutNotes }) => leftOutNotes).slice(0, 20);
  const told = notes.map(({ place, message }) => `  ${place}: ${message}`);
  return [
    renderTable(['due', 'outcome', 'story', 'batch'], rows),
    ...(told.length === 0 ? [] : ['', 'Left out:', ...told]),
  ].join('\n');
}
