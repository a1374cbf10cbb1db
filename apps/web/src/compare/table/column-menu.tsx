'use client';
import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { titleWithUnit } from '@/formatting/numbers';
import type { ComparisonData } from '../queries';

export interface ColumnMenuProps {
  readonly comparison: ComparisonData;
  readonly hidden: readonly string[];
  readonly onChange: (hidden: string[]) => void;
}

/** Chooses which other metrics have a column. */
export function ColumnMenu({ comparison, hidden, onChange }: ColumnMenuProps) {
  const others = comparison.metrics.filter(({ name }) => name !== comparison.metric.name);
  const names = others.map(({ name }) => name);
  if (others.length === 0) return null;
  // What other versions of the pipeline have hidden stays hidden.
  const elsewhere = hidden.filter((name) => !names.includes(name));
  const shown = names.filter((name) => !hidden.includes(name));
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          label="Other metrics"
          value={shown}
          onChange={(chosen) => onChange([...elsewhere, ...names.filter((name) => !chosen.includes(name))])}
        >
          <Stack gap={8} mt={8}>
            {others.map(({ name, title, unit }) => (
              <Checkbox key={name} size="xs" value={name} label={titleWithUnit(title, unit)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
