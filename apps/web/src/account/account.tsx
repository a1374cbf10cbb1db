'use client';
import { Stack } from '@mantine/core';
import { useApi } from '@/graphql/hooks';
import { MyNotifications } from '@/notifications/my-notifications';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { AccessTokens } from './access-tokens';
import { PasswordForm } from './password-form';
import { accountQuery } from './queries';
import { Sessions } from './sessions';

/** The visitor's own password, access tokens and sessions. */
export function Account() {
  const { data, error, refetch } = useApi(accountQuery, {});
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  const { me } = data;
  return (
    <>
      <PageHead title="Account" description={`${me.user.name} · ${me.user.email}`} />
      <Stack gap="md" maw={960}>
        <MyNotifications />
        <PasswordForm hasPassword={me.hasPassword} />
        <AccessTokens tokens={me.accessTokens} />
        <Sessions sessions={me.sessions} />
      </Stack>
    </>
  );
}
