'use client';
import { Group, Select, Switch, Text, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { LogLines } from './log-lines';
import { type FollowedLog, type LogLiveness, useJobLog } from './use-job-log';

const levels = ['debug', 'info', 'warning', 'error'] as const;
type Level = (typeof levels)[number];
const levelOptions = [
  { value: 'debug', label: 'All levels' },
  { value: 'info', label: 'Info and above' },
  { value: 'warning', label: 'Warnings and errors' },
  { value: 'error', label: 'Errors only' },
];

export interface JobLogProps {
  readonly jobId: string;
  /** Whether more lines may come. */
  readonly moving: boolean;
  readonly attempts: readonly number[];
}

/** The stored log with a filter by level and by attempt; follows the end while the job runs. */
export function JobLog({ jobId, moving, attempts }: JobLogProps) {
  const [level, setLevel] = useState<Level>('info');
  const [attempt, setAttempt] = useState<string | null>(null);
  const [follow, setFollow] = useState(true);
  const log = useJobLog(jobId, attempt === null ? null : Number(attempt), moving);
  const lines = useMemo(
    () => log.lines.filter((line) => levels.indexOf(line.level) >= levels.indexOf(level)),
    [log.lines, level],
  );
  return (
    <Panel
      title="Log"
      actions={
        <Group gap="sm">
          {moving && !log.isLoading && <Mark liveness={log.liveness} />}
          {moving && (
            <Switch
              size="xs"
              label="Follow"
              checked={follow}
              onChange={(event) => setFollow(event.currentTarget.checked)}
            />
          )}
          {attempts.length > 1 && (
            <Select
              size="xs"
              w={140}
              aria-label="Attempt"
              placeholder="All attempts"
              clearable
              data={attempts.map((number) => ({ value: String(number), label: `Attempt ${number}` }))}
              value={attempt}
              onChange={setAttempt}
            />
          )}
          <Select
            size="xs"
            w={170}
            aria-label="Level"
            data={levelOptions}
            value={level}
            onChange={(value) => setLevel((value ?? 'debug') as Level)}
            allowDeselect={false}
          />
        </Group>
      }
    >
      {log.dropped > 0 && (
        <Text size="xs" c="dimmed" mb={4}>
          {formatNumber(log.dropped)} earlier lines are not shown.
        </Text>
      )}
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {emptyText(log, moving)}
        </Text>
      ) : (
        <LogLines
          lines={lines}
          label="Log lines"
          follow={follow && moving}
          onLeave={() => setFollow(false)}
        />
      )}
    </Panel>
  );
}

const marks = {
  live: { text: '● Live', tone: 'var(--tone-succeeded)', meaning: 'New lines appear as they are written.' },
  delayed: {
    text: '○ Delayed',
    tone: 'var(--tone-lost)',
    meaning: 'The live connection is away; the log is asked for every 2 seconds, from the last line on.',
  },
} as const;

/** Whether new lines arrive at once. */
function Mark({ liveness }: { readonly liveness: LogLiveness }) {
  const { text, tone, meaning } = marks[liveness];
  return (
    <Tooltip label={meaning}>
      <Text size="xs" fw={600} c={tone} role="status">
        {text}
      </Text>
    </Tooltip>
  );
}

function emptyText({ isLoading, lines, error }: FollowedLog, moving: boolean): string {
  if (isLoading) return 'Loading the log…';
  if (lines.length > 0) return 'No lines of this level.';
  if (error !== null)
    return `The log could not be read${moving ? '; it is tried again' : '. Reload the page'}.`;
  return moving ? 'No log lines yet.' : 'The job wrote no log.';
}
