'use client';
import { notificationEventMeanings } from '@batchyard/domain';
import { Alert, Badge, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconMail, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { useApi, useApiPages, useSubmit } from '@/graphql/hooks';
import { CopyLine } from '@/page/copy-text';
import { Empty } from '@/page/empty';
import { Failure } from '@/page/failure';
import { LoadMore } from '@/page/load-more';
import { LoadingRows } from '@/page/loading';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { DeliveryLog } from './delivery-log';
import {
  type NotificationReceiver,
  receiverLogQuery,
  receiversQuery,
  removeReceiver,
  renewSecret,
  sendAgain,
  testReceiver,
} from './queries';
import { ReceiverForm } from './receiver-form';

type Opened = { readonly receiver: NotificationReceiver | null; readonly what: 'edit' | 'remove' } | null;

/** For maintainers: whom the project tells what happens, and what became of each message. */
export function Receivers({ slug }: { readonly slug: string }) {
  const { data, error, refetch } = useApi(receiversQuery, { slug });
  const [opened, setOpened] = useState<Opened>(null);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Panel
      title="Notifications"
      id="notifications"
      actions={
        <Button variant="default" onClick={() => setOpened({ receiver: null, what: 'edit' })}>
          Add a receiver
        </Button>
      }
    >
      {secret !== null && <SecretShown secret={secret} onClose={() => setSecret(null)} />}
      {!data ? (
        error ? (
          <Failure error={error} retry={refetch} />
        ) : (
          <LoadingRows rows={2} height={60} />
        )
      ) : data.notificationReceivers.length === 0 ? (
        <Empty title="Nobody is told">
          Add a mail list or a webhook to hear when batches of this project fail, pause themselves or finish.
        </Empty>
      ) : (
        <Stack gap="lg">
          {data.notificationReceivers.map((receiver) => (
            <Receiver
              key={receiver.id}
              receiver={receiver}
              onOpen={(what) => setOpened({ receiver, what })}
              onSecret={setSecret}
            />
          ))}
        </Stack>
      )}
      <Modal
        opened={opened?.what === 'edit'}
        onClose={() => setOpened(null)}
        title={opened?.receiver ? `Edit ${opened.receiver.name}` : 'Add a receiver'}
        size="lg"
      >
        <ReceiverForm
          slug={slug}
          receiver={opened?.receiver ?? null}
          onDone={(made) => {
            setSecret(made);
            setOpened(null);
          }}
        />
      </Modal>
      <Modal
        opened={opened?.what === 'remove'}
        onClose={() => setOpened(null)}
        title={`Remove ${opened?.receiver?.name}?`}
      >
        <RemoveReceiver id={opened?.receiver?.id ?? ''} onDone={() => setOpened(null)} />
      </Modal>
    </Panel>
  );
}

function SecretShown({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  return (
    <Alert
      color="green"
      variant="light"
      mb="md"
      title="Copy the secret now; it is not shown again"
      withCloseButton
      closeButtonLabel="Hide the secret"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      onClose={onClose}
    >
      <CopyLine
        label="Secret"
        description="The receiver checks with it that a call comes from here."
        value={secret}
      />
    </Alert>
  );
}

interface ReceiverProps {
  readonly receiver: NotificationReceiver;
  readonly onOpen: (what: 'edit' | 'remove') => void;
  readonly onSecret: (secret: string | null) => void;
}

function Receiver({ receiver, onOpen, onSecret }: ReceiverProps) {
  const { id, kind, name, events, isActive } = receiver;
  const [showsLog, setShowsLog] = useState(false);
  const test = useSubmit(testReceiver, [receiverLogQuery]);
  const renew = useSubmit(renewSecret);
  const Icon = kind === 'mail' ? IconMail : IconWebhook;
  return (
    <section aria-label={name}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div style={{ minWidth: 0, flex: '1 1 260px' }}>
          <Group gap={8}>
            <Icon size={17} aria-hidden />
            <Text fw={600}>{name}</Text>
            {!isActive && (
              <Badge size="sm" variant="default" tt="none">
                Not active
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {receiver.url ?? receiver.addresses.join(', ')}
          </Text>
          <Text size="xs" c="dimmed">
            {events.map((event) => notificationEventMeanings[event].title).join(' · ')}
          </Text>
        </div>
        <Group gap={6}>
          <Button
            size="compact-sm"
            variant="default"
            loading={test.isPending}
            onClick={() => {
              setShowsLog(true);
              test.mutate({ input: { receiverId: id } });
            }}
          >
            Test
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={showsLog}
            onClick={() => setShowsLog(!showsLog)}
          >
            Log
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onOpen('edit')}>
            Edit
          </Button>
          {kind === 'webhook' && (
            <Button
              size="compact-sm"
              variant="default"
              loading={renew.isPending}
              onClick={() =>
                renew.mutate(
                  { input: { receiverId: id } },
                  { onSuccess: ({ renewWebhookSecret: { secret } }) => onSecret(secret) },
                )
              }
            >
              New secret
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => onOpen('remove')}>
            Remove
          </Button>
        </Group>
      </Group>
      <ProblemList error={test.error ?? renew.error} />
      {showsLog && (
        <div style={{ marginTop: 12 }}>
          <ReceiverLog id={id} />
        </div>
      )}
    </section>
  );
}

/** Everything that it was sent in the last 30 days, newest first. */
function ReceiverLog({ id }: { readonly id: string }) {
  const list = useApiPages(
    receiverLogQuery,
    { id, first: 20 },
    (answer) => answer.notificationReceiver.deliveries,
    { refetchIntervalMs: 3_000, keepPrevious: true },
  );
  const again = useSubmit(sendAgain, [receiverLogQuery]);
  if (list.error && list.nodes.length === 0) return <Failure error={list.error} retry={list.refetch} />;
  if (list.isPending) return <LoadingRows rows={2} />;
  return (
    <>
      <DeliveryLog
        deliveries={list.nodes}
        onSendAgain={({ id: deliveryId }) => again.mutate({ input: { receiverId: id, deliveryId } })}
      />
      <LoadMore list={list} />
      <ProblemList error={again.error} />
    </>
  );
}

function RemoveReceiver({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const remove = useSubmit(removeReceiver, [receiversQuery]);
  return (
    <Stack gap="md">
      <Text size="sm">It is told nothing more, and its log is removed.</Text>
      <ProblemList error={remove.error} />
      <Group>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate({ input: { receiverId: id } }, { onSuccess: onDone })}
        >
          Remove
        </Button>
        <Button variant="default" onClick={onDone}>
          Keep
        </Button>
      </Group>
    </Stack>
  );
}
