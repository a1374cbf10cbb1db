'use client';
import {
  type QueryClient,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request, subscribe } from './client';
import { ApiError, type Problem } from './error';
import type { TadaDocumentNode } from './tada';

type Variables = Record<string, unknown>;

/** Cache key of a document: its operation name, then its variables. */
export function keyOf(document: TadaDocumentNode<unknown, never>, variables?: Variables): QueryKey {
  const definition = document.definitions.find((entry) => entry.kind === 'OperationDefinition');
  const name = definition?.kind === 'OperationDefinition' ? definition.name?.value : undefined;
  return variables === undefined ? [name] : [name, variables];
}

export interface QueryOptions {
  /** Ask again after this many milliseconds; false = never. */
  readonly refetchIntervalMs?: number | false;
  readonly enabled?: boolean;
  /** Keep showing the former answer while another one is fetched. */
  readonly keepPrevious?: boolean;
}

/** One query, cached by name and variables. */
export function useApi<R, V extends Variables>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  options: QueryOptions = {},
) {
  return useQuery<R>({
    queryKey: keyOf(document, variables),
    queryFn: ({ signal }) => request(document, variables, signal),
    refetchInterval: options.refetchIntervalMs ?? false,
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? (previous) => previous as never : undefined,
  });
}

interface Connection<N> {
  readonly nodes: readonly N[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list that grows page by page; `variables` are without `after`. */
export function useApiPages<R, V extends Variables & { after?: string | null }, N>(
  document: TadaDocumentNode<R, V>,
  variables: Omit<V, 'after'>,
  pick: (answer: R) => Connection<N>,
  options: QueryOptions = {},
) {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(document, variables), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      request(document, { ...variables, after: pageParam } as unknown as V, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: R) => {
      const { hasNextPage, endCursor } = pick(last).pageInfo;
      return hasNextPage ? endCursor : null;
    },
    refetchInterval: options.refetchIntervalMs ?? false,
    enabled: options.enabled ?? true,
    placeholderData: options.keepPrevious ? (previous) => previous : undefined,
  });
  return { ...query, nodes: query.data?.pages.flatMap((page) => pick(page).nodes) ?? [] };
}

interface Payload {
  readonly problems: readonly Problem[];
}

/**
 * A mutation whose payload names its problems: those with severity `error` are thrown as `ApiError`,
 * so that a form has one place for all that can go wrong. `refresh` names documents to fetch again.
 */
export function useSubmit<R extends object, V extends Variables>(
  document: TadaDocumentNode<R, V>,
  refresh: readonly TadaDocumentNode<unknown, never>[] = [],
) {
  const client = useQueryClient();
  return useMutation<R, Error, V>({
    mutationFn: async (variables) => {
      const answer = await request(document, variables);
      const payload = Object.values(answer)[0] as Payload;
      const errors = payload.problems.filter((problem) => problem.severity === 'error');
      if (errors[0]) throw new ApiError('BAD_REQUEST', errors[0].message, payload.problems);
      return answer;
    },
    onSuccess: () => refetchAll(client, refresh),
  });
}

function refetchAll(client: QueryClient, documents: readonly TadaDocumentNode<unknown, never>[]): void {
  for (const document of documents) void client.invalidateQueries({ queryKey: keyOf(document) });
}

/** Calls `onValue` for each value of a subscription; returns whether the connection stands. */
export function useLive<R, V extends Variables>(
  document: TadaDocumentNode<R, V>,
  variables: V,
  onValue: (value: R) => void,
  enabled: boolean,
): boolean {
  const [connected, setConnected] = useState(false);
  const key = JSON.stringify(variables);
  // biome-ignore lint/correctness/useExhaustiveDependencies: variables count by value, onValue must be stable
  useEffect(() => {
    if (!enabled) return;
    return subscribe(document, variables, { onValue, onConnected: setConnected });
  }, [document, key, enabled, onValue]);
  return connected && enabled;
}
