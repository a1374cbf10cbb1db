'use client';
import { useEffect } from 'react';
import { useApiPages } from '@/graphql/hooks';
import { neighboursQuery } from '../queries';

export interface Neighbours {
  readonly before: string | null;
  readonly after: string | null;
  /** `3 of 12`; null while that is not known. */
  readonly place: string | null;
}

/** Names of the subjects before and after this one, of the same level and in the order of names. */
export function useNeighbours(slug: string, level: string, name: string): Neighbours {
  const list = useApiPages(neighboursQuery, { slug, level }, (answer) => answer.project.subjects);
  const { nodes, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const at = nodes.findIndex((subject) => subject.name === name);
  // On until this subject and the one behind it are found.
  const isEnough = at !== -1 && at < nodes.length - 1;
  useEffect(() => {
    if (!isEnough && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isEnough, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    before: (at > 0 && nodes[at - 1]?.name) || null,
    after: (at !== -1 && nodes[at + 1]?.name) || null,
    place: at === -1 ? null : `${at + 1} of ${nodes.length}${hasNextPage ? ' or more' : ''}`,
  };
}
