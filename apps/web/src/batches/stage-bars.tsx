import { Group, Progress, Stack, Text } from '@mantine/core';
import { formatDuration } from '@/formatting/time';
import type { LiveBatch } from './queries';

export interface StageBarsProps {
  readonly stages: LiveBatch['stageSummary'];
  /** Jobs of the batch. */
  readonly total: number;
}

/** For each stage: jobs that are through or in it, and its median time. */
export function StageBars({ stages, total }: StageBarsProps) {
  if (stages.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Stages appear when the first job starts.
      </Text>
    );
  }
  const share = (count: number) => (total === 0 ? 0 : (count / total) * 100);
  return (
    <Stack gap="sm" className="numeric">
      {stages.map((stage) => (
        <div key={stage.name}>
          <Group justify="space-between" mb={3} gap="xs">
            <Text size="sm" fw={550}>
              {stage.name}
            </Text>
            <Text size="xs" c="dimmed">
              {stage.done} of {total}
              {stage.running > 0 && ` · ${stage.running} running`}
              {stage.medianSeconds !== null && ` · median ${formatDuration(stage.medianSeconds)}`}
            </Text>
          </Group>
          <Progress.Root size={6} aria-label={`Stage ${stage.name}`}>
            <Progress.Section value={share(stage.done)} color="var(--tone-succeeded)" aria-label="done" />
            <Progress.Section
              value={share(stage.running)}
              color="var(--tone-running)"
              striped
              animated
              aria-label="running"
            />
          </Progress.Root>
        </div>
      ))}
    </Stack>
  );
}
