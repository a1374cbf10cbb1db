'use client';
import { ActionIcon, Group, Select, Text } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { counted } from '@/formatting/numbers';
import type { InputMatrix, InputRow } from '../by-input/queries';

interface InputChooserProps {
  readonly matrix: InputMatrix;
  readonly row: InputRow;
  readonly choose: (key: string) => void;
  readonly step: (by: 1 | -1) => void;
}

/** The input whose results are shown, with the one before and after. */
export function InputChooser({ matrix, row, choose, step }: InputChooserProps) {
  const place = matrix.rows.findIndex(({ key }) => key === row.key) + 1;
  return (
    <Group gap="xs" align="end">
      <Select
        label="Input"
        description="Those on which settings differ most come first"
        miw={240}
        searchable
        allowDeselect={false}
        value={row.key}
        data={matrix.rows.map(({ key, label }) => ({ value: key, label }))}
        onChange={(key) => key !== null && choose(key)}
      />
      <ActionIcon variant="default" size={36} aria-label="Input before" onClick={() => step(-1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon variant="default" size={36} aria-label="Next input" onClick={() => step(1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
      <Text fz="xs" c="dimmed" pb={9}>
        {place} of {counted(matrix.total, 'input')}
      </Text>
    </Group>
  );
}
