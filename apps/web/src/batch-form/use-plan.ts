'use client';
import { canonicalJson, maxCells } from '@batchyard/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import type { ReadForm } from './form-state';
import { type ReviewChoices, readSeconds } from './plan-state';
import { type BatchPlan, planQuery } from './queries';
import type { CountedDesign } from './use-counts';

/** How long typing must rest before the server is asked for a plan. */
const restMs = 500;

export interface Planned {
  readonly plan: BatchPlan | undefined;
  readonly problems: readonly Problem[];
  /** False while the plan shown may be that of an earlier state of the form. */
  readonly isCurrent: boolean;
  readonly isPlanning: boolean;
  /** Asks for the plan again, after the server said that it changed. */
  readonly refetch: () => void;
}

/** The server's plan for the form, renewed when typing rests; none while the form itself has mistakes. */
export function usePlan(
  slug: string,
  read: ReadForm,
  choices: ReviewChoices,
  { counts, isCurrent: isCounted }: CountedDesign,
): Planned {
  const { messages } = read;
  const text = canonicalJson({ projectSlug: slug, ...planInput(read, choices) });
  const [settled] = useDebouncedValue(text, restMs);
  const input = useMemo(() => JSON.parse(settled), [settled]);
  const isReadable = Object.keys(messages).length === 0 && isCounted && counts.cells <= maxCells;
  const { data, error, isFetching, refetch } = useApi(
    planQuery,
    { input },
    { enabled: isReadable && text === settled, keepPrevious: true },
  );
  const isCurrent = isReadable && text === settled && !isFetching;
  return {
    plan: isReadable && !error ? data?.planBatch : undefined,
    problems: isReadable ? (error ? problemsOf(error) : (data?.planBatch.problems ?? [])) : [],
    isCurrent,
    isPlanning: isReadable && !isCurrent,
    refetch: () => void refetch(),
  };
}

/** What planning and starting have in common. */
export function planInput(
  { spec, options, metadata }: ReadForm,
  { validOnly, secondsPerJob }: ReviewChoices,
) {
  return { spec, options, metadata, validOnly, secondsPerJob: readSeconds(secondsPerJob) };
}
