'use client';
import { type QueryClient, useQueries } from '@tanstack/react-query';
import { request } from '@/graphql/client';
import { keyOf } from '@/graphql/hooks';
import { type ImportRow, importRowsQuery } from '../queries';
import { numbersOf, portionsBetween } from './row-window';

/** Rows ahead of those seen that are fetched as well. */
const aheadRows = 30;

/** Rows between two positions by number, as far as they are there. */
export function useRows(
  id: string,
  numbers: readonly number[],
  first: number,
  last: number,
): ReadonlyMap<number, ImportRow> {
  const portions = portionsBetween(first - aheadRows, last + aheadRows, numbers.length);
  return useQueries({
    queries: portions.map((portion) => rowsOptions(id, numbersOf(numbers, portion))),
    combine: byNumber,
  });
}

function rowsOptions(id: string, numbers: readonly number[]) {
  const variables = { id, numbers: [...numbers] };
  return {
    queryKey: keyOf(importRowsQuery, variables),
    queryFn: async ({ signal }: { readonly signal?: AbortSignal }) =>
      (await request(importRowsQuery, variables, signal)).import.rows.rows,
    staleTime: Number.POSITIVE_INFINITY,
  };
}

function byNumber(
  results: readonly { readonly data?: readonly ImportRow[] | undefined }[],
): ReadonlyMap<number, ImportRow> {
  return new Map(results.flatMap(({ data }) => (data ?? []).map((row) => [row.number, row] as const)));
}

/** Rows between two positions, fetched where they are not there yet. */
export async function rowsBetween(
  client: QueryClient,
  id: string,
  numbers: readonly number[],
  first: number,
  last: number,
): Promise<ReadonlyMap<number, ImportRow>> {
  const portions = portionsBetween(first, last, numbers.length);
  const rows = await Promise.all(
    // Also again where an edit has made them stale since.
    portions.map((portion) => client.fetchQuery(rowsOptions(id, numbersOf(numbers, portion)))),
  );
  return new Map(rows.flat().map((row) => [row.number, row]));
}

/** Rows between two positions; null where some are not there or stale. */
export function rowsAtHand(
  client: QueryClient,
  id: string,
  numbers: readonly number[],
  first: number,
  last: number,
): ReadonlyMap<number, ImportRow> | null {
  const rows = new Map<number, ImportRow>();
  for (const portion of portionsBetween(first, last, numbers.length)) {
    const { queryKey } = rowsOptions(id, numbersOf(numbers, portion));
    const state = client.getQueryState<readonly ImportRow[]>(queryKey);
    if (state?.data === undefined || state.isInvalidated) return null;
    for (const row of state.data) rows.set(row.number, row);
  }
  return rows;
}
