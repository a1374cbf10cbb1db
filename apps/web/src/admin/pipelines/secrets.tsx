'use client';
import { Button, Code, Group, PasswordInput, Stack, Table, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { RelativeTime } from '@/formatting/relative-time';
import { problemsOf } from '@/graphql/error';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { ProblemList } from '@/problems/problem-list';
import { fieldMessage } from '@/problems/problems';
import { removeSecret, secretsQuery, setSecret } from './queries';

/** Values that programs get as environment variables; they can be replaced and removed, not read. */
export function Secrets() {
  const { data, error } = useApi(secretsQuery, {});
  const remove = useSubmit(removeSecret, [secretsQuery]);
  return (
    <Panel title="Secrets">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          A pipeline that names a secret gets it as an environment variable. Values are encrypted, masked in
          logs, and never shown again.
        </Text>
        <AddSecret />
        {data !== undefined && data.secrets.length > 0 && (
          <StackedTable leastWidth={420}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th w={190}>Stored</Table.Th>
                <Table.Th w={110} aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.secrets.map(({ name, updatedAt }) => (
                <Table.Tr key={name}>
                  <Table.Td>
                    <Code>{name}</Code>
                  </Table.Td>
                  <Table.Td data-label="Stored">
                    <RelativeTime at={updatedAt} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button
                      size="compact-sm"
                      variant="default"
                      loading={remove.isPending && remove.variables.input.name === name}
                      onClick={() => remove.mutate({ input: { name } })}
                      aria-label={`Remove the secret ${name}`}
                    >
                      Remove
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </StackedTable>
        )}
        <ProblemList error={error ?? remove.error} />
      </Stack>
    </Panel>
  );
}

const ownFields: readonly string[] = ['name', 'value'];

function AddSecret() {
  const submit = useSubmit(setSecret, [secretsQuery]);
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const problems = problemsOf(submit.error);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const onSuccess = () => {
      setName('');
      setValue('');
    };
    submit.mutate({ input: { name: name.trim(), value } }, { onSuccess });
  };
  return (
    <form onSubmit={send} autoComplete="off">
      <Group align="flex-start" gap="sm">
        <TextInput
          label="Name"
          placeholder="API_KEY"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldMessage(problems, 'name')}
          required
          flex="1 1 160px"
        />
        <PasswordInput
          label="Value"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
          error={fieldMessage(problems, 'value')}
          autoComplete="new-password"
          required
          flex="1 1 220px"
        />
        <Button type="submit" loading={submit.isPending} mt={25}>
          Store
        </Button>
      </Group>
      <ProblemList problems={problems.filter(({ place }) => !ownFields.includes(place.parameter ?? ''))} />
    </form>
  );
}
