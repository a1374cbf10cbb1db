'use client';
import { useHotkeys } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useMemo, useRef } from 'react';
import { markedBest } from '../answer/answer';
import { onlyBatch } from '../links';
import type { PanelProps } from '../panel-props';
import type { Setting } from '../queries';
import type { Selection } from '../selection/use-selection';
import type { Sort } from '../view/url-state';
import type { Column } from './columns';
import { nextDifference } from './differences';
import { HeadCell } from './head-cell';
import { type RowActions, SettingRow } from './setting-row';
import classes from './table.module.css';
import { columnWidthPx } from './widths';

/** More rows than this are drawn only where they can be seen. */
const virtualFrom = 200;
const rowHeightPx = 41;
const actionsWidthPx = 72;

export interface SettingsTableProps extends PanelProps {
  readonly columns: readonly Column[];
  /** In the order shown. */
  readonly settings: readonly Setting[];
}

/** The table itself: heading cells sort, rows select. Heading and rows are drawn apart: scrolling draws rows alone. */
export function SettingsTable(props: SettingsTableProps) {
  const { comparison, columns, settings, view, change } = props;
  const box = useRef<HTMLElement>(null);
  const widths = useMemo(
    () => columns.map((column) => columnWidthPx(column, comparison.settings)),
    [columns, comparison],
  );
  const onSort = useCallback((sort: Sort) => change({ sort }), [change]);
  const totalWidth = widths.reduce((sum, width) => sum + width, actionsWidthPx);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section ref={box} className={classes.box} tabIndex={0} aria-label="Settings, scrollable">
      <table
        className={`${classes.table} numeric`}
        style={{ minWidth: totalWidth }}
        aria-rowcount={settings.length + 1}
      >
        <TableHead columns={columns} widths={widths} sort={view.sort} onSort={onSort} />
        <TableRows {...props} box={box} />
      </table>
    </section>
  );
}

interface TableHeadProps {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

const TableHead = memo(function TableHead({ columns, widths, sort, onSort }: TableHeadProps) {
  return (
    <>
      <colgroup>
        {columns.flatMap((column, index) => [
          <col key={column.id} style={{ width: widths[index] }} />,
          ...(column.kind === 'rank' ? [<col key="actions" style={{ width: actionsWidthPx }} />] : []),
        ])}
      </colgroup>
      <thead>
        <tr>
          {columns.flatMap((column) => [
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />,
            ...(column.kind === 'rank'
              ? [
                  <th key="actions" scope="col">
                    <span className={classes.hiddenText}>Baseline and jobs</span>
                  </th>,
                ]
              : []),
          ])}
        </tr>
      </thead>
    </>
  );
});

type TableRowsProps = SettingsTableProps & { readonly box: { readonly current: HTMLElement | null } };

function TableRows({ slug, comparison, columns, settings, change, selection, box }: TableRowsProps) {
  const { before, rows, after, scrollTo } = useVisibleRows(settings, box);
  useDifferenceKeys(settings, selection, scrollTo);
  // One setting with a value is no ranking yet.
  const best = settings.some(({ rank }) => rank === 2) ? markedBest(comparison) : null;
  const batchId = onlyBatch(comparison);
  const { select, toggle } = selection;
  const actions = useMemo(
    (): RowActions => ({ select, toggle, makeBaseline: (key) => change({ baselineKey: key }) }),
    [select, toggle, change],
  );
  return (
    <tbody>
      {before > 0 && <tr aria-hidden style={{ height: before }} />}
      {rows.map(({ setting, index }) => (
        <SettingRow
          key={setting.key}
          slug={slug}
          batchId={batchId}
          setting={setting}
          rowIndex={index + 2}
          columns={columns}
          isBest={setting.key === best}
          isBaseline={setting.key === comparison.baselineKey}
          isSelected={selection.keys.has(setting.key)}
          actions={actions}
        />
      ))}
      {after > 0 && <tr aria-hidden style={{ height: after }} />}
    </tbody>
  );
}

interface VisibleRows {
  readonly rows: readonly { readonly setting: Setting; readonly index: number }[];
  /** Height of the rows left out above and below, in pixels. */
  readonly before: number;
  readonly after: number;
  readonly scrollTo: (index: number) => void;
}

function useVisibleRows(
  settings: readonly Setting[],
  box: { readonly current: HTMLElement | null },
): VisibleRows {
  const isVirtual = settings.length > virtualFrom;
  const virtualizer = useVirtualizer({
    count: settings.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    enabled: isVirtual,
  });
  if (!isVirtual) {
    const rows = settings.map((setting, index) => ({ setting, index }));
    const scrollTo = (index: number) =>
      box.current?.querySelector(`tr[aria-rowindex="${index + 2}"]`)?.scrollIntoView({ block: 'nearest' });
    return { rows, before: 0, after: 0, scrollTo };
  }
  const items = virtualizer.getVirtualItems();
  const rows = items.flatMap(({ index }) => {
    const setting = settings[index];
    return setting ? [{ setting, index }] : [];
  });
  return {
    rows,
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  };
}

/** `[` and `]` select the previous and next setting that differs from the baseline, and bring it into sight. */
function useDifferenceKeys(
  settings: readonly Setting[],
  selection: Selection,
  scrollTo: (index: number) => void,
): void {
  useHotkeys(
    ([1, -1] as const).map((step) => [
      step === 1 ? ']' : '[',
      () => {
        const from = selection.keys.size === 1 ? ([...selection.keys][0] ?? null) : null;
        const found = nextDifference(settings, from, step);
        if (!found || found.key === from) return;
        selection.select([found.key]);
        scrollTo(settings.indexOf(found));
      },
      { usePhysicalKeys: false },
    ]),
  );
}
