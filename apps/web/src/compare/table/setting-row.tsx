'use client';
import { ActionIcon, Checkbox, UnstyledButton } from '@mantine/core';
import { IconListDetails, IconPin, IconPinFilled, IconTrophy } from '@tabler/icons-react';
import Link from 'next/link';
import { Fragment, type MouseEvent, memo } from 'react';
import { settingJobsHref } from '../links';
import type { Setting } from '../queries';
import type { Column } from './columns';
import { Flash } from './flash';
import classes from './table.module.css';

export interface SettingRowProps {
  readonly slug: string;
  /** null where several sources are compared. */
  readonly batchId: string | null;
  readonly setting: Setting;
  /** From 1, the heading included. */
  readonly rowIndex: number;
  readonly columns: readonly Column[];
  readonly isBest: boolean;
  readonly isBaseline: boolean;
  readonly isSelected: boolean;
  /** Selects this setting alone. */
  readonly onSelect: () => void;
  /** Adds it to the selection, or takes it out. */
  readonly onToggle: () => void;
  readonly onBaseline: () => void;
}

/** One setting. A click anywhere selects it; the rank is the button for the keyboard. */
export function SettingRow(props: SettingRowProps) {
  const { setting, rowIndex, columns, isBest, isSelected, onSelect, onToggle } = props;
  const onClick = (event: MouseEvent) => {
    if ((event.target as Element).closest('a, button, input, label')) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) onToggle();
    else onSelect();
  };
  return (
    <tr
      className={classes.row}
      aria-rowindex={rowIndex}
      data-best={isBest || undefined}
      data-selected={isSelected || undefined}
      onClick={onClick}
    >
      {columns.map((column) =>
        column.kind === 'rank' ? (
          <Fragment key={column.id}>
            <RankCell {...props} text={column.text(setting)} />
            <ActionsCell {...props} />
          </Fragment>
        ) : (
          <td key={column.id} data-kind={column.kind} data-bad={isBad(column, setting) || undefined}>
            <CellText {...props} column={column} />
          </td>
        ),
      )}
    </tr>
  );
}

function isBad(column: Column, setting: Setting): boolean {
  return column.id === 'failed' && setting.failed > 0;
}

function RankCell({
  text,
  setting,
  isBest,
  isSelected,
  onSelect,
  onToggle,
}: SettingRowProps & { readonly text: string | null }) {
  return (
    <th scope="row" data-kind="rank">
      <Checkbox
        size="xs"
        className={classes.check}
        checked={isSelected}
        onChange={onToggle}
        aria-label={
          text === null ? 'Add setting without a value to the selection' : `Add rank ${text} to the selection`
        }
      />
      <UnstyledButton
        className={classes.rank}
        aria-pressed={isSelected}
        aria-label={text === null ? 'Select setting without a value' : `Select setting of rank ${text}`}
        onClick={onSelect}
      >
        {text ?? '–'}
        {isBest && (
          <span className={classes.best}>
            <IconTrophy size={14} aria-hidden />
            best
          </span>
        )}
        {setting.isPareto && <span className={classes.front}>front</span>}
      </UnstyledButton>
    </th>
  );
}

function ActionsCell({ slug, batchId, setting, isBaseline, onBaseline }: SettingRowProps) {
  const pin = isBaseline ? 'This is the baseline' : 'Make this the baseline';
  return (
    <td data-kind="actions">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={pin}
        title={pin}
        aria-pressed={isBaseline}
        onClick={onBaseline}
      >
        {isBaseline ? <IconPinFilled size={15} /> : <IconPin size={15} />}
      </ActionIcon>
      <ActionIcon
        component={Link}
        href={settingJobsHref(slug, batchId, setting)}
        variant="subtle"
        color="gray"
        aria-label="Jobs of this setting"
        title="Jobs of this setting"
      >
        <IconListDetails size={15} />
      </ActionIcon>
    </td>
  );
}

function CellText({ column, setting, isBaseline }: SettingRowProps & { readonly column: Column }) {
  if (column.kind === 'difference' && isBaseline) return <span className={classes.quiet}>baseline</span>;
  const text = column.text(setting);
  if (column.kind === 'parameter') return text;
  if (text === null) return <span className={classes.quiet}>{column.kind === 'count' ? '0' : '–'}</span>;
  return <LiveText text={text} />;
}

const LiveText = memo(Flash);
