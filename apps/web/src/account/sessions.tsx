'use client';
import { Button, Group, Stack, Text } from '@mantine/core';
import { RelativeTime } from '@/formatting/relative-time';
import { useSubmit } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { browserName } from './browser-name';
import { type AccountData, accountQuery, revokeSession } from './queries';

/** Browsers that are signed in; any but this one can be signed out. */
export function Sessions({ sessions }: { readonly sessions: AccountData['sessions'] }) {
  const revoke = useSubmit(revokeSession, [accountQuery]);
  return (
    <Panel title="Where you are signed in">
      <Stack gap="sm">
        {sessions.map((session) => (
          <Group key={session.id} justify="space-between" gap="sm" wrap="nowrap">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" lineClamp={1} title={session.userAgent}>
                {browserName(session.userAgent)}
              </Text>
              <Text size="xs" c="dimmed">
                {session.isCurrent ? (
                  <>
                    This browser, signed in <RelativeTime at={session.createdAt} />
                  </>
                ) : (
                  <>
                    Last seen <RelativeTime at={session.lastSeenAt} />
                  </>
                )}
              </Text>
            </div>
            {!session.isCurrent && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="red"
                flex="none"
                onClick={() => revoke.mutate({ input: { sessionId: session.id } })}
              >
                Sign out
              </Button>
            )}
          </Group>
        ))}
        <ProblemList error={revoke.error} />
      </Stack>
    </Panel>
  );
}
