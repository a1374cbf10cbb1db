'use client';
import { IconListDetails, IconPin, IconPinFilled, IconTrophy } from '@tabler/icons-react';
import Link from 'next/link';
import { type DragEvent, Fragment, type MouseEvent, memo } from 'react';
import { settingJobsHref } from '../links';
import type { Setting } from '../queries';
import type { Column } from './columns';
import { Flash } from './flash';
import classes from './table.module.css';

/** What rows do; the same object for all of them, so that a row is drawn again only when it changes itself. */
export interface RowActions {
  /** Selects these settings alone. */
  readonly select: (keys: readonly string[]) => void;
  /** Adds a setting to the selection, or takes it out. */
  readonly toggle: (key: string) => void;
  readonly makeBaseline: (key: string) => void;
}

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
  readonly actions: RowActions;
}

/**
 * One setting. A click anywhere selects it; the rank is the button for the keyboard. Plain elements: rows come and go
 * by the dozen while the table is scrolled, and those of the component library take a millisecond each.
 */
export const SettingRow = memo(function SettingRow(props: SettingRowProps) {
  const { setting, rowIndex, columns, isBest, isSelected, actions } = props;
  const onClick = (event: MouseEvent) => {
    if ((event.target as Element).closest('a, button, input, label')) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) actions.toggle(setting.key);
    else actions.select([setting.key]);
  };
  return (
    <tr
      className={classes.row}
      aria-rowindex={rowIndex}
      data-best={isBest || undefined}
      data-selected={isSelected || undefined}
      onClick={onClick}
      {...dropHandlers(() => actions.makeBaseline(setting.key))}
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
});

/** What is dragged is the pin, nothing else of the page or of other programs. */
const pinType = 'application/x-batchyard-baseline';

/** For a row that the pin may be dropped on. */
function dropHandlers(onDrop: () => void) {
  const isPin = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(pinType);
  return {
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (!isPin(event)) return;
      event.preventDefault();
      event.currentTarget.dataset.target = 'true';
    },
    onDragLeave: ({ currentTarget }: DragEvent<HTMLElement>) => {
      delete currentTarget.dataset.target;
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      delete event.currentTarget.dataset.target;
      if (!isPin(event)) return;
      event.preventDefault();
      onDrop();
    },
  };
}

function isBad(column: Column, setting: Setting): boolean {
  return column.id === 'failed' && setting.failed > 0;
}

function RankCell({
  text,
  setting,
  isBest,
  isSelected,
  actions,
}: SettingRowProps & { readonly text: string | null }) {
  return (
    <th scope="row" data-kind="rank">
      <input
        type="checkbox"
        className={classes.check}
        checked={isSelected}
        onChange={() => actions.toggle(setting.key)}
        aria-label={
          text === null ? 'Add setting without a value to the selection' : `Add rank ${text} to the selection`
        }
      />
      <button
        type="button"
        className={classes.rank}
        aria-pressed={isSelected}
        aria-label={text === null ? 'Select setting without a value' : `Select setting of rank ${text}`}
        onClick={() => actions.select([setting.key])}
      >
        {text ?? '–'}
        {isBest && (
          <span className={classes.best}>
            <IconTrophy size={14} aria-hidden />
            best
          </span>
        )}
        {setting.isPareto && <span className={classes.front}>front</span>}
      </button>
    </th>
  );
}

function ActionsCell({ slug, batchId, setting, isBaseline, actions }: SettingRowProps) {
  const pin = isBaseline ? 'This is the baseline; drag it to another row' : 'Make this the baseline';
  return (
    <td data-kind="actions">
      <button
        type="button"
        className={classes.icon}
        aria-label={pin}
        title={pin}
        aria-pressed={isBaseline}
        onClick={() => actions.makeBaseline(setting.key)}
        draggable={isBaseline}
        onDragStart={({ dataTransfer }) => dataTransfer.setData(pinType, setting.key)}
      >
        {isBaseline ? <IconPinFilled size={15} /> : <IconPin size={15} />}
      </button>
      <Link
        href={settingJobsHref(slug, batchId, setting)}
        prefetch={false}
        className={classes.icon}
        aria-label="Jobs of this setting"
        title="Jobs of this setting"
      >
        <IconListDetails size={15} />
      </Link>
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
