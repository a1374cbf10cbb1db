'use client';
import { Alert, Badge, Button, Checkbox, Group, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { problemsOf } from '@/graphql/error';
import { useSubmit } from '@/graphql/hooks';
import { CopyLine } from '@/page/copy-text';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { type AdminData, adminQuery, createSignInLink, createUser } from './queries';

type User = AdminData['users'][number];

/** A one-time link and whom it signs in. */
interface MadeLink {
  readonly url: string;
  readonly name: string;
}

/** Accounts: a new one gets a one-time link instead of a password. */
export function People({ users }: { readonly users: readonly User[] }) {
  const [link, setLink] = useState<MadeLink | null>(null);
  return (
    <>
      <Panel title="Add a person">
        <AddPerson onLink={setLink} />
      </Panel>
      <Panel title="People">
        {link && <SignInLink link={link} onClose={() => setLink(null)} />}
        <UserTable users={users} onLink={setLink} />
      </Panel>
    </>
  );
}

function SignInLink({ link, onClose }: { readonly link: MadeLink; readonly onClose: () => void }) {
  return (
    <Alert
      color="green"
      variant="light"
      mb="md"
      title={`One-time link for ${link.name}`}
      withCloseButton
      closeButtonLabel="Hide the link"
      styles={{ title: { color: 'var(--mantine-color-text)' } }}
      onClose={onClose}
    >
      <CopyLine
        label="Sign-in link"
        description="Send it to this person only. It works once and is not shown again."
        value={link.url}
      />
    </Alert>
  );
}

interface UserTableProps {
  readonly users: readonly User[];
  readonly onLink: (link: MadeLink) => void;
}

function UserTable({ users, onLink }: UserTableProps) {
  const renew = useSubmit(createSignInLink);
  const makeLink = ({ id, name }: User) =>
    renew.mutate(
      { input: { userId: id } },
      {
        onSuccess: ({ createSignInLink: { signInUrl: url } }) => url !== null && onLink({ url, name }),
      },
    );
  return (
    <>
      <StackedTable leastWidth={460}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th w={170} aria-label="Sign-in link" />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Group gap={8}>
                  <Text size="sm" fw={550}>
                    {user.name}
                  </Text>
                  {user.isAdministrator && (
                    <Badge size="sm" variant="light" tt="none">
                      Administrator
                    </Badge>
                  )}
                </Group>
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {user.email}
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={renew.isPending && renew.variables.input.userId === user.id}
                  onClick={() => makeLink(user)}
                  aria-label={`New sign-in link for ${user.name}`}
                >
                  New sign-in link
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </StackedTable>
      <ProblemList error={renew.error} />
    </>
  );
}

const ownFields: readonly string[] = ['name', 'email'];

function AddPerson({ onLink }: { readonly onLink: (link: MadeLink) => void }) {
  const submit = useSubmit(createUser, [adminQuery]);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [isAdministrator, setAdministrator] = useState(false);
  const problems = problemsOf(submit.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit.mutate(
      { input: { name, email: email.trim(), isAdministrator } },
      {
        onSuccess: ({ createUser: { signInUrl: url } }) => {
          if (url !== null) onLink({ url, name });
          setName('');
          setEmail('');
          setAdministrator(false);
        },
      },
    );
  };
  return (
    <form onSubmit={send}>
      <Group align="flex-start" gap="sm">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldMessage(problems, 'name')}
          required
          flex="1 1 160px"
        />
        <TextInput
          type="email"
          label="E-mail"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={fieldMessage(problems, 'email')}
          required
          flex="1 1 220px"
        />
        <Button type="submit" loading={submit.isPending} mt={25}>
          Add
        </Button>
      </Group>
      <Checkbox
        mt="sm"
        mb="xs"
        label="Administrator: manages people, and every project as a maintainer"
        checked={isAdministrator}
        onChange={(event) => setAdministrator(event.currentTarget.checked)}
      />
      <ProblemList problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))} />
    </form>
  );
}
