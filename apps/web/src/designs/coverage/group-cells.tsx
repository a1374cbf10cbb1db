'use client';
import { Anchor, Modal, Table, Text } from '@mantine/core';
import Link from 'next/link';
import { counted, formatNumber, withUnit } from '@/formatting/numbers';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { groupCellsQuery } from '../queries';
import classes from './coverage.module.css';
import type { CoverageMapProps } from './coverage-map';
import { cellLabel, type MapGroup } from './layout';
import { type CoverageCell, cellLooks } from './look';

export interface GroupCellsProps
  extends Pick<CoverageMapProps, 'designId' | 'axes' | 'projectSlug' | 'metric'> {
  readonly group: MapGroup;
  readonly hasReplicates: boolean;
  readonly onClose: () => void;
}

/** Rows that a person looks through; the jobs page lists more. */
const shownCells = 300;

/** The cells of one place of a large map. */
export function GroupCells({ designId, axes, group, onClose, ...row }: GroupCellsProps) {
  const { data, error, refetch } = useApi(groupCellsQuery, {
    id: designId,
    ...axes,
    row: group.row,
    column: group.column,
  });
  const cells = data?.design.coverage.cells ?? [];
  return (
    <Modal opened onClose={onClose} title={counted(group.total, 'cell')} size="lg">
      {error ? (
        <Failure error={error} retry={refetch} />
      ) : !data ? (
        <LoadingRows rows={5} />
      ) : (
        <>
          <Table fz="sm" className="numeric">
            <Table.Tbody>
              {cells.slice(0, shownCells).map((cell) => (
                <CellRow key={cell.position} cell={cell} {...row} />
              ))}
            </Table.Tbody>
          </Table>
          {cells.length > shownCells && (
            <Text size="sm" c="dimmed" mt="xs">
              and {formatNumber(cells.length - shownCells)} more.
            </Text>
          )}
        </>
      )}
    </Modal>
  );
}

type CellRowProps = Pick<GroupCellsProps, 'projectSlug' | 'metric' | 'hasReplicates'> & {
  readonly cell: CoverageCell;
};

function CellRow({ cell, projectSlug, metric, hasReplicates }: CellRowProps) {
  const label = cellLabel(cell, hasReplicates);
  const { word, sign } = cellLooks[cell.state];
  return (
    <Table.Tr>
      <Table.Td w={34} className={classes.count}>
        <span className={classes.mark} data-state={cell.state} role="img" aria-label={word}>
          {sign}
        </span>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {cell.jobId === null ? (
          label
        ) : (
          <Anchor component={Link} fz="sm" href={`/projects/${projectSlug}/jobs/${cell.jobId}`}>
            {label}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {cell.metric === null ? word : withUnit(formatNumber(cell.metric), metric?.unit)}
      </Table.Td>
    </Table.Tr>
  );
}
