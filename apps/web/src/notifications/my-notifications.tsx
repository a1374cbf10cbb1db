'use client';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { DeliveryLog } from './delivery-log';
import { EventChoices } from './event-choices';
import { myNotificationsQuery, setMyNotifications } from './queries';

/** Of which of one's own batches and schedules one gets mail. */
export function MyNotifications() {
  const { data, error, refetch } = useApi(myNotificationsQuery, {}, { refetchIntervalMs: 10_000 });
  const submit = useSubmit(setMyNotifications, [myNotificationsQuery]);
  const [chosen, setChosen] = useState<typeof events | null>(null);
  const mine = data?.myNotifications;
  const events = mine?.events ?? [];
  if (mine === undefined) {
    return (
      <Panel title="Mail">
        {error ? <Failure error={error} retry={refetch} /> : <LoadingRows rows={4} height={40} />}
      </Panel>
    );
  }
  const save = () =>
    submit.mutate(
      { input: { events: [...(chosen ?? events)] } },
      {
        onSuccess: () => {
          setChosen(null);
          notifications.show({ message: 'Saved.' });
        },
      },
    );
  return (
    <Panel title="Mail" id="mail">
      <Stack gap="md">
        {!mine.hasMailServer && (
          <Alert color="yellow" variant="light">
            No mail server is set up, so no mail is sent. An administrator can do that.
          </Alert>
        )}
        <EventChoices
          label="Write to me of batches that I started and schedules that I set up"
          value={chosen ?? events}
          onChange={setChosen}
        />
        <Text size="xs" c="dimmed">
          What happens within half a minute comes in one mail, then at most one mail in ten minutes. Of
          batches of a schedule the nightly digest tells, if you get it.
        </Text>
        <ProblemList error={submit.error} />
        <Button
          onClick={save}
          loading={submit.isPending}
          disabled={chosen === null}
          style={{ alignSelf: 'flex-start' }}
        >
          Save
        </Button>
        {mine.mails.length > 0 && <DeliveryLog deliveries={mine.mails} />}
      </Stack>
    </Panel>
  );
}
