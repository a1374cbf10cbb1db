'use client';
import { canonicalJson } from '@batchyard/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { batchesQuery, startBatch } from '@/batches/queries';
import { request } from '@/graphql/client';
import { ApiError, type Problem } from '@/graphql/error';
import { keyOf } from '@/graphql/hooks';
import type { ReadForm } from './form-state';
import { type ReviewChoices, readSeconds } from './plan-state';
import { createDesign } from './queries';

/** A plan that was looked at, to be carried out as it is. */
export interface ReviewedPlan {
  readonly read: ReadForm;
  readonly choices: ReviewChoices;
  /** The server refuses to start when the plan is another one by now. */
  readonly fingerprint: string | null;
}

/**
 * Starts the batch and gives its id. A sweep is saved as a design first, so that it has a page of its own; a
 * second try with the same sweep starts from the design that the first one saved.
 */
export function useStart(slug: string) {
  const client = useQueryClient();
  const saved = useRef<{ readonly spec: string; readonly id: string } | null>(null);
  return useMutation<string, Error, ReviewedPlan>({
    mutationFn: async ({ read: { spec, options, metadata }, choices, fingerprint }) => {
      const from = isSweep(spec) ? { designId: await designOf(slug, spec, saved) } : { spec };
      const input = {
        projectSlug: slug,
        ...from,
        options,
        metadata,
        name: spec.name,
        validOnly: choices.validOnly,
        secondsPerJob: readSeconds(choices.secondsPerJob),
        planFingerprint: fingerprint,
      };
      const { batch, problems } = (await request(startBatch, { input })).startBatch;
      return idOrThrow(batch, problems);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(batchesQuery) }),
  });
}

/** Whether a design has more than one setting, so that it is worth a page of its own. */
export function isSweep({ kind, axes }: Pick<ReadForm['spec'], 'kind' | 'axes'>): boolean {
  return axes.length > 0 || kind !== 'grid';
}

async function designOf(
  slug: string,
  spec: ReadForm['spec'],
  saved: { current: { readonly spec: string; readonly id: string } | null },
): Promise<string> {
  const text = canonicalJson(spec);
  if (saved.current?.spec === text) return saved.current.id;
  const answer = await request(createDesign, { input: { projectSlug: slug, spec } });
  const id = idOrThrow(answer.createDesign.design, answer.createDesign.problems);
  saved.current = { spec: text, id };
  return id;
}

function idOrThrow(made: { readonly id: string } | null, problems: readonly Problem[]): string {
  if (made !== null) return made.id;
  const first = problems[0]?.message ?? 'The batch could not be started.';
  throw new ApiError('BAD_REQUEST', first, problems);
}
