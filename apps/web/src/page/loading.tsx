import { Skeleton, Stack } from '@mantine/core';

/** Rows of the height of table rows, so that nothing jumps when they are replaced. */
export function LoadingRows({ rows = 6, height = 36 }: { readonly rows?: number; readonly height?: number }) {
  const keys = Array.from({ length: rows }, (_, index) => `row-${index}`);
  return (
    <Stack gap={8} aria-busy aria-label="Loading">
      {keys.map((key) => (
        <Skeleton key={key} height={height} radius="sm" />
      ))}
    </Stack>
  );
}

/** Heading and body of a page that is being loaded. */
export function LoadingPage() {
  return (
    <Stack gap="md" aria-busy aria-label="Loading">
      <Skeleton height={14} width={180} />
      <Skeleton height={30} width="min(420px, 80%)" />
      <Skeleton height={120} mt="sm" />
      <Skeleton height={260} />
    </Stack>
  );
}
