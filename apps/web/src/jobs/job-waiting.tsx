import { Text } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { formatDuration } from '@/formatting/time';
import type { WholeJob } from './queries';

/** Why a job waits, its place in the line, and about how long. */
export function JobWaiting({ waiting }: { readonly waiting: NonNullable<WholeJob['waiting']> }) {
  const { reason, position, aboutSeconds } = waiting;
  const facts = [
    position === null ? '' : `Place ${formatNumber(position)} in the line.`,
    aboutSeconds === null ? '' : `It starts in about ${formatDuration(aboutSeconds)}.`,
  ].filter((fact) => fact !== '');
  return (
    <div>
      <Text size="sm">{reason}</Text>
      {facts.length > 0 && (
        <Text size="sm" c="dimmed" className="numeric">
          {facts.join(' ')}
        </Text>
      )}
    </div>
  );
}
