'use client';
import { useQueries } from '@tanstack/react-query';
import { useCallback } from 'react';
import { request } from '@/graphql/client';
import { keyOf } from '@/graphql/hooks';
import { type Frame, framesQuery } from '../queries';

const pageSize = 200;
/** Names and images of frames do not change while a subject is annotated. */
const staleMs = 10 * 60_000;

/** Looks up frames by position; undefined while they are not loaded. Loads those around `position`. */
export function useFrames(
  subjectId: string,
  numbers: readonly number[],
  position: number,
): (position: number) => Frame | undefined {
  const pages = pagesAround(position, numbers.length);
  const answers = useQueries({
    queries: pages.map((page) => {
      const variables = {
        id: subjectId,
        first: pageSize,
        afterNumber: page === 0 ? null : (numbers[page * pageSize - 1] ?? null),
      };
      return {
        queryKey: keyOf(framesQuery, variables),
        queryFn: () => request(framesQuery, variables),
        staleTime: staleMs,
      };
    }),
    combine: (results) => results.map(({ data }) => data?.subject.frames),
  });
  const known = JSON.stringify([pages, answers.map((frames) => frames?.length)]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for what is loaded
  return useCallback(
    (at: number) => {
      const index = pages.indexOf(Math.floor(at / pageSize));
      return answers[index]?.[at % pageSize];
    },
    [subjectId, known],
  );
}

/** The page of the position, and the one that comes next when it is near its end or beginning. */
function pagesAround(position: number, count: number): readonly number[] {
  const wanted = [position - 20, position, position + 20].map((at) => Math.floor(at / pageSize));
  return [...new Set(wanted)].filter((page) => page >= 0 && page * pageSize < Math.max(1, count));
}
