import { Badge, Group, Text } from '@mantine/core';
import { ProblemTable } from '@/problems/problem-table';
import { failureLooks } from '@/states/failure-look';
import { exitText } from './exit-code';
import { LogLines } from './log-lines';
import type { WholeJob } from './queries';

/** Why a job failed: the kind with what helps, the message, every problem, and the last lines it wrote. */
export function JobFailure({ job }: { readonly job: WholeJob }) {
  const { error, failureKind, exitCode, lastLogLines } = job;
  if (error === null) return null;
  const look = failureKind === null ? null : failureLooks[failureKind];
  return (
    <>
      <Group gap={8}>
        {look && (
          <Badge variant="default" size="sm" tt="none">
            {look.word}
          </Badge>
        )}
        {exitCode !== null && (
          <Text size="xs" c="dimmed" className="numeric">
            {exitText(exitCode)}
          </Text>
        )}
      </Group>
      <Text size="sm" fw={550} style={{ overflowWrap: 'anywhere' }}>
        {error.stage && `Stage ${error.stage}: `}
        {error.message}
      </Text>
      {look && (
        <Text size="sm" c="dimmed">
          {look.meaning}
        </Text>
      )}
      {error.problems.length > 0 && <ProblemTable problems={error.problems} />}
      {lastLogLines.length > 0 && (
        <div>
          <Text size="xs" fw={620} mb={4}>
            Last log lines
          </Text>
          <LogLines lines={lastLogLines} label="Last log lines" />
        </div>
      )}
    </>
  );
}
