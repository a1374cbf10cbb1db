'use client';
import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Sort } from '../view/url-state';
import type { Column } from './columns';
import classes from './table.module.css';

export interface HeadCellProps {
  readonly column: Column;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** A heading that sorts: first ascending, then the other way round. */
export function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const order = sort.column === column.id ? sort.order : null;
  const next: Sort = { column: column.id, order: order === 'ascending' ? 'descending' : 'ascending' };
  return (
    <th scope="col" aria-sort={order ?? 'none'} data-kind={column.kind}>
      <Tooltip label={column.fullName} openDelay={300}>
        <UnstyledButton className={classes.sort} onClick={() => onSort(next)}>
          <span>{column.heading}</span>
          {order === 'ascending' && <IconArrowUp size={13} aria-hidden />}
          {order === 'descending' && <IconArrowDown size={13} aria-hidden />}
        </UnstyledButton>
      </Tooltip>
    </th>
  );
}
