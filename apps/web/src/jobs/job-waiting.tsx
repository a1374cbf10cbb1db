import { Text } from '@mantine/core';
import type { WholeJob } from './queries';

/** Why a job waits, its place in the line and about how long: all of it in the server's sentences. */
export function JobWaiting({ waiting }: { readonly waiting: NonNullable<WholeJob['waiting']> }) {
  return (
    <Text size="sm" className="numeric" aria-live="polite">
      {waiting.reason}
    </Text>
  );
}
