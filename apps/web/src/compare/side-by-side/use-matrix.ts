'use client';
import { useApi } from '@/graphql/hooks';
import { byInputQuery } from '../by-input/queries';
import type { PanelProps } from '../panel-props';
import { inputOf } from '../view/input';
import { chosenRow, neighbour } from './chosen';

/** Inputs to choose from; those about which settings disagree most come first. */
const choices = 500;

/** The inputs of the comparison, the one that is shown, and ways to another one. */
export function useChosenInput({ view, change }: Pick<PanelProps, 'view' | 'change'>) {
  const { data, error, refetch } = useApi(
    byInputQuery,
    { input: inputOf(view), first: choices },
    { keepPrevious: true },
  );
  const matrix = data?.comparisonByInput ?? null;
  const row = matrix && chosenRow(matrix, view.item);
  const choose = (key: string) => change({ item: key });
  const step = (by: 1 | -1) => matrix && row && choose(neighbour(matrix, row, by).key);
  return { matrix, row, error, refetch, choose, step };
}
