'use client';
import { Alert, Badge, Button, Code, CopyButton, Group, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { type AdminData, adminQuery, createSignInLink, createUser } from './queries';

/** Accounts: new ones get a one-time link instead of a password. */
export function People({ users }: { readonly users: AdminData['users'] }) {
  const [link, setLink] = useState<string | null>(null);
  const renew = useSubmit(createSignInLink);
  return (
    <Panel title="People">
      {link && <SignInLink url={link} onClose={() => setLink(null)} />}
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Tbody>
            {users.map((user) => (
              <Table.Tr key={user.id}>
                <Table.Td>
                  {user.name}{' '}
                  {user.isAdministrator && (
                    <Badge size="xs" variant="light">
                      administrator
                    </Badge>
                  )}
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {user.email}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" w={160}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() =>
                      renew.mutate(
                        { input: { userId: user.id } },
                        { onSuccess: ({ createSignInLink: made }) => setLink(made.signInUrl) },
                      )
                    }
                  >
                    New sign-in link
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ProblemList error={renew.error} />
      <AddPerson onLink={setLink} />
    </Panel>
  );
}

function SignInLink({ url, onClose }: { readonly url: string; readonly onClose: () => void }) {
  return (
    <Alert
      color="green"
      variant="light"
      mb="md"
      title="One-time sign-in link"
      withCloseButton
      onClose={onClose}
    >
      <Text size="sm" mb={6}>
        Send it to that person only; it works once.
      </Text>
      <Group gap="sm">
        <Code style={{ overflowWrap: 'anywhere' }}>{url}</Code>
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy}>
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}

function AddPerson({ onLink }: { readonly onLink: (url: string | null) => void }) {
  const submit = useSubmit(createUser, [adminQuery]);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { name, email } },
      {
        onSuccess: ({ createUser: made }) => {
          setName('');
          setEmail('');
          onLink(made.signInUrl);
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Group align="flex-end" gap="sm" mt="md">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          flex="1 1 160px"
        />
        <TextInput
          type="email"
          label="E-mail"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          flex="1 1 220px"
        />
        <Button type="submit" loading={submit.isPending}>
          Add person
        </Button>
      </Group>
      <ProblemList error={submit.error} />
    </form>
  );
}
