import { memo } from 'react';
import { counted } from '@/formatting/numbers';
import classes from './coverage.module.css';
import { CoverageGroupCell } from './group-cell';
import { dimensionTitle, type MapGroup, type MapLayout } from './layout';

export interface CoverageTableProps {
  readonly layout: MapLayout;
  readonly hasReplicates: boolean;
  /** Asked for the cells of a group that is too large to show them. */
  readonly onGroup: (group: MapGroup) => void;
}

/** Maps with more cells have small marks. */
const denseFrom = 400;

export const CoverageTable = memo(function CoverageTable({
  layout,
  hasReplicates,
  onGroup,
}: CoverageTableProps) {
  const { rowName, columnName, columns, rows, order } = layout;
  const total = rows.flatMap(({ groups }) => groups).reduce((sum, group) => sum + (group?.total ?? 0), 0);
  return (
    <table
      className={`${classes.table} numeric`}
      data-dense={order.length > denseFrom || undefined}
      aria-label={`Coverage of ${counted(total, 'cell')}`}
    >
      <thead>
        {columnName !== null && (
          <tr>
            <td />
            <th scope="colgroup" colSpan={columns.length} title={columnName} className={classes.axis}>
              {dimensionTitle(columnName)}
            </th>
          </tr>
        )}
        {rowName !== null && (
          <tr>
            <th scope="col" title={rowName} className={classes.axis}>
              {dimensionTitle(rowName)}
            </th>
            {columns.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
            {columns.length === 0 && <td />}
          </tr>
        )}
      </thead>
      <tbody>
        {rows.map(({ heading, groups }) => (
          <tr key={heading}>
            {rowName !== null && (
              <th scope="row" data-level={0}>
                {heading}
              </th>
            )}
            {groups.map((group, column) => (
              <td key={columns[column] ?? ''}>
                <CoverageGroupCell
                  group={group}
                  hasReplicates={hasReplicates}
                  firstPosition={order[0]?.position}
                  onGroup={onGroup}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
});
