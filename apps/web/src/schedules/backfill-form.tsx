'use client';
import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { calendarQuery, occurrencesQuery, scheduleQuery, startBackfill } from './queries';

export interface BackfillFormProps {
  readonly scheduleId: string;
  /** First and last day, `2026-10-25`. */
  readonly days: readonly [string, string];
  /** The moments at which these days begin and end by the clocks of the schedule. */
  readonly span: readonly [Date, Date];
  readonly onDone: () => void;
}

const choices = [
  { value: 'missing', label: 'Times that nothing was run for' },
  { value: 'missing_and_failed', label: 'These, and times that failed' },
  { value: 'all', label: 'Every time' },
] as const;

/** Runs the times of chosen days afterwards, one after another. */
export function BackfillForm({ scheduleId, days, span, onDone }: BackfillFormProps) {
  const [which, setWhich] = useState<(typeof choices)[number]['value']>('missing');
  const [stopOnFailure, setStopOnFailure] = useState(true);
  const submit = useSubmit(startBackfill, [scheduleQuery, occurrencesQuery, calendarQuery]);
  const [from, until] = span;
  const send = () =>
    submit.mutate(
      { input: { scheduleId, from: from.toISOString(), until: until.toISOString(), which, stopOnFailure } },
      { onSuccess: onDone },
    );
  return (
    <Stack gap="sm" mt="md">
      <Text size="sm" fw={550}>
        {days[0] === days[1] ? days[0] : `${days[0]} to ${days[1]}`}
      </Text>
      <Group align="flex-end" gap="sm">
        <Select
          label="Run afterwards"
          data={choices.map((choice) => ({ ...choice }))}
          value={which}
          onChange={(value) => value && setWhich(value as typeof which)}
          allowDeselect={false}
          w={280}
        />
        <Switch
          checked={stopOnFailure}
          onChange={(event) => setStopOnFailure(event.currentTarget.checked)}
          label="Stop at the first failure"
          pb={8}
        />
        <Button onClick={send} loading={submit.isPending}>
          Backfill
        </Button>
      </Group>
      <ProblemList error={submit.error} />
    </Stack>
  );
}
