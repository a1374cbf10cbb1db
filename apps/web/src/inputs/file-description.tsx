'use client';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

export interface FileDescriptionProps {
  readonly fileId: string;
  readonly pipelineName: string;
}

interface Described {
  readonly description: string | null;
  /** It is still being looked at. */
  readonly isPending: boolean;
}

/** What the pipeline recognised in a chosen file, where it says that. */
export function FileDescription({ fileId, pipelineName }: FileDescriptionProps) {
  const { data } = useQuery({
    queryKey: ['description of file', fileId, pipelineName],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ pipeline: pipelineName });
      const response = await fetch(`/files/${fileId}/description?${query}`, { signal });
      return response.ok ? ((await response.json()) as Described) : null;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // The server waits before it says so, and gives up by itself.
    refetchInterval: (query) => (query.state.data?.isPending ? 500 : false),
  });
  const text = data?.isPending ? 'Looking at the file…' : data?.description;
  if (!text) return null;
  return (
    <Text span display="block" size="xs" c="dimmed" fw={400}>
      {text}
    </Text>
  );
}
