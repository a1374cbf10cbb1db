import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { counted, formatNumber } from '@/formatting/numbers';
import { ProblemTable } from '@/problems/problem-table';
import type { BatchPlan } from '../queries';

export interface InvalidCellsProps {
  readonly plan: BatchPlan;
  /** Whether they are already left out. */
  readonly validOnly: boolean;
  readonly onValidOnly: (validOnly: boolean) => void;
}

/** Cells listed before more are asked for. */
const listedCells = 5;

/** Cells that cannot run, each with all of its problems, and the choice to start the others. */
export function InvalidCells({ plan, validOnly, onValidOnly }: InvalidCellsProps) {
  const [all, setAll] = useState(false);
  const { invalidCount, invalidCells, cellCount } = plan;
  if (invalidCount === 0) return null;
  const valid = cellCount - invalidCount;
  const shown = all ? invalidCells : validOnly ? [] : invalidCells.slice(0, listedCells);
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      bg="var(--surface)"
      style={{ borderLeft: '4px solid var(--tone-failed)' }}
    >
      <Group justify="space-between" gap="sm" mb="xs">
        <Text component="h2" fw={620} m={0}>
          {counted(invalidCount, 'cell')} of {formatNumber(cellCount)} cannot run
        </Text>
        {valid > 0 && (
          <Button
            variant={validOnly ? 'default' : 'filled'}
            onClick={() => {
              setAll(false);
              onValidOnly(!validOnly);
            }}
          >
            {validOnly
              ? 'Put them back'
              : `Start with the ${formatNumber(valid)} valid ${valid === 1 ? 'one' : 'ones'}`}
          </Button>
        )}
      </Group>
      <Text size="sm" mb="sm">
        {validOnly
          ? `They are left out; the batch has ${counted(valid, 'job')}.`
          : 'Change the settings or inputs they are about, or leave these cells out.'}
      </Text>
      {validOnly && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          Show why
        </Button>
      )}
      <Stack gap="sm">
        {shown.map(({ position, label, problems }) => (
          <div key={position}>
            <Text size="sm" fw={550} mb={4} style={{ overflowWrap: 'anywhere' }}>
              {formatNumber(position + 1)}. {label}
            </Text>
            <ProblemTable problems={problems} />
          </div>
        ))}
      </Stack>
      {!validOnly && shown.length < invalidCells.length && (
        <Button variant="subtle" size="compact-sm" mt="xs" onClick={() => setAll(true)}>
          Show {formatNumber(invalidCells.length)}
        </Button>
      )}
      {all && invalidCount > invalidCells.length && (
        <Text size="sm" c="dimmed" mt="xs">
          and {formatNumber(invalidCount - invalidCells.length)} more.
        </Text>
      )}
    </Paper>
  );
}
