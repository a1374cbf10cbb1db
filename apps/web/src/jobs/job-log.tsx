'use client';
import { Group, Select, Switch, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatClock } from '@/formatting/time';
import { useApiPages } from '@/graphql/hooks';
import { LoadMore } from '@/page/load-more';
import { Panel } from '@/page/panel';
import classes from './jobs.module.css';
import { jobLogQuery, type LogLine } from './queries';

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
  const list = useApiPages(
    jobLogQuery,
    { id: jobId, first: 500, attempt: attempt === null ? null : Number(attempt) },
    (answer) => answer.job.log,
    { refetchIntervalMs: moving ? 2000 : false, keepPrevious: true },
  );
  const lines = useMemo(
    () => list.nodes.filter((line) => levels.indexOf(line.level) >= levels.indexOf(level)),
    [list.nodes, level],
  );
  return (
    <Panel
      title="Log"
      actions={
        <Group gap="sm">
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
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          {list.isPending
            ? 'Loading the log…'
            : list.nodes.length > 0
              ? 'No lines of this level.'
              : moving
                ? 'No log lines yet.'
                : 'The job wrote no log.'}
        </Text>
      ) : (
        <LogLines lines={lines} follow={follow && moving} onLeave={() => setFollow(false)} />
      )}
      <LoadMore list={list} />
    </Panel>
  );
}

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly follow: boolean;
  /** The reader scrolled away from the end. */
  readonly onLeave: () => void;
}

function LogLines({ lines, follow, onLeave }: LogLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever lines arrive
  useEffect(() => {
    if (follow && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines, follow]);
  const leave = () => {
    const element = box.current;
    if (follow && element && element.scrollHeight - element.scrollTop - element.clientHeight > 40) onLeave();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div ref={box} className={classes.log} role="log" aria-label="Log lines" tabIndex={0} onScroll={leave}>
      {lines.map((line) => (
        <div key={`${line.attempt}.${line.line}`} className={classes.line} data-level={line.level}>
          <time className={classes.at}>{formatClock(line.at)}</time>
          <span className={classes.level}>{line.level}</span>
          <span className={classes.text}>{line.text}</span>
        </div>
      ))}
    </div>
  );
}
