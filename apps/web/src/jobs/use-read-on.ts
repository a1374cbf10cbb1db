'use client';
import { useEffect } from 'react';

interface GrowingList {
  readonly nodes: readonly unknown[];
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** Asks for further pages while there is nothing to show yet: a rare job may stand far behind. @returns whether it does */
export function useReadOn(list: GrowingList): boolean {
  const { nodes, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const isReading = nodes.length === 0 && hasNextPage;
  useEffect(() => {
    if (isReading && !isFetchingNextPage) fetchNextPage();
  }, [isReading, isFetchingNextPage, fetchNextPage]);
  return isReading;
}
