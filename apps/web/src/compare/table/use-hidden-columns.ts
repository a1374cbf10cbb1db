'use client';
import { useLocalStorage } from '@mantine/hooks';
import { useApi } from '@/graphql/hooks';
import { shellQuery } from '@/shell/queries';
import type { PanelProps } from '../panel-props';
import { pipelineOf } from '../sources/sources';

/** Hidden columns: those in the address, else those the reader last hid for this pipeline in this project. */
export function useHiddenColumns({ slug, comparison, view, change }: Omit<PanelProps, 'selection'>) {
  const { data } = useApi(shellQuery, {});
  const pipeline = pipelineOf(comparison)?.name ?? '';
  const [kept, keep] = useLocalStorage<readonly string[]>({
    key: `compare.hidden-columns.${data?.me.user.id ?? ''}.${slug}.${pipeline}`,
    defaultValue: [],
  });
  const setHidden = (hidden: readonly string[]) => {
    keep(hidden);
    change({ hidden });
  };
  return [view.hidden ?? kept, setHidden] as const;
}
