import { Group, Text } from '@mantine/core';
import { counted, formatNumber } from '@/formatting/numbers';
import { RelativeTime } from '@/formatting/relative-time';
import { BatchStateBadge } from '@/states/state-badge';
import classes from '../compare.module.css';
import type { ComparableBatch, ComparableDesign } from '../queries';

/** Name, state, results and age of a batch in one or two lines. */
export function BatchLine({ batch, note }: { readonly batch: ComparableBatch; readonly note?: string }) {
  const { succeeded, reused, total } = batch.counts;
  return (
    <>
      <Text component="span" size="sm" fw={550} className={classes.anywhere}>
        {batch.name}
      </Text>
      <Group component="span" gap="2px 10px" c="dimmed" fz="xs">
        <BatchStateBadge state={batch.state} />
        <span>
          {formatNumber(succeeded + reused)} of {counted(total, 'job')} with a result
        </span>
        {note && <span>{note}</span>}
        <RelativeTime at={batch.createdAt} />
      </Group>
    </>
  );
}

/** Name, size and age of a design in one or two lines. */
export function DesignLine({ design, note }: { readonly design: ComparableDesign; readonly note?: string }) {
  return (
    <>
      <Text component="span" size="sm" fw={550} className={classes.anywhere}>
        {design.name}
      </Text>
      <Group component="span" gap="2px 10px" c="dimmed" fz="xs">
        <span>{counted(design.cellCount, 'cell')}</span>
        {note && <span>{note}</span>}
        <RelativeTime at={design.createdAt} />
      </Group>
    </>
  );
}
