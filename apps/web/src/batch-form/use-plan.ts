'use client';
import { canonicalJson, countCells, maxCells } from '@batchyard/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { problemsOf } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import type { ReadForm } from './form-state';
import { planQuery } from './queries';

/** How long typing must rest before the server is asked for a plan. */
const restMs = 500;

/** The server's plan for the form, renewed when typing rests; none while the form itself has mistakes. */
export function usePlan(slug: string, { spec, options, messages }: ReadForm) {
  const text = canonicalJson({ projectSlug: slug, spec, options });
  const [settled] = useDebouncedValue(text, restMs);
  const input = useMemo(() => JSON.parse(settled), [settled]);
  const isReadable = Object.keys(messages).length === 0 && countCells(spec) <= maxCells;
  const { data, error, isFetching } = useApi(
    planQuery,
    { input },
    { enabled: isReadable && text === settled, keepPrevious: true },
  );
  const isCurrent = isReadable && text === settled && !isFetching;
  return {
    plan: isReadable && !error ? data?.planBatch : undefined,
    problems: isReadable ? (error ? problemsOf(error) : (data?.planBatch.problems ?? [])) : [],
    /** False while the plan shown may be that of an earlier state of the form. */
    isCurrent,
    isPlanning: isReadable && !isCurrent,
  };
}
