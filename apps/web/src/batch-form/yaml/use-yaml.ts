'use client';
import { type DesignSpec, designSchema } from '@batchyard/domain';
import { useDebouncedValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { type Problem, problemsOf } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { readDesignQuery } from '../queries';

/** How long typing must rest before the server reads the text. */
const restMs = 400;

export interface ReadYaml {
  /** Null while there is no design that can be read. */
  readonly spec: DesignSpec | null;
  readonly problems: readonly Problem[];
  /** False while the text is another one by now. */
  readonly isCurrent: boolean;
}

/** The design that a text stands for, as the server reads it; null gives nothing. */
export function useYaml(slug: string, text: string | null): ReadYaml {
  const [settled] = useDebouncedValue(text, restMs);
  const { data, error, isFetching } = useApi(
    readDesignQuery,
    { slug, yaml: settled ?? '' },
    { enabled: settled !== null, keepPrevious: true },
  );
  const read = data?.readDesign;
  return useMemo(() => {
    if (text === null) return { spec: null, problems: [], isCurrent: true };
    const spec = read?.spec == null ? null : designSchema.parse(read.spec);
    const problems = error ? problemsOf(error) : (read?.problems ?? []);
    return { spec, problems, isCurrent: text === settled && !isFetching };
  }, [text, settled, read, error, isFetching]);
}
