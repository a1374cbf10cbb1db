'use client';
import { Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { calendarDays, stateOfDay } from './calendar-days';
import { occurrenceLooks } from './looks';
import type { CalendarOccurrence } from './queries';
import classes from './schedules.module.css';

export interface CalendarStripProps {
  readonly occurrences: readonly CalendarOccurrence[];
  readonly zone: string;
  readonly from: Date;
  readonly until: Date;
  /** First and last chosen day; null: none. */
  readonly chosen: readonly [string, string] | null;
  readonly onChoose: (span: readonly [string, string]) => void;
}

/** One square a day, coloured by the worst that happened; two clicks choose a span of days. */
export function CalendarStrip({ occurrences, zone, from, until, chosen, onChoose }: CalendarStripProps) {
  const days = calendarDays(occurrences, zone, from, until);
  const choose = (day: string) => {
    if (chosen === null || chosen[0] !== chosen[1]) onChoose([day, day]);
    else onChoose(day < chosen[0] ? [day, chosen[0]] : [chosen[0], day]);
  };
  return (
    <>
      <section className={classes.strip} aria-label="Days, oldest first">
        {days.map((day) => {
          const state = stateOfDay(day);
          const text = `${day.day}: ${textOf(day.occurrences)}`;
          const isChosen = chosen !== null && day.day >= chosen[0] && day.day <= chosen[1];
          return (
            <Tooltip key={day.day} label={text} openDelay={150}>
              <UnstyledButton
                className={classes.day}
                data-state={state ?? 'none'}
                data-chosen={isChosen || undefined}
                aria-pressed={isChosen}
                aria-label={text}
                style={state ? { backgroundColor: occurrenceLooks[state].tone } : undefined}
                onClick={() => choose(day.day)}
              />
            </Tooltip>
          );
        })}
      </section>
      <Group gap="md" mt={6}>
        {(['succeeded', 'failed', 'running', 'waiting', 'skipped'] as const).map((state) => (
          <Group key={state} gap={5}>
            <span
              className={classes.key}
              data-state={state}
              style={{ backgroundColor: occurrenceLooks[state].tone }}
            />
            <Text size="xs" c="dimmed">
              {occurrenceLooks[state].word}
            </Text>
          </Group>
        ))}
      </Group>
    </>
  );
}

function textOf(occurrences: readonly CalendarOccurrence[]): string {
  if (occurrences.length === 0) return 'nothing due';
  const counts = new Map<string, number>();
  for (const { state } of occurrences) {
    const word = occurrenceLooks[state].word.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .map(([word, count]) => (occurrences.length === 1 ? word : `${count} ${word}`))
    .join(', ');
}
