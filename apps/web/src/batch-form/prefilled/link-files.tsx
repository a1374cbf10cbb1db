'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { filesQuery } from '@/files/queries';
import { request } from '@/graphql/client';
import { keyOf } from '@/graphql/hooks';
import type { ChosenFile } from '@/inputs/selection';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { useCurrentProject } from '@/projects/project-frame';
import type { LinkValues } from '../launch-link';

export interface LinkFilesProps {
  readonly values: LinkValues;
  /** Gets the files that the address may mean, newest first. */
  readonly children: (files: readonly ChosenFile[]) => ReactNode;
}

/** Looks for the files that an address names: by their names in the whole project, by id among the newest 500. */
export function LinkFiles({ values, children }: LinkFilesProps) {
  const { slug } = useCurrentProject();
  const wanted = [...new Set(values.given.flatMap(({ part, text }) => (part === 'input' ? [text] : [])))];
  const { data, error, refetch } = useQuery<readonly ChosenFile[]>({
    queryKey: [...keyOf(filesQuery), 'link', slug, wanted],
    queryFn: async ({ signal }) => {
      const searches = wanted.length === 0 ? [] : [null, ...wanted];
      const answers = await Promise.all(
        searches.map((search) =>
          request(filesQuery, { slug, first: search === null ? 500 : 50, search }, signal),
        ),
      );
      const found = answers.flatMap(({ project }) => project.files.nodes);
      return [...new Map(found.map(({ id, name }) => [id, { id, name }])).values()].sort(
        (a, b) => Number(b.id) - Number(a.id),
      );
    },
  });
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <LoadingPage />;
  return children(data);
}
