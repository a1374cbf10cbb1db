'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { markedBest } from '../answer/answer';
import { onlyBatch } from '../links';
import type { ComparisonData, Setting } from '../queries';
import type { Selection } from '../selection/use-selection';
import type { CompareView, Sort } from '../view/url-state';
import type { Column } from './columns';
import { HeadCell } from './head-cell';
import { SettingRow } from './setting-row';
import classes from './table.module.css';
import { columnWidthPx } from './widths';

/** More rows than this are drawn only where they can be seen. */
const virtualFrom = 200;
const rowHeightPx = 41;
const actionsWidthPx = 72;

export interface SettingsTableProps {
  readonly slug: string;
  readonly comparison: ComparisonData;
  readonly columns: readonly Column[];
  /** In the order shown. */
  readonly settings: readonly Setting[];
  readonly sort: Sort;
  readonly change: (part: Partial<CompareView>) => void;
  readonly selection: Selection;
}

/** The table itself: heading cells sort, rows select. */
export function SettingsTable(props: SettingsTableProps) {
  const { slug, comparison, columns, settings, sort, change, selection } = props;
  const box = useRef<HTMLElement>(null);
  const widths = useMemo(
    () => columns.map((column) => columnWidthPx(column, comparison.settings)),
    [columns, comparison],
  );
  const { before, rows, after } = useVisibleRows(settings, box);
  // One setting with a value is no ranking yet.
  const hasRanking = settings.some(({ rank }) => rank === 2);
  const batchId = onlyBatch(comparison);
  const totalWidth = widths.reduce((sum, width) => sum + width, actionsWidthPx);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section ref={box} className={classes.box} tabIndex={0} aria-label="Settings, scrollable">
      <table
        className={`${classes.table} numeric`}
        style={{ minWidth: totalWidth }}
        aria-rowcount={settings.length + 1}
      >
        <colgroup>
          {columns.flatMap((column, index) => [
            <col key={column.id} style={{ width: widths[index] }} />,
            ...(column.kind === 'rank' ? [<col key="actions" style={{ width: actionsWidthPx }} />] : []),
          ])}
        </colgroup>
        <thead>
          <tr>
            {columns.flatMap((column) => [
              <HeadCell
                key={column.id}
                column={column}
                sort={sort}
                onSort={(next) => change({ sort: next })}
              />,
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
              isBest={hasRanking && setting.key === markedBest(comparison)}
              isBaseline={setting.key === comparison.baselineKey}
              isSelected={selection.keys.has(setting.key)}
              onSelect={() => selection.select([setting.key])}
              onBaseline={() => change({ baselineKey: setting.key })}
            />
          ))}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}

interface VisibleRows {
  readonly rows: readonly { readonly setting: Setting; readonly index: number }[];
  /** Height of the rows left out above and below, in pixels. */
  readonly before: number;
  readonly after: number;
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
  if (!isVirtual)
    return { rows: settings.map((setting, index) => ({ setting, index })), before: 0, after: 0 };
  const items = virtualizer.getVirtualItems();
  const rows = items.flatMap(({ index }) => {
    const setting = settings[index];
    return setting ? [{ setting, index }] : [];
  });
  return {
    rows,
    before: items[0]?.start ?? 0,
    after: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
  };
}
