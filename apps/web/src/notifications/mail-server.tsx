'use client';
import {
  Alert,
  Button,
  Checkbox,
  Group,
  PasswordInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { ApiError, problemsOf } from '@/graphql/error';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure, NotFoundMessage } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { DeliveryLog } from './delivery-log';
import {
  myNotificationsQuery,
  type NotificationSettingsData,
  notificationSettingsQuery,
  setNotificationSettings,
  testMail,
} from './queries';

/** For administrators: the mail server, the address in links, and where webhooks may go. */
export function MailServerPage() {
  const { data, error, refetch } = useApi(notificationSettingsQuery, {});
  if (error instanceof ApiError && error.code === 'FORBIDDEN') return <NotFoundMessage />;
  if (!data) return error ? <Failure error={error} retry={refetch} /> : <LoadingPage />;
  return (
    <>
      <PageHead
        title="Mail and webhooks"
        description="How this installation tells people and programs what happened."
      />
      <Stack gap="md" maw={760}>
        <Panel title="Settings">
          <SettingsForm settings={data.notificationSettings} />
        </Panel>
        {data.notificationSettings.mailServer !== null && <TestPanel />}
      </Stack>
    </>
  );
}

const securities = [
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'tls', label: 'TLS from the start' },
  { value: 'none', label: 'None, not encrypted' },
];
const usualPort: Readonly<Record<string, string>> = { starttls: '587', tls: '465', none: '25' };
const ownFields: readonly string[] = [
  'host',
  'port',
  'from',
  'user',
  'password',
  'baseUrl',
  'allowedNetworks',
];

function SettingsForm({ settings }: { readonly settings: NotificationSettingsData }) {
  const submit = useSubmit(setNotificationSettings, [notificationSettingsQuery, myNotificationsQuery]);
  const [form, setForm] = useState(() => draftOf(settings));
  const problems = problemsOf(submit.error);
  const set = (changes: Partial<typeof form>) => setForm({ ...form, ...changes });
  const field = (name: 'host' | 'port' | 'user' | 'from' | 'baseUrl') => ({
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
    error: fieldMessage(problems, name),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: inputOf(form) },
      {
        onSuccess: () => {
          set({ password: '', keepsPassword: form.password !== '' || form.keepsPassword });
          notifications.show({ message: 'Saved.' });
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <Checkbox
          label="Send mail"
          checked={form.sendsMail}
          onChange={(event) => set({ sendsMail: event.currentTarget.checked })}
        />
        {form.sendsMail && (
          <>
            <Group align="flex-start" gap="sm">
              <TextInput
                label="Mail server"
                placeholder="mail.lab.example"
                required
                flex="3 1 220px"
                {...field('host')}
              />
              <Select
                label="Encryption"
                data={securities}
                value={form.security}
                onChange={(security) =>
                  set({ security: security ?? 'starttls', port: usualPort[security ?? ''] ?? form.port })
                }
                allowDeselect={false}
                flex="2 1 230px"
              />
              <TextInput
                label="Port"
                required
                inputMode="numeric"
                className="numeric"
                w={90}
                {...field('port')}
              />
            </Group>
            <TextInput
              label="Sender"
              description="Address that mail comes from."
              placeholder="batchyard@lab.example"
              required
              {...field('from')}
            />
            <Group align="flex-start" gap="sm">
              <TextInput
                label="User"
                description="Empty: without signing in."
                autoComplete="off"
                flex="1 1 220px"
                {...field('user')}
              />
              <PasswordInput
                label="Password"
                description="Kept encrypted; nobody is shown it."
                placeholder={form.keepsPassword ? 'stays as it is' : ''}
                value={form.password}
                onChange={(event) => set({ password: event.currentTarget.value })}
                error={fieldMessage(problems, 'password')}
                autoComplete="new-password"
                flex="1 1 220px"
              />
            </Group>
          </>
        )}
        <TextInput
          label="Address of this installation"
          description="Links in messages begin with it. Empty: messages have no links."
          {...field('baseUrl')}
        />
        <Textarea
          label="Networks that webhooks may reach"
          description="Webhooks are sent to public addresses only. List networks of your own that are allowed as well, one a line, such as 10.1.0.0/16."
          value={form.networks}
          onChange={(event) => set({ networks: event.currentTarget.value })}
          error={fieldMessage(problems, 'allowedNetworks')}
          autosize
          minRows={2}
        />
        <ProblemList problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))} />
        <Button type="submit" loading={submit.isPending} style={{ alignSelf: 'flex-start' }}>
          Save
        </Button>
      </Stack>
    </form>
  );
}

function draftOf({ mailServer, hasPassword, baseUrl, allowedNetworks }: NotificationSettingsData) {
  return {
    sendsMail: mailServer !== null,
    host: mailServer?.host ?? '',
    port: String(mailServer?.port ?? 587),
    security: (mailServer?.security ?? 'starttls') as string,
    user: mailServer?.user ?? '',
    from: mailServer?.from ?? '',
    password: '',
    keepsPassword: hasPassword,
    baseUrl: baseUrl ?? (mailServer === null && typeof window !== 'undefined' ? window.location.origin : ''),
    networks: allowedNetworks.join('\n'),
  };
}

function inputOf(form: ReturnType<typeof draftOf>) {
  const { host, port, security, user, from } = form;
  const server = { host, port: Math.trunc(Number(port)) || 0, security: security as 'tls', user, from };
  const removesPassword = form.sendsMail && user.trim() === '' && form.keepsPassword;
  return {
    mailServer: form.sendsMail ? server : null,
    password: form.password !== '' ? form.password : removesPassword ? '' : null,
    baseUrl: form.baseUrl.trim() || null,
    allowedNetworks: form.networks.split(/[\s,]+/).filter(Boolean),
  };
}

/** A mail to oneself, and what became of it. */
function TestPanel() {
  const { data } = useApi(myNotificationsQuery, {}, { refetchIntervalMs: 2_000 });
  const test = useSubmit(testMail, [myNotificationsQuery]);
  const tests = (data?.myNotifications.mails ?? []).filter(({ isTest }) => isTest).slice(0, 5);
  return (
    <Panel
      title="Test"
      actions={
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate({})}>
          Send me a test
        </Button>
      }
    >
      {test.error && <Alert color="red">{test.error.message}</Alert>}
      {tests.length === 0 ? (
        <Text size="sm" c="dimmed">
          Sends a mail to your own address with the settings as they are saved.
        </Text>
      ) : (
        <DeliveryLog deliveries={tests} />
      )}
    </Panel>
  );
}
