import { Table, type TableProps } from '@mantine/core';
import type { CSSProperties } from 'react';
import classes from './stacked-table.module.css';

export interface StackedTableProps extends TableProps {
  /** Width in pixels below which the table scrolls sideways on a wide screen. */
  readonly leastWidth: number;
  /** On a phone: every labelled cell on a line of its own, or as many on a line as fit. */
  readonly stack?: 'lines' | 'inline';
}

/**
 * A table whose rows become blocks on a phone. There a cell with `data-label` shows that label before its content,
 * one without stands alone, one with `data-box` stands before it, and an empty one is left out.
 */
export function StackedTable({
  leastWidth,
  stack = 'lines',
  className,
  children,
  ...rest
}: StackedTableProps) {
  const style = { '--least-width': `${leastWidth}px` } as CSSProperties;
  return (
    <div className={classes.scroll}>
      <Table {...rest} data-stack={stack} className={`${classes.table} ${className ?? ''}`} style={style}>
        {children}
      </Table>
    </div>
  );
}
