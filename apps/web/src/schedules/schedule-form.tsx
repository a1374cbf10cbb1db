'use client';
import { Autocomplete, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useMemo } from 'react';
import { problemsOf } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { withChange } from '@/parameters/drafts';
import { FieldRow } from '@/parameters/field-row';
import type { Field } from '@/parameters/fields';
import classes from '@/parameters/parameters.module.css';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { NextTimes } from './next-times';
import { cronTimesQuery, type ScheduleFormData } from './queries';
import { type PartProps, readDraft, type ScheduleDraft } from './schedule-draft';
import { isTargetChosen, TargetFields } from './target-fields';

export interface ScheduleFormProps {
  readonly choices: ScheduleFormData;
  /** Of the policies. */
  readonly fields: readonly Field[];
  readonly draft: ScheduleDraft;
  readonly onChange: (draft: ScheduleDraft) => void;
  /** Absent while it is sent. */
  readonly onSend: (input: ReturnType<typeof readDraft>['input']) => void;
  readonly isSending: boolean;
  readonly error: unknown;
  readonly sendLabel: string;
}

/** When, what, on which files, and what is done where not all goes as planned. */
export function ScheduleForm(props: ScheduleFormProps) {
  const { choices, fields, draft, onChange, onSend, isSending, error, sendLabel } = props;
  const { input, messages } = readDraft(draft, fields);
  const problems = problemsOf(error);
  const set = (changes: Partial<ScheduleDraft>) => onChange({ ...draft, ...changes });
  const isReady = draft.name.trim() !== '' && isTargetChosen(draft) && Object.keys(messages).length === 0;
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onSend(input);
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Panel title="1. When">
          <Stack gap="sm">
            <TextInput
              label="Name"
              value={draft.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
              error={fieldMessage(problems, 'name')}
              maw={420}
              required
            />
            <RuleFields draft={draft} set={set} />
          </Stack>
        </Panel>
        <Panel title="2. What">
          <TargetFields choices={choices} draft={draft} set={set} />
        </Panel>
        <Panel title="3. If not all goes as planned">
          <div className={classes.groups}>
            {fields.map((field) => (
              <FieldRow
                key={field.path}
                field={field}
                drafts={draft.policies}
                message={messages[field.path]}
                onChange={(path, change) => set({ policies: withChange(draft.policies, path, change) })}
                sweepable={false}
              />
            ))}
          </div>
        </Panel>
        <ProblemList error={error} />
        <Group>
          <Button type="submit" loading={isSending} disabled={!isReady}>
            {sendLabel}
          </Button>
          {!isReady && (
            <Text size="sm" c="dimmed">
              {draft.name.trim() === '' ? 'Give it a name first.' : 'Choose what it starts first.'}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** Rules that most schedules have. */
const usualRules = [
  { value: '0 2 * * *', label: 'Every night at 02:00' },
  { value: '0 2 * * 1-5', label: 'Monday to Friday at 02:00' },
  { value: '0 6 * * 1', label: 'Mondays at 06:00' },
  { value: '0 * * * *', label: 'Every hour' },
  { value: '0 3 1 * *', label: 'On the first of each month at 03:00' },
];

function RuleFields({ draft, set }: PartProps) {
  const [asked] = useDebouncedValue(draft, 250);
  // Not those of the rule before: they would be told by clocks of the new zone.
  const { data } = useApi(
    cronTimesQuery,
    { cron: asked.cron, zone: asked.zone },
    { enabled: asked.cron.trim() !== '' },
  );
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const answer = data?.cronTimes;
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label="How often"
          data={usualRules}
          value={usualRules.some(({ value }) => value === draft.cron) ? draft.cron : null}
          onChange={(cron) => cron && set({ cron })}
          placeholder="By the rule beside"
          w={300}
          maw="100%"
        />
        <TextInput
          label="Rule"
          description="Minute, hour, day of month, month, day of week"
          value={draft.cron}
          onChange={(event) => set({ cron: event.currentTarget.value })}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          w={330}
          required
        />
        <Autocomplete
          label="Time zone"
          value={draft.zone}
          onChange={(zone) => set({ zone })}
          data={zones}
          limit={30}
          w={220}
          required
        />
      </Group>
      {answer && answer.problems.length > 0 && <ProblemList problems={answer.problems} />}
      {answer && answer.times.length > 0 && (
        <div>
          <Text size="sm" fw={550} mb={4}>
            Next times
          </Text>
          <NextTimes times={answer.times} zone={asked.zone} />
        </div>
      )}
    </>
  );
}
