'use client';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

export interface FileDescriptionProps {
  readonly fileId: string;
  readonly pipelineName: string;
}

/** What the pipeline recognised in a chosen file, where it says that. */
export function FileDescription({ fileId, pipelineName }: FileDescriptionProps) {
  const { data } = useQuery({
    queryKey: ['description of file', fileId, pipelineName],
    queryFn: async ({ signal }) => {
      const query = new URLSearchParams({ pipeline: pipelineName });
      const response = await fetch(`/files/${fileId}/description?${query}`, { signal });
      if (!response.ok) return null;
      return ((await response.json()) as { description: string | null }).description;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!data) return null;
  return (
    <Text span display="block" size="xs" c="dimmed" fw={400}>
      {data}
    </Text>
  );
}
