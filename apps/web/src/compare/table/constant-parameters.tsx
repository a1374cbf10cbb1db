'use client';
import { isJsonObject, type Json } from '@batchyard/domain';
import { Button, Popover, ScrollArea, Table, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { formatValue } from '@/formatting/values';
import classes from './table.module.css';

/** The parameters that are the same in all settings, folded into one button. */
export function ConstantParameters({ constant }: { readonly constant: Json }) {
  const entries = isJsonObject(constant) ? Object.entries(constant) : [];
  if (entries.length === 0) return null;
  return (
    <Popover position="bottom-end" width="min(460px, 92vw)" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
          {entries.length} constant
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb={6}>
          Equal in all settings:
        </Text>
        <ScrollArea.Autosize mah={340} type="auto">
          <Table fz="xs" verticalSpacing={4} horizontalSpacing={4}>
            <Table.Tbody>
              {entries.map(([path, value]) => (
                <Table.Tr key={path}>
                  <Table.Th scope="row" fw={500} className={classes.anywhere}>
                    {path}
                  </Table.Th>
                  <Table.Td className={`${classes.anywhere} numeric`}>{formatValue(value)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
