'use client';
import { Anchor, UnstyledButton } from '@mantine/core';
import Link from 'next/link';
import { colorAt, cssColor, textOn } from '@/charts/color-scale';
import { formatNumber, titleWithUnit } from '@/formatting/numbers';
import { commonDecimals, formatCommon } from '../decimals';
import type { PanelProps } from '../panel-props';
import { settingText, valuesText } from '../settings';
import classes from './by-input.module.css';
import { bestInRow, cellsBySetting, cellText, shareInRow } from './matrix';
import type { InputCell, InputMatrix, InputRow } from './queries';

interface InputTableProps extends PanelProps {
  readonly matrix: InputMatrix;
  readonly columns: InputMatrix['settings'];
}

export function InputTable({ matrix, columns, ...panel }: InputTableProps) {
  const { metric } = matrix;
  const decimals = commonDecimals(
    matrix.rows.flatMap(({ cells }) => cells.flatMap(({ mean }) => mean ?? [])),
  );
  return (
    <section
      className={classes.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={`${metric.title} by input and setting`}
    >
      <table className={`${classes.table} numeric`}>
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col" className={classes.number}>
              {titleWithUnit('SD over settings', metric.unit)}
            </th>
            {columns.map((column) => (
              <SettingHead key={column.key} column={column} {...panel} />
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map((row) => (
            <Row
              key={row.key}
              row={row}
              columns={columns}
              decimals={decimals}
              unit={metric.unit}
              {...panel}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SettingHeadProps extends PanelProps {
  readonly column: InputMatrix['settings'][number];
}

/** Rank and values of a setting; selects it. */
function SettingHead({ column, comparison, selection }: SettingHeadProps) {
  const setting = comparison.settings.find(({ key }) => key === column.key);
  const text = setting ? settingText(setting, comparison.varying) : 'another setting';
  const selected = selection.keys.has(column.key);
  return (
    <th scope="col" data-selected={selected || undefined}>
      <UnstyledButton
        className={classes.head}
        aria-pressed={selected}
        title={text}
        onClick={() => selection.toggle(column.key)}
      >
        {setting?.rank != null && <span className={classes.rank}>#{setting.rank}</span>}
        <span className={classes.values}>{setting ? valuesText(setting, comparison.varying) : 'other'}</span>
      </UnstyledButton>
    </th>
  );
}

interface RowProps extends PanelProps {
  readonly row: InputRow;
  readonly columns: InputMatrix['settings'];
  readonly decimals: number | null;
  readonly unit: string;
}

function Row({ row, columns, decimals, unit, ...panel }: RowProps) {
  const { slug, comparison, selection, change } = panel;
  const cells = cellsBySetting(row);
  const share = shareInRow(row);
  const best = bestInRow(row, comparison.direction);
  return (
    <tr>
      <th scope="row">
        <Anchor
          component="button"
          type="button"
          fz="sm"
          title={`Show the files of ${row.label} side by side`}
          onClick={() => change({ tab: 'artifacts', item: row.key })}
        >
          {row.label}
        </Anchor>
      </th>
      <td className={classes.number}>
        {row.disagreement === null ? '–' : formatNumber(row.disagreement, 3)}
      </td>
      {columns.map(({ key }) => (
        <Cell
          key={key}
          slug={slug}
          cell={cells.get(key)}
          share={share}
          decimals={decimals}
          unit={unit}
          isBest={best !== null && cells.get(key)?.mean === best}
          isSelected={selection.keys.has(key)}
        />
      ))}
    </tr>
  );
}

interface CellProps {
  readonly slug: string;
  readonly cell: InputCell | undefined;
  readonly share: (mean: number) => number;
  readonly decimals: number | null;
  readonly unit: string;
  readonly isBest: boolean;
  readonly isSelected: boolean;
}

/** Leads to the job behind the number; crossed where there is none. */
function Cell({ slug, cell, share, decimals, unit, isBest, isSelected }: CellProps) {
  if (cell === undefined) return <td className={classes.untried}>–</td>;
  const text = cellText(cell, unit);
  const color = cell.mean === null ? null : colorAt(share(cell.mean));
  return (
    <td data-selected={isSelected || undefined}>
      <Link
        href={`/projects/${slug}/jobs/${cell.jobId}`}
        className={`${classes.cell} ${color ? '' : classes.lacking}`}
        style={color ? { backgroundColor: cssColor(color), color: textOn(color) } : undefined}
        title={text}
      >
        {cell.mean === null ? (
          <span className={classes.lack}>{text}</span>
        ) : (
          formatCommon(cell.mean, decimals)
        )}
        {isBest && <span title="best of the row"> ◆</span>}
        {cell.mean !== null && cell.failed > 0 && (
          <span title={`${cell.failed} failed`}> ×{cell.failed}</span>
        )}
      </Link>
    </td>
  );
}
