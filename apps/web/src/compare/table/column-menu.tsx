'use client';
import { Button, Checkbox, Popover, ScrollArea, Stack, Switch } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import type { CompareView } from '../view/url-state';
import type { Column } from './columns';
import { canHide } from './shown-columns';

export interface ColumnMenuProps {
  readonly columns: readonly Column[];
  readonly hidden: readonly string[];
  readonly onChange: (hidden: readonly string[]) => void;
  readonly identical: CompareView['identical'];
  /** Columns that are left out because they are the same in all settings. */
  readonly left: readonly Column[];
  readonly onIdentical: (choice: CompareView['identical']) => void;
}

/** Chooses the columns of the table. */
export function ColumnMenu({ columns, hidden, onChange, identical, left, onIdentical }: ColumnMenuProps) {
  const choices = columns.filter(canHide);
  const ids = choices.map(({ id }) => id);
  // What other versions of the pipeline have hidden stays hidden.
  const elsewhere = hidden.filter((id) => !ids.includes(id));
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} aria-hidden />}>
          Columns{left.length > 0 ? ` (${left.length} identical hidden)` : ''}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Switch
            size="xs"
            label="Hide columns that are the same in all settings"
            checked={identical === 'hide'}
            onChange={(event) => onIdentical(event.currentTarget.checked ? 'hide' : 'show')}
          />
          <ScrollArea.Autosize mah={320} type="auto">
            <Checkbox.Group
              label="Columns"
              value={ids.filter((id) => !hidden.includes(id))}
              onChange={(shown) => onChange([...elsewhere, ...ids.filter((id) => !shown.includes(id))])}
            >
              <Stack gap={8} mt={8}>
                {choices.map((column) => (
                  <Checkbox
                    key={column.id}
                    size="xs"
                    value={column.id}
                    label={left.includes(column) ? `${column.heading}, the same in all` : column.heading}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
