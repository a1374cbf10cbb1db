'use client';
import type { NotificationEventKind } from '@batchyard/domain';
import { Button, Group, SegmentedControl, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { EventChoices } from './event-choices';
import {
  createReceiver,
  type NotificationReceiver,
  receiverLogQuery,
  receiversQuery,
  updateReceiver,
} from './queries';

interface ReceiverFormProps {
  readonly slug: string;
  /** null: a new one. */
  readonly receiver: NotificationReceiver | null;
  /** @param secret of a new webhook */
  readonly onDone: (secret: string | null) => void;
}

const kinds = [
  { value: 'mail', label: 'Mail' },
  { value: 'webhook', label: 'Webhook' },
];
const ownFields: readonly string[] = ['name', 'url', 'addresses', 'events'];

/** Sets up a receiver or changes it. */
export function ReceiverForm({ slug, receiver, onDone }: ReceiverFormProps) {
  const create = useSubmit(createReceiver, [receiversQuery, receiverLogQuery]);
  const update = useSubmit(updateReceiver, [receiversQuery, receiverLogQuery]);
  const [kind, setKind] = useState<'mail' | 'webhook'>(receiver?.kind ?? 'mail');
  const [name, setName] = useState(receiver?.name ?? '');
  const [target, setTarget] = useState(receiver?.url ?? receiver?.addresses.join('\n') ?? '');
  const [events, setEvents] = useState<readonly NotificationEventKind[]>(
    receiver?.events ?? ['batch_failed', 'batch_paused', 'schedule_missed'],
  );
  const [isActive, setActive] = useState(receiver?.isActive ?? true);
  const problems = problemsOf(create.error ?? update.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const where =
      kind === 'mail' ? { addresses: target.split(/[\s,;]+/).filter(Boolean) } : { url: target.trim() };
    const fields = { kind, name, events: [...events], isActive, ...where };
    if (receiver === null) {
      create.mutate(
        { input: { projectSlug: slug, ...fields } },
        { onSuccess: ({ createNotificationReceiver: { secret } }) => onDone(secret) },
      );
    } else {
      update.mutate({ input: { receiverId: receiver.id, ...fields } }, { onSuccess: () => onDone(null) });
    }
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {receiver === null && (
          <SegmentedControl
            data={kinds}
            value={kind}
            onChange={(value) => {
              setKind(value as 'mail' | 'webhook');
              setTarget('');
            }}
            style={{ alignSelf: 'flex-start' }}
          />
        )}
        <TextInput
          label="Name"
          placeholder={kind === 'mail' ? 'Imaging team' : 'Lab chat'}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldMessage(problems, 'name')}
          required
        />
        {kind === 'mail' ? (
          <Textarea
            label="Addresses"
            description="One a line."
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            error={fieldMessage(problems, 'addresses')}
            autosize
            minRows={2}
            required
          />
        ) : (
          <TextInput
            label="Address"
            description="Gets each event as JSON, signed with a secret that is shown once."
            placeholder="https://hooks.lab.example/batchyard"
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
            error={fieldMessage(problems, 'url')}
            required
          />
        )}
        <EventChoices
          label="Events"
          value={events}
          onChange={setEvents}
          error={fieldMessage(problems, 'events')}
        />
        <Switch
          label="Active"
          checked={isActive}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        <ProblemList problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))} />
        <Group>
          <Button type="submit" loading={create.isPending || update.isPending}>
            {receiver === null ? 'Add' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
