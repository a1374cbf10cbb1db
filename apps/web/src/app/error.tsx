'use client';
import { Container } from '@mantine/core';
import { Failure } from '@/page/failure';

export default function ErrorPage({ error, reset }: { readonly error: Error; readonly reset: () => void }) {
  return (
    <Container size="sm" py="xl">
      <title>Error · Batchyard</title>
      <Failure error={error} retry={reset} />
    </Container>
  );
}
