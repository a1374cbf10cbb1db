'use client';
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { counted } from '@/formatting/numbers';
import { formatValue, leafName } from '@/formatting/values';
import classes from './coverage.module.css';
import { CoverageGroupCell } from './group-cell';
import { type CoverageAxis, type CoverageCell, type CoverageLayout, coverageLayout } from './layout';
import { CoverageLegend } from './legend';
import { MarkBoard } from './mark-board';

/** Up to this many inputs and replicates a setting are drawn one by one; more are counted. */
const marksPerGroup = 12;
/** Up to this many cells a map are drawn one by one; the browser stays quick with them. */
const marksPerMap = 5000;
/** Maps with more cells have small marks. */
const denseFrom = 400;

export interface CoverageMapProps {
  readonly coverage: { readonly cells: readonly CoverageCell[] };
  /** Axes of the design, in its order. */
  readonly varying: readonly CoverageAxis[];
  readonly projectSlug: string;
  /** What `metric` of a cell is, for hovering. */
  readonly metric?: { readonly title: string; readonly unit: string };
}

/** What of a design is done: one mark a cell, the second axis in columns, the others in rows. */
export function CoverageMap({ coverage, varying, projectSlug, metric }: CoverageMapProps) {
  const { cells } = coverage;
  const layout = useMemo(() => coverageLayout(cells, varying), [cells, varying]);
  const hasReplicates = useMemo(() => cells.some((cell) => cell.replicate > 1), [cells]);
  const single = layout.largestGroup <= marksPerGroup && cells.length <= marksPerMap;
  return (
    <div>
      <CoverageLegend cells={cells} />
      <MarkBoard order={layout.order} projectSlug={projectSlug} hasReplicates={hasReplicates} metric={metric}>
        <table
          className={`${classes.table} numeric`}
          data-dense={cells.length > denseFrom || undefined}
          aria-label={`Coverage of ${counted(cells.length, 'cell')}`}
        >
          <CoverageHead layout={layout} />
          <tbody>
            {layout.rows.map((row) => (
              <tr key={row.key}>
                {row.values.map(
                  (value, level) =>
                    row.spans[level] !== 0 && (
                      <th
                        key={layout.rowAxes[level]?.parameter}
                        scope="row"
                        rowSpan={row.spans[level]}
                        data-level={level}
                      >
                        {formatValue(value)}
                      </th>
                    ),
                )}
                {row.groups.map((group) => (
                  <td key={group.key}>
                    <CoverageGroupCell
                      cells={group.cells}
                      single={single}
                      hasReplicates={hasReplicates}
                      firstPosition={layout.order[0]?.position}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </MarkBoard>
      <Text size="xs" c="dimmed" mt={8}>
        {explanation(layout, single)}
      </Text>
    </div>
  );
}

function CoverageHead({ layout }: { readonly layout: CoverageLayout }) {
  const { rowAxes, columnAxis, rows } = layout;
  if (rowAxes.length === 0) return null;
  return (
    <thead>
      {columnAxis && (
        <tr>
          <td colSpan={rowAxes.length} />
          <th
            scope="colgroup"
            colSpan={columnAxis.values.length}
            title={columnAxis.parameter}
            className={classes.axis}
          >
            {leafName(columnAxis.parameter)}
          </th>
        </tr>
      )}
      <tr>
        {rowAxes.map(({ parameter }) => (
          <th key={parameter} scope="col" title={parameter} className={classes.axis}>
            {leafName(parameter)}
          </th>
        ))}
        {columnAxis ? (
          rows[0]?.groups.map((group, index) => (
            <th key={group.key} scope="col">
              {formatValue(columnAxis.values[index])}
            </th>
          ))
        ) : (
          <th scope="col">Cells</th>
        )}
      </tr>
    </thead>
  );
}

function explanation({ largestGroup }: CoverageLayout, single: boolean): string {
  if (!single) return 'Each field counts the inputs and replicates of one setting by state.';
  if (largestGroup > 1) {
    return 'Each field is one setting, with a mark for each input and replicate. Choose a mark to see its job; the arrow keys move between marks.';
  }
  return 'Each mark is one setting. Choose a mark to see its job; the arrow keys move between marks.';
}
