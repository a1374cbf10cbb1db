'use client';
import { ActionIcon, Menu, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown } from '@tabler/icons-react';
import type { Sort } from '../view/url-state';
import type { Column } from './columns';
import classes from './table.module.css';

export interface HeadCellProps {
  readonly column: Column;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** A heading that sorts: first ascending, then the other way round; a small menu sorts by what stands beside a mean. */
export function HeadCell({ column, sort, onSort }: HeadCellProps) {
  const part = column.parts?.find(({ id }) => id === sort.column);
  const order = sort.column === column.id || part ? sort.order : null;
  return (
    <th scope="col" aria-sort={order ?? 'none'} data-kind={column.kind}>
      <Tooltip label={column.fullName} openDelay={300}>
        <UnstyledButton className={classes.sort} onClick={() => onSort(turned(sort, column.id))}>
          <span>
            {column.heading}
            {part && <span className={classes.part}> by {lowerFirst(part.title)}</span>}
          </span>
          {order === 'ascending' && <IconArrowUp size={13} aria-hidden />}
          {order === 'descending' && <IconArrowDown size={13} aria-hidden />}
        </UnstyledButton>
      </Tooltip>
      {column.parts && <PartMenu column={column} sort={sort} onSort={onSort} />}
    </th>
  );
}

function PartMenu({ column, sort, onSort }: HeadCellProps) {
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          aria-label={`More ways to sort by ${column.heading}`}
        >
          <IconChevronDown size={12} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Sort by</Menu.Label>
        <Menu.Item onClick={() => onSort(turned(sort, column.id))}>Mean</Menu.Item>
        {column.parts?.map(({ id, title }) => (
          <Menu.Item key={id} onClick={() => onSort(turned(sort, id))}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function turned(sort: Sort, column: string): Sort {
  const isTurned = sort.column === column && sort.order === 'ascending';
  return { column, order: isTurned ? 'descending' : 'ascending' };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
