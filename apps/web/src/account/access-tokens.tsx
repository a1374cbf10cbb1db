'use client';
import { Alert, Button, Code, Group, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { RelativeTime } from '@/formatting/relative-time';
import { formatExact } from '@/formatting/time';
import { useSubmit } from '@/graphql/hooks';
import { CopyLine } from '@/page/copy-text';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { ProblemList } from '@/problems/problem-list';
import { type AccountData, accountQuery, createAccessToken, revokeAccessToken } from './queries';

type Token = AccountData['accessTokens'][number];

const scopes = [
  { value: 'read', label: 'Read only' },
  { value: 'write', label: 'Read and write' },
];
const lifetimes = ['7', '30', '90', '365'].map((days) => ({ value: days, label: `${days} days` }));

/** Tokens with which scripts and the command line act for the visitor. */
export function AccessTokens({ tokens }: { readonly tokens: readonly Token[] }) {
  const [shown, setShown] = useState<string | null>(null);
  return (
    <Panel title="Access tokens">
      <Text size="sm" c="dimmed" mb="sm">
        For scripts and the command line. A token can do what you can, within its scope, until it expires.
      </Text>
      {shown && <NewToken token={shown} onClose={() => setShown(null)} />}
      {tokens.length > 0 && <TokenTable tokens={tokens} onRevoked={() => setShown(null)} />}
      <TokenForm onCreated={setShown} />
      <HowToUse />
    </Panel>
  );
}

function NewToken({ token, onClose }: { readonly token: string; readonly onClose: () => void }) {
  return (
    <Alert
      color="green"
      variant="light"
      mb="md"
      title="Copy the token now; it is not shown again"
      withCloseButton
      closeButtonLabel="Hide the token"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      onClose={onClose}
    >
      <Stack gap="sm">
        <CopyLine label="Token" value={token} />
        <CopyLine
          label="Set it where the command runs"
          description="The command and scripts read it from this variable."
          value={`export BATCHYARD_TOKEN=${token}`}
        />
      </Stack>
    </Alert>
  );
}

/** The way of a token to the command line and to programs. */
function HowToUse() {
  const origin = useOrigin();
  return (
    <Stack gap="sm" mt="lg">
      <Text size="sm" c="dimmed">
        The command reads the token from BATCHYARD_TOKEN; it needs read and write to start batches. Programs
        send it to {origin}/graphql in the header Authorization, as “Bearer” and the token.
      </Text>
      <CopyLine
        label="Run a sweep in a project"
        value={`npx batchyard sweep design.yaml --project my-project --server ${origin}`}
      />
    </Stack>
  );
}

/** Address of this installation; unknown while the page is drawn on the server. */
function useOrigin(): string {
  return useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => '',
  );
}

interface TokenTableProps {
  readonly tokens: readonly Token[];
  readonly onRevoked: () => void;
}

function TokenTable({ tokens, onRevoked }: TokenTableProps) {
  const revoke = useSubmit(revokeAccessToken, [accountQuery]);
  return (
    <>
      <StackedTable leastWidth={620}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Scope</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th aria-label="Revoke" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Table.Tr key={token.id}>
              <Table.Td>
                {token.name} <Code fz="xs">{token.prefix}…</Code>
              </Table.Td>
              <Table.Td data-label="Scope">
                {token.scope === 'read' ? 'read only' : 'read and write'}
              </Table.Td>
              <Table.Td data-label="Last used">
                {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : 'never'}
              </Table.Td>
              <Table.Td data-label="Expires" title={formatExact(token.expiresAt)}>
                <RelativeTime at={token.expiresAt} />
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="red"
                  aria-label={`Revoke ${token.name}`}
                  onClick={() =>
                    revoke.mutate({ input: { accessTokenId: token.id } }, { onSuccess: onRevoked })
                  }
                >
                  Revoke
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
      <ProblemList error={revoke.error} />
    </>
  );
}

function TokenForm({ onCreated }: { readonly onCreated: (token: string | null) => void }) {
  const submit = useSubmit(createAccessToken, [accountQuery]);
  const [name, setName] = useState('');
  const [scope, setScope] = useState('read');
  const [days, setDays] = useState('90');
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { name, scope: scope as 'read' | 'write', expiresInDays: Number(days) } },
      {
        onSuccess: ({ createAccessToken: made }) => {
          setName('');
          onCreated(made.token);
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Group align="flex-end" gap="sm" mt="md">
        <TextInput
          label="New token for"
          placeholder="night runs"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          flex="1 1 180px"
        />
        <Select
          label="Scope"
          data={scopes}
          value={scope}
          onChange={(value) => setScope(value ?? 'read')}
          allowDeselect={false}
          w={160}
        />
        <Select
          label="Expires after"
          data={lifetimes}
          value={days}
          onChange={(value) => setDays(value ?? '90')}
          allowDeselect={false}
          w={130}
        />
        <Button type="submit" loading={submit.isPending}>
          Create token
        </Button>
      </Group>
      <ProblemList error={submit.error} />
    </form>
  );
}
