'use client';
import { Progress, Stack, Text } from '@mantine/core';
import { formatNumber } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { progressQuery } from './queries';

const lookAgainMs = 500;

const words = { reading: 'Read', checking: 'Checked', writing: 'Written' } as const;

export interface WorkProgressProps {
  readonly importId: string;
  /** What to say until the first rows are done. */
  readonly before: string;
}

/** How far the service is with the rows of an import; to be shown while it works on them. */
export function WorkProgress({ importId, before }: WorkProgressProps) {
  const { data } = useApi(progressQuery, { id: importId }, { refetchIntervalMs: lookAgainMs });
  const progress = data?.import.progress ?? null;
  const percent = progress?.total ? (100 * progress.done) / progress.total : null;
  return (
    <Stack gap={4}>
      <Text size="sm" role="status">
        {progress === null || progress.done === 0
          ? before
          : `${words[progress.what as keyof typeof words]} ${formatNumber(progress.done)}${
              progress.total === null ? '' : ` of ${formatNumber(progress.total)}`
            } rows…`}
      </Text>
      <Progress
        value={percent ?? 100}
        animated={percent === null}
        size="sm"
        aria-label="Rows done"
        aria-valuetext={percent === null ? 'not known yet' : `${Math.round(percent)} %`}
      />
    </Stack>
  );
}
