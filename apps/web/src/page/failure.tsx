'use client';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import Link from 'next/link';
import { ApiError } from '@/graphql/error';

/** A page that could not be loaded: what went wrong, and a way on. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  if (error instanceof ApiError && error.code === 'NOT_FOUND') return <NotFoundMessage />;
  const message = error instanceof Error ? error.message : 'Something went wrong.';
  return (
    <Paper withBorder p="lg" role="alert">
      <Group align="flex-start" gap="sm" wrap="nowrap">
        <IconAlertTriangle
          size={20}
          color="var(--tone-failed)"
          aria-hidden
          style={{ flex: 'none', marginTop: 2 }}
        />
        <Stack gap="xs" align="flex-start">
          <Text fw={600}>This could not be loaded.</Text>
          <Text size="sm">{message}</Text>
          {retry && (
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>
              Try again
            </Button>
          )}
        </Stack>
      </Group>
    </Paper>
  );
}

/** Shown for addresses that lead nowhere and for things the visitor may not see; the two look alike. */
export function NotFoundMessage() {
  return (
    <Stack align="center" py={80} gap="sm" ta="center" px="md">
      <title>Not found · Batchyard</title>
      <Title order={1}>Not found</Title>
      <Text c="dimmed" maw={440}>
        There is nothing at this address, or you may not see it. Ask a maintainer of the project to add you.
      </Text>
      <Button component={Link} href="/" variant="default">
        Go to my projects
      </Button>
    </Stack>
  );
}
