'use client';
import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { leafName } from '@/formatting/values';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import type { PanelProps } from '../panel-props';
import { unfinishedJobs } from '../settings';
import { inputOf } from '../view/input';
import { InputTable } from './input-table';
import { columnsAtFirst, disagreementText, shownSettings } from './matrix';
import { byInputQuery, type InputMatrix } from './queries';

const rowsAtFirst = 60;
/** The API gives no longer pages. */
const mostRows = 500;
const refetchMs = 5000;

/** Inputs as rows, settings as columns: on which inputs the choice of the setting matters. */
export default function ByInputPanel(props: PanelProps) {
  const [first, setFirst] = useState(rowsAtFirst);
  const { data, error, refetch } = useApi(
    byInputQuery,
    { input: inputOf(props.view), first },
    { keepPrevious: true, refetchIntervalMs: unfinishedJobs(props.comparison) > 0 ? refetchMs : false },
  );
  if (!data) {
    return (
      <Panel title="By input">{error ? <Failure error={error} retry={refetch} /> : <LoadingRows />}</Panel>
    );
  }
  const matrix = data.comparisonByInput;
  const canShowMore = matrix.rows.length < matrix.total && first < mostRows;
  return (
    <Matrix {...props} matrix={matrix}>
      {canShowMore && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setFirst(mostRows)}>
          Show {Math.min(mostRows, matrix.total) - matrix.rows.length} more inputs
        </Button>
      )}
    </Matrix>
  );
}

interface MatrixProps extends PanelProps {
  readonly matrix: InputMatrix;
  readonly children: React.ReactNode;
}

function Matrix({ matrix, children, ...props }: MatrixProps) {
  const [all, setAll] = useState<'all' | 'best'>('best');
  const { selection } = props;
  const columns = shownSettings(matrix, selection.keys, all);
  const isLong = selection.keys.size < 2 && matrix.settings.length > columnsAtFirst;
  return (
    <Panel
      title="By input"
      actions={
        <Group gap="xs">
          <Text fz="xs" c="dimmed">
            {columns.length} of {matrix.totalSettings} settings shown
          </Text>
          {isLong && (
            <Button size="xs" variant="default" onClick={() => setAll(all === 'all' ? 'best' : 'all')}>
              {all === 'all' ? `Best ${columnsAtFirst} only` : `Show ${matrix.settings.length}`}
            </Button>
          )}
        </Group>
      }
    >
      <Text fz="sm" mb="sm">
        {disagreementText(matrix)} Settings are named by{' '}
        {props.comparison.varying.map(({ path }) => leafName(path)).join(' · ')}. Colours run from the lowest
        (dark) to the highest (bright) value of each row; ◆ is the best of the row. Open an input to see its
        files side by side.
      </Text>
      <InputTable {...props} matrix={matrix} columns={columns} />
      {children}
    </Panel>
  );
}
