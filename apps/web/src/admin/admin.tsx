'use client';
import { Stack } from '@mantine/core';
import { ApiError } from '@/graphql/error';
import { useApi } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { People } from './people';
import { adminQuery } from './queries';
import { Shares } from './shares';
import { Workers } from './workers';

/** For administrators: who has an account, which workers run jobs, and which projects may read which shares. */
export function Admin() {
  const { data, error, refetch } = useApi(adminQuery, {}, { refetchIntervalMs: 10_000 });
  if (error instanceof ApiError && error.code === 'FORBIDDEN') return <NotFoundMessage />;
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  return (
    <>
      <PageHead
        title="People and workers"
        description="Accounts of this installation, the processes that run jobs, and folders outside that projects may read."
      />
      <Stack gap="md" maw={1100}>
        <People users={data.users} />
        <Workers workers={data.workers} />
        <Shares />
      </Stack>
    </>
  );
}
