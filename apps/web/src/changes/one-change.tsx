'use client';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { ChangeTable, type ChangeTableProps } from './change-table';
import { ChangedThings } from './changed-things';
import { changeQuery } from './queries';

export interface OneChangeProps extends Pick<ChangeTableProps, 'onUndo'> {
  readonly id: string;
}

/** The change that somebody was sent to, above all others. */
export function OneChange({ id, onUndo }: OneChangeProps) {
  const { data, error, refetch } = useApi(changeQuery, { id });
  return (
    <Panel title="This change" mb="md" data-testid="one-change">
      {error && !data ? (
        <Failure error={error} retry={refetch} />
      ) : data ? (
        <>
          <ChangeTable changes={[data.changeset]} onUndo={onUndo} />
          <ChangedThings id={id} />
        </>
      ) : (
        <LoadingRows rows={1} />
      )}
    </Panel>
  );
}
