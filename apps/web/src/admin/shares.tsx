'use client';
import { Code, MultiSelect, Stack, Table, Text } from '@mantine/core';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Empty } from '@/page/empty';
import { Panel } from '@/page/panel';
import { StackedTable } from '@/page/stacked-table';
import { ProblemList } from '@/problems/problem-list';
import { grantShare, revokeShare, sharesQuery } from './queries';

/** Folders outside that whoever runs the installation has named, and the projects that may read each. */
export function Shares() {
  const { data, error } = useApi(sharesQuery, {});
  const grant = useSubmit(grantShare, [sharesQuery]);
  const revoke = useSubmit(revokeShare, [sharesQuery]);
  const choices = (data?.projects ?? []).map(({ slug, name }) => ({ value: slug, label: name }));
  const change = (share: string, before: readonly string[], after: readonly string[]) => {
    for (const projectSlug of after.filter((slug) => !before.includes(slug)))
      grant.mutate({ input: { share, projectSlug } });
    for (const projectSlug of before.filter((slug) => !after.includes(slug)))
      revoke.mutate({ input: { share, projectSlug } });
  };
  return (
    <Panel title="Shares">
      {data?.shares.length === 0 ? (
        <Empty title="No share">
          Watched folders and schedules can read files where they lie. Whoever runs the installation names
          those folders in SHARES.
        </Empty>
      ) : (
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            Whoever may run batches in a project that is named here can have every file of the share read.
          </Text>
          <StackedTable leastWidth={460}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={160}>Share</Table.Th>
                <Table.Th>Projects that may read it</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.shares.map(({ name, projects }) => {
                const slugs = projects.map(({ slug }) => slug);
                return (
                  <Table.Tr key={name}>
                    <Table.Td>
                      <Code>{name}</Code>
                    </Table.Td>
                    <Table.Td>
                      <MultiSelect
                        aria-label={`Projects that may read ${name}`}
                        data={choices}
                        value={slugs}
                        onChange={(after) => change(name, slugs, after)}
                        disabled={grant.isPending || revoke.isPending}
                        placeholder={slugs.length === 0 ? 'None' : 'Add one'}
                        searchable
                      />
                    </Table.Td>
                  </Table.Tr>
                );
              })}
            </Table.Tbody>
          </StackedTable>
        </Stack>
      )}
      <ProblemList error={error ?? grant.error ?? revoke.error} />
    </Panel>
  );
}
