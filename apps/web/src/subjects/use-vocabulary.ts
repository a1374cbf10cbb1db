'use client';
import { type Vocabulary, vocabularySchema } from '@batchyard/domain';
import { useMemo } from 'react';
import { useApi } from '@/graphql/hooks';
import { vocabularyQuery } from './queries';

export interface ProjectVocabulary {
  readonly revision: number;
  readonly vocabulary: Vocabulary;
}

/** The vocabulary of a project; undefined while it is loaded. */
export function useVocabulary(slug: string): ProjectVocabulary | undefined {
  const { data } = useApi(vocabularyQuery, { slug });
  const stored = data?.project.vocabulary;
  return useMemo(() => {
    const parsed = vocabularySchema.safeParse(stored?.definition);
    return stored && parsed.success ? { revision: stored.revision, vocabulary: parsed.data } : undefined;
  }, [stored]);
}
