'use client';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useSubmit } from '@/graphql/hooks';
import { occurrencesQuery, resumeBackfill, scheduleQuery, stopBackfill, type WholeSchedule } from './queries';
import { formatInZone } from './zone-time';

type Backfill = WholeSchedule['backfills'][number];

/** Spans that were run afterwards, newest first, with how far they are. */
export function BackfillList({
  schedule,
  mayRun,
}: {
  readonly schedule: WholeSchedule;
  readonly mayRun: boolean;
}) {
  return (
    <Stack gap="xs">
      {schedule.backfills.map((backfill) => (
        <Group key={backfill.id} justify="space-between" gap="sm">
          <Text size="sm" className="numeric">
            {formatInZone(backfill.firstDueAt, schedule.zone)} to{' '}
            {formatInZone(backfill.lastDueAt, schedule.zone)}: {backfill.done} of {backfill.times} times done,{' '}
            {wordOf(backfill)}
          </Text>
          {mayRun && backfill.state !== 'finished' && <Verb scheduleId={schedule.id} backfill={backfill} />}
        </Group>
      ))}
    </Stack>
  );
}

function wordOf({ state, stopOnFailure }: Backfill): string {
  if (state !== 'stopped') return state;
  return stopOnFailure ? 'stopped; a failure stops it' : 'stopped';
}

function Verb({
  scheduleId,
  backfill: { id, state },
}: {
  readonly scheduleId: string;
  readonly backfill: Backfill;
}) {
  const stop = useSubmit(stopBackfill, [scheduleQuery, occurrencesQuery]);
  const resume = useSubmit(resumeBackfill, [scheduleQuery, occurrencesQuery]);
  const verb = state === 'stopped' ? resume : stop;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={verb.isPending}
      onClick={() => verb.mutate({ input: { scheduleId, backfillId: id } })}
    >
      {state === 'stopped' ? 'Resume' : 'Stop'}
    </Button>
  );
}
