'use client';
import { Group, Select, Switch, Text, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import { formatNumber } from '@/formatting/numbers';
import { Panel } from '@/page/panel';
import { LogLines } from './log-lines';
import { type FollowedLog, useJobLog } from './use-job-log';

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
          {moving && <Mark log={log} />}
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

/** Whether new lines arrive; when they do not, reading goes on by itself. */
function Mark({ log }: { readonly log: FollowedLog }) {
  const isLive = log.error === null;
  const meaning = isLive
    ? 'New lines appear within about 2 seconds.'
    : 'The server does not answer. Reading goes on from the last line as soon as it does.';
  return (
    <Tooltip label={meaning}>
      <Text size="xs" fw={600} c={isLive ? 'var(--tone-succeeded)' : 'var(--tone-lost)'} role="status">
        {isLive ? '● Live' : '○ Delayed'}
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
